"""Where a card was, as events keep it: each field comes back as it was, and only those that are meant."""

import json
from datetime import UTC, datetime

import pytest

from boards.models import Card
from boards.models.card.placement import CARRIED, MOVED, SETTLED, Placement

FIELDS = {
    "column": "done",
    "milestone_id": 5,
    "started_at": datetime(2026, 9, 7, 9, tzinfo=UTC),
    "done_at": datetime(2026, 9, 8, 15, tzinfo=UTC),
    "position": 3,
    "carried_from_id": 4,
    "carried_count": 2,
    "archived_at": datetime(2026, 9, 9, tzinfo=UTC),
}


def through_an_event(card, fields):
    return Placement.from_event(json.loads(json.dumps(Placement.of(card).to_event(fields))))


def test_an_event_of_a_closing_keeps_all_of_it():
    card = Card(**FIELDS)
    assert through_an_event(card, SETTLED) == Placement.of(card)


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "archived_at"])
def test_what_a_closing_has_changed_comes_back(name):
    card = Card()
    Placement.of(Card(**FIELDS)).restore(card)
    assert getattr(card, name) == FIELDS[name]


@pytest.mark.parametrize("archived_at", [FIELDS["archived_at"], None])
def test_a_card_comes_back_to_the_archive_only_if_it_was_there(archived_at):
    card = Card(**FIELDS)
    Placement.of(Card(**{**FIELDS, "archived_at": archived_at})).restore(card)
    assert bool(card.archived_at) == bool(archived_at)


def test_a_move_that_is_undone_leaves_position_and_carrying_alone():
    card = Card(position=9, carried_from_id=8, carried_count=7)
    through_an_event(Card(**FIELDS), MOVED).restore(card, MOVED)
    assert (card.position, card.carried_from_id, card.carried_count, card.archived_at) == (9, 8, 7, None)


def test_a_late_count_that_is_undone_brings_back_what_was_carried():
    card = Card(position=9)
    through_an_event(Card(**FIELDS), CARRIED).restore(card, CARRIED)
    assert (card.position, card.carried_from_id, card.carried_count, card.archived_at) == (9, 4, 2, None)


@pytest.mark.parametrize("change", [{"column": "todo"}, {"milestone_id": 6}, {"archived_at": None}])
def test_a_card_that_has_moved_on_is_not_where_it_was(change):
    was = Placement.of(Card(**FIELDS))
    assert (was.is_of(Card(**FIELDS)), was.is_of(Card(**{**FIELDS, **change}))) == (True, False)
