"""Where cards stand, and how they get there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Card, Column, NewCard, Refused, create_cards
from boards.models.card.ordering import GAP, rebalance
from projects.models import Project
from tests.factories import CardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def cards(project, week):
    """Five cards in To Do, numbers 1 to 5 from top to bottom."""
    return [CardFactory(project=project, milestone=week) for _ in range(5)]


def numbers(project, column=Column.TODO):
    on_board = project.cards.on_board().filter(column=column)
    return list(on_board.in_order().values_list("number", flat=True))


def move(card, by, column=Column.TODO, **beside):
    return card.move(column=column, milestone_id=card.milestone_id, by=by, **beside)


def test_a_card_goes_below_the_neighbour_named(project, cards, member):
    move(cards[0], member, after=3)
    assert numbers(project) == [2, 3, 1, 4, 5]


def test_a_card_goes_above_the_neighbour_named(project, cards, member):
    move(cards[4], member, before=2)
    assert numbers(project) == [1, 5, 2, 3, 4]


def test_without_neighbours_a_card_goes_to_the_end(project, cards, member):
    move(cards[0], member)
    assert numbers(project) == [2, 3, 4, 5, 1]


def test_a_card_goes_to_the_top_when_asked(project, cards, member):
    move(cards[3], member, top=True)
    assert numbers(project) == [4, 1, 2, 3, 5]


def test_a_neighbour_that_moved_away_gives_way_to_the_other(project, cards, member):
    move(cards[1], member, column=Column.DONE)
    move(cards[4], member, after=2, before=3)
    assert numbers(project) == [1, 5, 3, 4]


def test_when_both_neighbours_moved_away_the_card_goes_to_the_end_of_the_column_asked_for(
    project, cards, member
):
    move(cards[1], member, column=Column.DONE)
    move(cards[0], member, column=Column.DOING, after=2, before=3)
    assert numbers(project, Column.DOING) == [1]


def test_a_card_dropped_on_its_own_place_spends_no_number(project, cards, member):
    assert move(cards[2], member, after=2, before=4) is None
    project.refresh_from_db()
    assert (project.seq, project.events.count()) == (0, 0)
    assert project.cards.get(number=3).version == cards[2].version == 1


def test_only_the_card_that_moves_is_written(project, cards, member):
    before = dict(project.cards.values_list("number", "version"))
    move(cards[2], member, top=True)
    changed = {n for n, version in project.cards.values_list("number", "version") if before[n] != version}
    assert changed == {3}


def test_a_hundred_moves_into_the_same_gap_keep_the_order(project, cards, member):
    for turn in range(100):
        move(cards[2 + turn % 2], member, after=1)
    assert numbers(project) == [1, 4, 3, 2, 5]


def test_a_closed_gap_is_opened_by_spreading_the_column_out(project, cards, member):
    project.cards.filter(number=2).update(position=cards[0].position + 1)
    move(cards[4], member, after=1)
    assert list(project.cards.in_order().values_list("number", "position"))[2] == (2, 2 * GAP)


def test_a_column_is_spread_out_by_one_statement_however_many_cards_it_has(project, cards, week):
    for _ in range(30):
        CardFactory(project=project, milestone=week)
    with CaptureQueriesContext(connection) as captured:
        rebalance(project.cards.placed(cards[0].column, week.pk))
    assert len(captured) == 1
    assert project.cards.get(number=35).position == 35 * GAP


def test_the_same_request_twice_has_one_effect(project, cards, member):
    first = move(cards[0], member, column=Column.DONE, request_id="r1")
    move(cards[1], member, column=Column.DONE)
    again = move(cards[0], member, request_id="r1")
    assert (again, numbers(project, Column.DONE)) == (first, [1, 2])


def test_done_is_stamped_and_taken_back(cards, member):
    move(cards[0], member, column=Column.DONE)
    stamped = cards[0].done_at
    move(cards[0], member, column=Column.DOING)
    assert stamped
    assert cards[0].done_at is None


def test_done_and_back_are_both_in_the_record_with_who_did_it(project, cards, member, owner):
    move(cards[0], member, column=Column.DONE)
    move(cards[0], owner, column=Column.DOING)
    events = project.events.filter(card_number=1)
    assert [(event.actor, event.data["now"]["column"]) for event in events] == [
        (member, "done"),
        (owner, "doing"),
    ]
    assert [bool(event.data["now"]["done_at"]) for event in events] == [True, False]


def test_an_archived_card_cannot_be_moved(cards, member):
    cards[0].archive(by=member)
    with pytest.raises(Refused, match="archive"):
        move(cards[0], member, column=Column.DONE)


def test_a_deleted_card_cannot_be_moved(cards, member):
    cards[0].delete_card(by=member)
    with pytest.raises(Refused, match="deleted"):
        move(cards[0], member, column=Column.DONE)


def test_a_new_card_stands_last_after_one_in_the_middle_was_deleted(project, week, cards, member):
    cards[2].delete_card(by=member)
    create_cards(project, [NewCard("New")], column=Column.TODO, milestone=week, by=member)
    assert numbers(project) == [1, 2, 4, 5, 6]


def test_undo_puts_a_moved_card_back_between_its_neighbours(project, cards, member):
    event = move(cards[2], member, column=Column.DONE)
    cards[2].undo(event, by=member)
    assert numbers(project) == [1, 2, 3, 4, 5]


def test_undo_finds_the_place_after_the_column_was_spread_out(project, cards, member):
    event = move(cards[2], member, column=Column.DONE)
    project.cards.filter(number=4).update(position=cards[1].position + 1)
    move(cards[4], member, after=2)
    cards[2].undo(event, by=member)
    assert numbers(project) == [1, 2, 3, 5, 4]


@pytest.mark.parametrize("verb", ["archive", "delete_card"])
def test_a_card_that_is_away_while_its_column_is_spread_out_comes_back_to_its_place(
    project, cards, member, verb
):
    for place, card in enumerate(cards):
        project.cards.filter(pk=card.pk).update(position=place)
    away = getattr(cards[3], verb)(by=member)
    move(cards[4], member, after=1)
    cards[3].undo(away, by=member)
    assert numbers(project) == [1, 5, 2, 3, 4]


def test_undo_of_a_move_is_refused_once_the_addition_was_undone(project, week, member):
    [added] = create_cards(project, [NewCard("One")], column="todo", milestone=week, by=member)
    card = project.cards.get(number=added.card_number)
    moved = card.move(column="done", milestone_id=week.pk, by=member)
    card.undo(added, by=member)
    with pytest.raises(Refused, match="deleted meanwhile"):
        card.undo(moved, by=member)


def test_an_addition_is_not_undone_once_others_have_worked_on_the_card(project, week, member, owner):
    [added] = create_cards(project, [NewCard("One")], column="todo", milestone=week, by=member)
    card = project.cards.get(number=added.card_number)
    card.edit(by=member, title="Mine still")
    card.comment("I have begun", author=owner, by=owner)
    with pytest.raises(Refused, match=f"{owner} has worked on this card since"):
        card.undo(added, by=member)


def test_undo_is_refused_once_the_card_has_moved_again(cards, member):
    event = move(cards[0], member, column=Column.DONE)
    move(cards[0], member, column=Column.DOING)
    with pytest.raises(Refused, match=f"{member} has moved this since"):
        cards[0].undo(event, by=member)


@pytest.mark.parametrize("verb", ["archive", "delete_card"])
def test_undo_brings_a_card_back_to_its_place(project, cards, member, verb):
    event = getattr(cards[2], verb)(by=member)
    cards[2].undo(event, by=member)
    assert numbers(project) == [1, 2, 3, 4, 5]


def test_events_are_numbered_without_a_gap(project, cards, member):
    for card in cards:
        move(card, member, column=Column.DONE)
        move(card, member, column=Column.DONE)
    assert list(project.events.values_list("seq", flat=True)) == [1, 2, 3, 4, 5]


def test_a_change_that_fails_leaves_no_event(project, cards, member):
    cards[0].delete_card(by=member)
    with pytest.raises(Refused):
        move(cards[0], member, column=Column.DONE)
    assert project.events.count() == 1


def test_a_change_that_changes_nothing_leaves_the_number_of_the_last_event(project, cards, member):
    move(cards[0], member)
    last = Project.objects.get(pk=project.pk).seq
    cards[0].project.refresh_from_db()
    assert move(cards[0], member) is None
    assert cards[0].project.seq == last


def test_a_refused_change_leaves_the_number_of_the_last_event(project, cards, member):
    card = cards[0]
    card.archive(by=member)
    last = card.project.seq
    with pytest.raises(Refused):
        move(card, member)
    assert card.project.seq == last == Project.objects.get(pk=project.pk).seq


def test_an_undone_move_gives_the_card_its_former_position_back(project, cards, member):
    was = cards[1].position
    for column in (Column.DONE, Column.DOING):
        event = move(cards[1], member, column=column)
        Card(project=project, number=2).undo(event, by=member)
    cards[1].refresh_from_db()
    assert (cards[1].position, cards[1].column) == (was, Column.TODO)


def test_an_undone_move_puts_a_card_near_its_former_place_when_its_neighbours_have_gone(
    project, cards, member
):
    event = move(cards[2], member, column=Column.DONE)
    for neighbour in (cards[1], cards[3]):
        move(neighbour, member, column=Column.DOING)
    Card(project=project, number=3).undo(event, by=member)
    assert numbers(project) == [1, 3, 5]


def test_an_undone_move_of_an_older_version_knows_no_position(project, cards, member):
    event = move(cards[2], member, column=Column.DONE)
    del event.data["was"]["position"]
    Card(project=project, number=3).undo(event, by=member)
    assert numbers(project) == [1, 2, 3, 4, 5]
