"""Taking a closing back."""

from datetime import UTC, datetime

import pytest

from boards.closing import Choice, reopen_week
from boards.models import Refused
from tests.boards.closing.weeks import add, close, fresh, kept

pytestmark = pytest.mark.django_db


def test_undoing_a_closing_adds_a_revision(clock, week, next_week, member):
    add(week, 60)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Choice.NEXT)
    reopen_week(week, by=member)
    kinds = list(week.snapshots.values_list("revision", "kind", "by"))
    assert kinds == [(1, "closed", None), (2, "undone", member.pk)]
    assert kept(week) == ("undone", {"planned": (1, 60), "open": (1, 60)})


def test_a_card_that_was_moved_since_stays_where_it_was_put(clock, week, next_week):
    moved, other = add(week), add(week)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Choice.NEXT)
    moved.move(column="doing", milestone_id=next_week.pk, by=None)
    event = reopen_week(week, by=None)
    places = [(fresh(card).milestone_id, fresh(card).column) for card in (moved, other)]
    assert places == [(next_week.pk, "doing"), (week.pk, "todo")]
    assert event.data["stayed"] == 1


def test_a_closing_is_not_undone_once_a_later_week_is_closed(clock, week, next_week):
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    clock.move_to(datetime(2026, 9, 18, tzinfo=UTC))
    close(next_week)
    with pytest.raises(Refused):
        reopen_week(week, by=None)
    reopen_week(next_week, by=None)
    reopen_week(week, by=None)


def test_an_open_week_is_not_opened(clock, week):
    with pytest.raises(Refused):
        reopen_week(week, by=None)


def test_without_its_events_a_closing_is_not_undone(closed):
    closed.project.events.all().delete()
    with pytest.raises(Refused):
        reopen_week(closed, by=None)
