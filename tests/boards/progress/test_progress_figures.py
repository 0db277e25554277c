"""The figures of the progress page: finished weeks, how much work has grown, how long cards take."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from boards.models import Column
from boards.progress.cycle_time import CycleTime, median_cycle_time
from boards.progress.page import ProgressPage
from projects.models import Project
from tests.boards.progress.plans import MONDAY, PAGE, WEEK_4, WRITTEN, at, card
from tests.factories import MembershipFactory, MilestoneFactory

pytestmark = pytest.mark.django_db
ZONES = ["Pacific/Kiritimati", "Asia/Kolkata", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Pago_Pago"]


# --- Which weeks are finished, by the project's time -------------------------------------------------------
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("number", [1, 2, 10])
def test_a_week_is_finished_at_midnight_where_the_project_lives(project, weeks, zone, number):
    project.time_zone = zone
    midnight = datetime.combine(MONDAY + timedelta(weeks=number), datetime.min.time(), ZoneInfo(zone))
    with at(midnight - timedelta(seconds=1)):
        assert len(ProgressPage(project).finished) == number - 1
    with at(midnight):
        assert len(ProgressPage(project).finished) == number


def test_a_closed_week_is_finished_before_its_time(project, weeks):
    weeks[0].closed_at = datetime(2026, 9, 11, 15, tzinfo=UTC)
    weeks[0].save()
    with at("2026-09-11T16:00Z"):
        page = ProgressPage(project)
        assert (len(page.finished), page.series.first, page.now) == (1, 2, 1)


@pytest.mark.parametrize(
    ("instant", "now", "first"),
    [
        ("2026-09-01T12:00Z", 0, 1),
        ("2026-09-07T12:00Z", 0.5 / 7, 1),
        ("2026-09-13T12:00Z", 6.5 / 7, 1),
        ("2026-11-15T12:00Z", 9 + 6.5 / 7, 10),
        ("2026-11-16T12:00Z", 10 + 0.5 / 7, 11),
        ("2026-12-01T12:00Z", 12 + 1.5 / 7, 13),
    ],
)
def test_the_present_is_a_place_on_the_axis(project, weeks, instant, now, first):
    with at(instant):
        series = ProgressPage(project).series
    assert (series.now, series.first) == (pytest.approx(now), first)


def test_in_a_break_the_coming_week_is_the_first_to_come(project, weeks):
    for week in weeks[1:]:
        week.starts_on += timedelta(weeks=2)
        week.save()
    with at("2026-09-16T12:00Z"):
        series = ProgressPage(project).series
    assert (series.now, series.first, series.finished) == (1, 2, 1)


def test_the_forecast_draws_from_the_finished_weeks_alone(project, weeks):
    for number, hours in enumerate([20, 10, 30, 15]):
        card(weeks[number], hours, Column.DONE)
    card(weeks[9], 60, Column.DONE)
    card(weeks[9], 60)
    with at(WEEK_4):
        series = ProgressPage(project).series
    assert series.done_by_week == (1200, 600, 1800)
    assert (series.before, series.done_this_week, series.left, series.open) == (3600, 4500, 8100, 3600)


def test_what_a_week_passes_on_is_planned_once(project, weeks):
    moved = card(weeks[0], 8)
    card(weeks[0], 4, Column.DONE)
    card(weeks[1], 10)
    with at("2026-09-09T12:00Z"):
        moved.move(column="", milestone_id=weeks[1].pk, by=None)
        assert list(ProgressPage(project).planned())[:3] == [12 * 60, 22 * 60, 22 * 60]


# --- By how much all work has grown ----------------------------------------------------------------------
def growth(project):
    with at(WEEK_4):
        return [change // 60 for change in ProgressPage(project).series.growth]


def test_work_that_was_written_since_has_its_week(project, weeks):
    card(weeks[0], 10)
    card(weeks[8], 18, created_at=datetime(2026, 9, 22, 9, tzinfo=UTC))  # in week 3, for week 9
    card(weeks[8], 2, created_at=datetime(2026, 9, 29, 9, tzinfo=UTC))
    assert growth(project) == [0, 0, 18, 2]


def test_all_work_of_now_is_what_it_has_grown_to(project, weeks):
    card(weeks[0], 10)
    card(weeks[8], 18, created_at=datetime(2026, 9, 22, 9, tzinfo=UTC))
    with at(WEEK_4):
        page = ProgressPage(project)
        assert [level // 60 for level in page.series.scope] == [10, 10, 10, 28, 28]
        assert page.series.total == page.progress.planned.minutes


def test_what_was_dropped_is_taken_off_in_its_week(project, weeks):
    card(weeks[0], 10)
    card(weeks[5], 6, archived_at=datetime(2026, 9, 15, 9, tzinfo=UTC))
    assert growth(project) == [0, -6, 0, 0]


def test_a_done_card_in_the_archive_and_a_deleted_one_leave_no_trace(project, weeks):
    card(weeks[0], 10)
    card(weeks[0], 6, Column.DONE, archived_at=datetime(2026, 9, 15, 9, tzinfo=UTC))
    card(weeks[0], 6, deleted_at=datetime(2026, 9, 15, 9, tzinfo=UTC))
    assert growth(project) == [0, 0, 0, 0]


def test_a_plan_that_is_filled_on_its_first_day_has_not_grown(project, weeks):
    card(weeks[0], 10, created_at=datetime(2026, 9, 7, 15, tzinfo=UTC))
    card(weeks[4], 10, created_at=datetime(2026, 9, 7, 16, tzinfo=UTC))
    assert growth(project) == [0, 0, 0, 0]


def test_a_plan_that_was_set_up_late_begins_with_all_of_it(project, weeks):
    card(weeks[3], 10, created_at=datetime(2026, 9, 16, 15, tzinfo=UTC))
    card(weeks[4], 10, created_at=datetime(2026, 9, 17, 16, tzinfo=UTC))
    card(weeks[4], 5, created_at=datetime(2026, 9, 23, 16, tzinfo=UTC))
    assert growth(project) == [0, 0, 5, 0]


def test_the_week_of_a_change_is_by_the_projects_midnight(project, weeks):
    card(weeks[0], 10)
    card(weeks[0], 2, created_at=datetime(2026, 9, 13, 12, tzinfo=UTC))
    assert growth(project) == [2, 0, 0, 0]
    project.time_zone = "Pacific/Kiritimati"  # where it is Monday already
    assert growth(project) == [0, 2, 0, 0]


# --- How long cards take ---------------------------------------------------------------------------------
def finished_in(week, hours, **more):
    start = datetime(2026, 9, 8, 9, 30, tzinfo=UTC)
    times = {"started_at": start, "done_at": start + timedelta(hours=hours)}
    return card(week, column=Column.DONE, **times | more)


def test_the_middle_one_of_three_tells_the_pace(project, week):
    for hours in (50, 1, 7):
        finished_in(week, hours)
    assert median_cycle_time(project) == CycleTime(
        3, pytest.approx(timedelta(hours=7), abs=timedelta(seconds=1))
    )


def test_of_four_cards_half_are_done_within_the_second(project, week):
    for hours in (50, 1, 7, 9):
        finished_in(week, hours)
    assert median_cycle_time(project).half_within == pytest.approx(
        timedelta(hours=7), abs=timedelta(seconds=1)
    )


def test_cards_that_were_never_started_or_are_deleted_tell_nothing(project, week):
    finished_in(week, 2, started_at=None)
    finished_in(week, 2, deleted_at=WRITTEN)
    finished_in(MilestoneFactory(), 2)
    card(week, column=Column.DOING, started_at=WRITTEN)
    assert median_cycle_time(project) is None


def test_no_figure_is_anybodys(as_viewer, weeks, project):
    """The page names people in the top bar alone."""
    worker = MembershipFactory(project=project, user__name="Quentin Busy")
    card(weeks[0], 3, Column.DONE).assignees.add(worker)
    main = as_viewer.get(PAGE).text.split("<main")[1]
    assert "Quentin" not in main


@pytest.mark.parametrize("year", [2000, 2006, 2018])
def test_a_plan_that_began_long_ago_is_drawn(as_viewer, project, week, year):
    card(week, 1, Column.DONE)
    Project.objects.filter(pk=project.pk).update(starts_on=date(year, 1, 3))
    project.milestones.update(starts_on=date(year, 1, 3))
    assert as_viewer.get(PAGE).status_code == 200
