"""Taking a closing back."""

from datetime import UTC, datetime

import pytest

from boards.closing import Decision, count_late, reopen_week
from boards.models import Refused
from tests.boards.closing.weeks import add, close, fresh, kept

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_undoing_a_closing_adds_a_revision(clock, week, next_week, member):
    add(week, 60)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Decision.NEXT)
    reopen_week(week, by=member)
    kinds = list(week.snapshots.values_list("revision", "kind", "by"))
    assert kinds == [(1, "closed", None), (2, "undone", member.pk)]
    assert kept(week) == ("undone", {"planned": (1, 60), "open": (1, 60)})


def test_a_card_that_was_moved_since_stays_where_it_was_put(clock, week, next_week):
    moved, other = add(week), add(week)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Decision.NEXT)
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


# --- What the account says afterwards is what it said before -------------------------------------------------
def test_a_card_taken_along_by_hand_and_counted_late_was_planned(clock, week, next_week):
    card = add(week, 60)
    add(week, 30, "done")
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Decision.LATER)
    for column in ("todo", "done"):
        clock.shift(60)
        fresh(card).move(column=column, milestone_id=next_week.pk, by=None)
    count_late(week, fresh(card), by=None)
    clock.shift(60)
    reopen_week(week, by=None)
    assert kept(week)[1]["planned"] == (2, 90)


def test_a_card_added_in_the_week_and_called_done_was_not_planned(clock, week, next_week):
    add(week, 60)
    clock.move_to(datetime(2026, 9, 9, tzinfo=UTC))
    card = add(week, 30)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Decision.DONE)
    clock.shift(60)
    fresh(card).move(column="done", milestone_id=next_week.pk, by=None)
    clock.shift(60)
    reopen_week(week, by=None)
    assert kept(week)[1]["planned"] == (1, 60)


@pytest.mark.parametrize("verb", ["archive", "delete_card"])
def test_a_card_dropped_before_the_closing_and_brought_back_after_it_was_dropped(clock, week, verb):
    card = add(week, 60)
    clock.move_to(datetime(2026, 9, 9, tzinfo=UTC))
    event = getattr(card, verb)(by=None)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    clock.shift(60)
    fresh(card).undo(event, by=None)
    reopen_week(week, by=None)
    assert kept(week) == ("undone", {"planned": (1, 60), "dropped": (1, 60)})


def test_a_restore_that_is_taken_back_leaves_the_card_in_its_closed_week(clock, week):
    card = add(week, 60)
    clock.move_to(datetime(2026, 9, 9, tzinfo=UTC))
    card.archive(by=None)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    clock.shift(60)
    card = fresh(card)
    card.undo(card.restore(by=None), by=None)
    assert (fresh(card).milestone_id, bool(fresh(card).archived_at)) == (week.pk, True)
    reopen_week(week, by=None)
    assert kept(week) == ("undone", {"planned": (1, 60), "dropped": (1, 60)})
