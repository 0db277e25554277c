"""The sentences of the progress page: each state of a project has its honest one."""

from datetime import date, timedelta

import pytest

from boards.progress.cycle_time import CycleTime
from boards.progress.series import ProgressSeries
from boards.progress.summary import (
    closed_weeks_note,
    cycle_time_note,
    how_long,
    later_note,
    summarize,
    unestimated_note,
)
from boards.reporting.totals import Progress, Totals
from boards.reporting.unit import Unit

pytestmark = pytest.mark.both_databases

HOUR = 60


def told(**more):
    """Heading and sentence of a project in its fifth week of ten, at 51 hours a week unless said otherwise."""
    usual = {
        "unit": Unit.HOURS,
        "weeks": 10,
        "done_by_week": (44, 50, 61, 49),
        "done_this_week": 18,
        "total": 556,
        "now": 4.4,
    }
    facts = usual | more
    scale = facts["unit"].scale
    done_by_week = tuple(int(scale * amount) for amount in facts["done_by_week"])
    finished = len(done_by_week)
    series = ProgressSeries(
        unit=facts["unit"],
        planned=(0,) * facts["weeks"],
        done=tuple(sum(done_by_week[: n + 1]) for n in range(finished)),
        done_by_week=done_by_week,
        done_this_week=scale * facts["done_this_week"],
        total=scale * facts["total"],
        growth=(0,) * (finished + 1),
        first=max(finished, int(facts["now"])) + 1,
        now=facts["now"],
        is_archived=facts.get("is_archived", False),
    )
    return summarize(series, progress(series), date(2026, 9, 7))


def progress(series):
    sums = [
        (amount, 0) if series.unit == Unit.CARDS else (1, amount)
        for amount in (series.done_now, series.total)
    ]
    return Progress(*(Totals(*each) for each in sums))


def test_the_sentence_names_the_range_and_what_the_plan_says():
    headline, detail = told(done_by_week=(40, 60, 70, 34))
    assert headline == "At this pace you finish between week 10 and week 12; the plan says week 10"
    assert detail == (
        "222 of 556 h done. To finish on time, do 59 h a week instead of 51, or take 46 h out of the plan."
    )


def test_weeks_that_all_went_alike_leave_one_week():
    assert (
        told(done_by_week=(50, 50, 50, 50)).headline
        == "At this pace you finish in week 12; the plan says week 10"
    )


def test_whoever_is_on_time_is_told_what_will_do():
    headline, detail = told(done_by_week=(100, 100, 100, 100))
    assert headline == "At this pace you finish in week 6; the plan says week 10"
    assert detail == "418 of 556 h done. A finished week brought 100 h on average; 26 h a week will do."


def test_in_the_last_week_nobody_speaks_of_weeks():
    detail = told(done_by_week=(50,) * 9, now=9.4, done_this_week=0).detail
    assert detail == (
        "450 of 556 h done. To finish on time, do 106 h in the week that is left instead of 50, "
        "or take 56 h out of the plan."
    )


@pytest.mark.parametrize(("done_by_week", "so_far"), [((), "there is none yet"), ((44,), "there is one")])
def test_with_less_than_two_finished_weeks_it_is_too_early_to_tell(done_by_week, so_far):
    headline, detail = told(done_by_week=done_by_week, now=len(done_by_week) + 0.4, done_this_week=0)
    assert headline == "It is too early to tell when you finish; the plan says week 10"
    assert f"A forecast needs two finished weeks, and {so_far}." in detail
    assert detail.endswith(f"To finish on time, do {56 if not done_by_week else 57} h a week.")


def test_two_finished_weeks_are_enough():
    assert "too early" not in told(done_by_week=(44, 50), now=2.4).headline


def test_before_the_plan_begins_it_says_when_and_what_it_takes():
    headline, detail = told(done_by_week=(), now=0, done_this_week=0)
    assert headline == "The plan begins on Monday 7 September 2026"
    assert detail == "0 of 556 h done. To finish on time, do 56 h a week."


def test_a_plan_without_a_card_says_so():
    assert told(total=0, done_this_week=0, done_by_week=(0, 0)).headline == "Nothing is planned yet"


def test_when_everything_is_done_there_is_nothing_to_forecast():
    assert told(total=222) == (
        "Everything in the plan is done",
        "222 of 222 h done. The plan says week 10.",
    )


def test_everything_done_in_the_first_week_is_not_too_early_to_tell():
    assert (
        told(done_by_week=(), done_this_week=10, total=10, now=0.4).headline
        == "Everything in the plan is done"
    )


@pytest.mark.parametrize(
    ("total", "headline"),
    [(556, "Finished with 222 of 556 h done"), (222, "Finished: all 222 h are done")],
)
def test_an_archived_project_is_finished_whatever_is_open(total, headline):
    assert told(total=total, is_archived=True).headline == headline


