"""What keeps an event of a card from being undone, and who is named for it."""

import pytest
import time_machine

from boards.closing import Decision, close_week
from boards.models import Column
from projects.models import Refused
from tests.factories import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def move(card, by, column):
    return card.move(column=column, milestone_id=card.milestone_id, by=by)


def test_ones_own_changes_are_undone_one_after_the_other(card, member):
    events = [move(card, member, column) for column in (Column.DOING, Column.DONE, Column.TODO)]
    columns = []
    for event in reversed(events):
        card.undo(event, by=member)
        columns.append(card.column)
    assert columns == [Column.DONE, Column.DOING, Column.TODO]


def test_what_somebody_did_and_took_back_themselves_stands_in_nobodys_way(card, member, owner):
    event = move(card, member, Column.DOING)
    card.undo(move(card, owner, Column.DONE), by=owner)
    card.undo(event, by=member)
    assert card.column == Column.TODO


def test_who_has_done_what_since_is_named(card, member, owner):
    event = move(card, member, Column.DOING)
    move(card, owner, Column.DONE)
    with pytest.raises(Refused, match=rf"^{owner} has moved this since, so it was not undone.$"):
        card.undo(event, by=member)


def test_an_event_is_undone_once_and_it_is_said_by_whom(card, member, owner):
    event = card.estimate(60, by=member)
    card.undo(event, by=owner)
    with pytest.raises(Refused, match=rf"^{owner} has undone this already.$"):
        card.undo(event, by=member)


def test_the_closing_of_its_week_stands_in_the_way_of_a_move(card, week, member, owner):
    event = move(card, member, Column.DOING)
    with time_machine.travel("2026-09-11T12:00Z"):
        close_week(week, {card.number: Decision.LATER}, by=owner)
    with pytest.raises(Refused, match=f"{owner} has closed its week since"):
        card.undo(event, by=member)


def test_of_several_people_only_the_same_one_stands_in_the_way(project, card, member, owner):
    chen, dara = MembershipFactory.create_batch(2, project=project)
    first, second = card.assign(chen, by=member), card.assign(dara, by=member)
    card.unassign(chen, by=owner)
    with pytest.raises(Refused, match=f"{owner} has changed who works on this since"):
        card.undo(first, by=member)
    card.undo(second, by=member)
    assert not card.assignees.exists()


def test_of_several_labels_only_the_same_one_stands_in_the_way(card, member, owner):
    # A label of digits only is a text as well, whatever a database makes of it.
    first, second = card.label("2026", by=member), card.label("gcp", by=member)
    card.unlabel("2026", by=owner)
    with pytest.raises(Refused, match=f"{owner} has changed this label since"):
        card.undo(first, by=member)
    card.undo(second, by=member)
    assert not card.labels.exists()


def test_giving_it_to_another_is_undone_as_one(project, card, member):
    chen, dara = MembershipFactory.create_batch(2, project=project)
    card.assign(chen, by=member)
    event = card.give(dara, instead_of=chen, by=member)
    card.undo(event, by=member)
    assert list(card.assignees.all()) == [chen]


def test_somebody_who_has_no_account_any_more_is_called_somebody(card, member):
    event = card.estimate(60, by=member)
    card.estimate(120, by=None)
    with pytest.raises(Refused, match=r"^Somebody has estimated this since"):
        card.undo(event, by=member)
