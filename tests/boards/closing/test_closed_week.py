"""A closed week stays as it is."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from boards.closing import Decision
from boards.models import Column, NewCard, Refused
from boards.reporting.week_accounts import read_accounts
from tests.boards.closing.weeks import add, close, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_nothing_is_added_to_a_closed_week(closed):
    with pytest.raises(ValidationError):
        add(closed)


def test_nothing_is_moved_into_a_closed_week(closed, next_week):
    with pytest.raises(ValidationError):
        add(next_week).move(column="done", milestone_id=closed.pk, by=None)


def test_what_is_done_in_a_closed_week_stays_done(closed):
    card = closed.project.cards.get()
    with pytest.raises(ValidationError):
        card.move(column="todo", milestone_id=closed.pk, by=None)


def test_a_card_leaves_a_closed_week_which_stays_as_it_was(closed, next_week):
    card = closed.project.cards.get()
    card.move(column="todo", milestone_id=next_week.pk, by=None)
    account = read_accounts(closed.project)[closed.pk]
    assert (account.done.cards, fresh(card).milestone_id) == (1, next_week.pk)


def test_the_order_of_a_closed_week_may_still_change(clock, week):
    first, second = (add(week, 60, Column.DONE) for _ in range(2))
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    assert first.move(column="done", milestone_id=week.pk, after=second.number, by=None)


def test_a_move_out_of_a_week_that_was_closed_since_is_not_undone(clock, week, next_week):
    card = add(week)
    event = card.move(column="todo", milestone_id=next_week.pk, by=None)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    with pytest.raises(Refused):
        card.undo(event, by=None)


def test_a_move_before_the_closing_is_not_undone_after_it(clock, week, next_week):
    card = add(week)
    event = card.move(column="doing", milestone_id=week.pk, by=None)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Decision.NEXT)
    with pytest.raises(Refused):
        card.undo(event, by=None)


@pytest.mark.parametrize(("column", "stands_in"), [("todo", None), ("done", 1)])
def test_what_comes_back_into_a_closed_week_is_done_or_for_later(clock, week, column, stands_in):
    card = add(week, 60, column)
    card.archive(by=None)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    card.restore(by=None)
    card = fresh(card)
    assert (card.milestone and card.milestone.number, card.archived_at) == (stands_in, None)


def test_a_done_card_of_a_closed_week_is_not_split(closed):
    card = closed.project.cards.get()
    with pytest.raises(ValidationError):
        card.split([NewCard("One"), NewCard("Two")], base_hash=card.split_base_hash, by=None)


def test_a_move_out_of_a_closed_week_is_taken_back(closed, next_week, clock):
    clock.shift(60)
    card = fresh(closed.cards.get())
    moved = card.move(column="done", milestone_id=next_week.pk, by=None)
    card.undo(moved, by=None)
    assert fresh(card).milestone_id == closed.pk