def test_a_pace_of_nothing_does_not_finish():
    headline, detail = told(done_by_week=(0, 0, 0), done_this_week=0, now=3.2)
    assert headline == "At this pace you do not finish; the plan says week 10"
    assert (
        detail
        == "0 of 556 h done. Nothing was done in the 3 finished weeks. To finish on time, do 80 h a week."
    )


def test_what_has_been_begun_this_week_does_not_make_up_for_a_pace_of_nothing():
    assert told(done_by_week=(0, 0, 0), done_this_week=20, now=3.2).headline.startswith(
        "At this pace you do not finish;"
    )


def test_a_year_is_as_far_as_it_looks():
    assert (
        told(done_by_week=(1, 1, 2, 1)).headline
        == "At this pace you do not finish within a year; the plan says week 10"
    )
    assert told(done_by_week=(0, 0, 30, 0), total=450).headline == (
        "At this pace you finish in week 44 at the earliest, perhaps not within a year; the plan says week 10"
    )


def test_after_the_plans_end_weeks_are_counted_on():
    headline, detail = told(done_by_week=(50,) * 10, done_this_week=0, now=12.1)
    assert headline == "At this pace you finish in week 14; the plan ended with week 10"
    assert detail == "500 of 556 h done. 56 h to go; a finished week brought 50 h on average."


def test_after_the_end_of_a_plan_of_one_week_it_is_still_too_early():
    headline, detail = told(weeks=1, done_by_week=(50,), done_this_week=0, now=3.1)
    assert headline == "It is too early to tell when you finish; the plan ended with week 1"
    assert detail == "50 of 556 h done. A forecast needs two finished weeks, and there is one."


def test_where_nothing_is_estimated_cards_are_counted():
    headline, detail = told(
        unit=Unit.CARDS, weeks=4, done_by_week=(3, 3), done_this_week=1, total=20, now=2.1
    )
    assert headline == "At this pace you finish in week 7; the plan says week 4"
    assert detail == (
        "7 of 20 cards done. To finish on time, do 7 cards a week instead of 3, or take 8 cards out of the plan."
    )


def test_less_than_half_an_hour_a_week_is_not_rounded_to_nothing():
    assert "instead of 0.25" in told(done_by_week=(0.25, 0.25), now=2.4, done_this_week=0, total=10).detail


# --- Beside the numbers ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(0), "1 minute"),
        (timedelta(minutes=40), "40 minutes"),
        (timedelta(minutes=59, seconds=59), "1 hour"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=5, minutes=20), "5 hours"),
        (timedelta(hours=23, minutes=50), "1 day"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=1, hours=11), "1.5 days"),
        (timedelta(days=30, hours=1), "30 days"),
    ],
)
def test_a_time_is_told_as_one_would_say_it(time, words):
    assert how_long(time) == words


def test_the_pace_of_cards_is_a_sentence_about_the_half_of_them():
    day_and_a_half = timedelta(days=1.5)
    assert cycle_time_note(CycleTime(24, day_and_a_half)) == (
        "Half of the cards are done within 1.5 days of their move to In Progress."
    )
    assert (
        cycle_time_note(CycleTime(1, day_and_a_half))
        == "The one card that went from In Progress to Done took 1.5 days."
    )


def test_what_is_left_out_is_said():
    assert later_note(Totals(3, 180)) == "3 cards (3 h) for later are not in the plan and not counted here."
    assert later_note(Totals(1)) == "1 card for later is not in the plan and not counted here."
    assert (
        unestimated_note(Totals(9, 60, unknown=2), Unit.HOURS)
        == "2 open cards have no estimate and count as nothing."
    )
    assert closed_weeks_note(120, Unit.HOURS).startswith(
        "Closed weeks keep what they had at their closing: together 2 h more"
    )
    assert "1 card less" in closed_weeks_note(-1, Unit.CARDS)


def test_what_is_not_left_out_is_not_talked_about():
    assert (
        later_note(Totals())
        == unestimated_note(Totals(9, 60), Unit.HOURS)
        == closed_weeks_note(0, Unit.HOURS)
        == ""
    )
    assert unestimated_note(Totals(9, unknown=9), Unit.CARDS) == ""


@pytest.mark.parametrize(
    ("unit", "amount", "rounded"),
    [
        (Unit.HOURS, 1.06 * 60, "1.1 h"),
        (Unit.HOURS, 0.3 * 60, "0.3 h"),
        (Unit.HOURS, 55.6 * 60, "56 h"),
        (Unit.HOURS, 2 * 60, "2 h"),
        (Unit.CARDS, 1.06, "1.1 cards"),
        (Unit.CARDS, 6.5, "7 cards"),
    ],
)
def test_a_small_rate_is_not_rounded_up_to_twice_as_much(unit, amount, rounded):
    assert unit.with_unit(unit.rounded_up(amount, is_rate=True)) == rounded


def test_cards_to_take_out_are_whole():
    assert Unit.CARDS.rounded_up(0.3) == 1
