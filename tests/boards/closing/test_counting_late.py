"""A card that was finished late is counted for its closed week, for two days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from boards.closing import Decision, count_late, finished_late, reopen_week, uncount
from boards.models import Column, Refused
from boards.reporting.week_accounts import read_accounts
from projects.models import Milestone
from tests.boards.closing.weeks import add, close, fresh, kept
from tests.factories import MilestoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def late(clock, week, next_week):
    """A card that the closing of week 1 has carried on, and that was finished a day later."""
    card = add(week, 60, Column.DOING)
    clock.move_to(datetime(2026, 9, 11, 12, tzinfo=UTC))
    close(week, Decision.NEXT)
    clock.move_to(datetime(2026, 9, 12, 12, tzinfo=UTC))
    card.move(column="done", milestone_id=next_week.pk, by=None)
    week.refresh_from_db()
    return fresh(card)


def test_a_card_finished_late_is_counted_for_the_closed_week(late, week, next_week, member):
    assert finished_late(week) == [late]
    count_late(week, late, by=member)
    card = fresh(late)
    assert (card.milestone_id, card.column, card.carried_from, card.carried_count) == (
        week.pk,
        "done",
        None,
        0,
    )
    assert kept(week) == ("counted_late", {"planned": (1, 60), "done": (1, 60)})
    assert read_accounts(week.project)[next_week.pk].planned.cards == 0
    assert finished_late(week) == []


def test_a_late_count_is_taken_back(late, week, next_week):
    count_late(week, late, by=None)
    uncount(week, late, by=None)
    card = fresh(late)
    assert (card.milestone_id, card.column, card.carried_from, card.carried_count) == (
        next_week.pk,
        "done",
        week,
        1,
    )
    assert kept(week) == ("uncounted", {"planned": (1, 60), "carried": (1, 60)})
    assert read_accounts(week.project)[next_week.pk].planned.cards == 1
    count_late(week, late, by=None)
    assert kept(week)[0] == "counted_late"


def test_a_card_that_leaves_the_closed_week_again_is_not_counted_twice(late, week, next_week):
    count_late(week, late, by=None)
    fresh(late).move(column="done", milestone_id=next_week.pk, by=None)
    assert finished_late(week) == []
    with pytest.raises(Refused, match="Week 1 counts this card already"):
        count_late(week, late, by=None)
    assert kept(week) == ("counted_late", {"planned": (1, 60), "done": (1, 60)})


def test_a_late_count_is_taken_back_once(late, week):
    count_late(week, late, by=None)
    uncount(week, late, by=None)
    with pytest.raises(Refused):
        uncount(week, late, by=None)


def test_a_late_count_of_an_earlier_closing_is_not_taken_back(late, week, clock):
    """From a page that was open when the week was opened and closed again."""
    count_late(week, late, by=None)
    reopen_week(week, by=None)
    close(week)
    with pytest.raises(Refused):
        uncount(week, late, by=None)


def test_a_late_count_is_not_taken_back_once_the_next_week_is_closed(late, week, next_week, clock):
    count_late(week, late, by=None)
    clock.move_to(datetime(2026, 9, 18, tzinfo=UTC))
    close(next_week)
    with pytest.raises(Refused):
        uncount(week, late, by=None)


def test_after_48_hours_what_a_week_came_to_stands(late, week, clock):
    clock.move_to(datetime(2026, 9, 13, 12, tzinfo=UTC))
    assert finished_late(week) == [late]
    clock.shift(timedelta(seconds=1))
    assert finished_late(week) == []
    with pytest.raises(Refused):
        count_late(week, late, by=None)


def test_what_is_not_done_is_not_counted(late, week, next_week):
    late.move(column="doing", milestone_id=next_week.pk, by=None)
    with pytest.raises(Refused):
        count_late(week, late, by=None)


def test_what_was_never_in_the_week_is_not_counted(late, week, next_week):
    with pytest.raises(Refused):
        count_late(week, add(next_week, 60, Column.DONE), by=None)


def test_a_card_counted_late_stays_when_the_closing_is_undone(late, week, next_week):
    count_late(week, late, by=None)
    reopen_week(week, by=None)
    assert (fresh(late).milestone_id, fresh(late).column) == (week.pk, "done")
    assert kept(week) == ("undone", {"planned": (1, 60), "done": (1, 60)})
    with pytest.raises(Refused):
        count_late(week, late, by=None)


@pytest.fixture
def third(week):
    return MilestoneFactory(project=week.project, number=3, starts_on=date(2026, 9, 21))


def test_a_card_that_stands_in_another_closed_week_is_not_counted_twice(late, week, next_week, clock):
    clock.move_to(datetime(2026, 9, 13, 10, tzinfo=UTC))
    Milestone.objects.filter(pk=next_week.pk).update(starts_on=date(2026, 9, 12))
    close(Milestone.objects.select_related("project").get(pk=next_week.pk))
    assert finished_late(week) == []
    with pytest.raises(Refused):
        count_late(week, late, by=None)


def test_a_card_that_another_closing_has_sent_on_is_not_counted_for_the_first(clock, week, next_week, third):
    card = add(week, 60, Column.DOING)
    clock.move_to(datetime(2026, 9, 14, 12, tzinfo=UTC))
    close(week, Decision.NEXT)
    close(next_week, Decision.NEXT)
    fresh(card).move(column="done", milestone_id=third.pk, by=None)
    week.refresh_from_db()
    next_week.refresh_from_db()
    assert (finished_late(week), finished_late(next_week)) == ([], [fresh(card)])
    with pytest.raises(Refused):
        count_late(week, fresh(card), by=None)
