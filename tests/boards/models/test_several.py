"""One act on several cards: what it does, what it leaves out, and what its undo puts back."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError

from boards.models import Act, Card, Chosen, Column, Refused, change_several, undo_several
from projects import limits
from tests.factories import CardFactory, LabelFactory, MembershipFactory, MilestoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TO_DONE = Act("move", column=Column.DONE)


@pytest.fixture
def cards(project, week):
    """Five cards in To Do, numbers 1 to 5 from top to bottom."""
    return [CardFactory(project=project, milestone=week) for _ in range(5)]


def chosen(*cards):
    return [Chosen(card.number, card.column, card.milestone_id) for card in cards]


def numbers(project, column=Column.TODO):
    return list(project.cards.on_board().filter(column=column).in_order().values_list("number", flat=True))


def move(card, by, **where):
    Card(project=card.project, number=card.number).move(milestone_id=card.milestone_id, by=by, **where)


# --- What it does --------------------------------------------------------------------------------------------
def test_cards_go_to_the_end_of_a_column_in_the_order_they_were_chosen(project, cards, member):
    CardFactory(project=project, milestone=cards[0].milestone, column=Column.DONE)
    change_several(project, chosen(cards[3], cards[0], cards[1]), TO_DONE, by=member)
    assert numbers(project, Column.DONE) == [6, 4, 1, 2]


def test_cards_go_to_the_top_in_the_order_they_were_chosen(project, cards, member):
    change_several(project, chosen(cards[2], cards[4]), Act("move", top=True), by=member)
    assert numbers(project) == [3, 5, 1, 2, 4]


def test_cards_go_below_or_above_a_neighbour_in_the_order_they_were_chosen(project, cards, member):
    change_several(project, chosen(cards[4], cards[0]), Act("move", after=3), by=member)
    assert numbers(project) == [2, 3, 5, 1, 4]
    change_several(project, chosen(cards[0], cards[3]), Act("move", before=2), by=member)
    assert numbers(project) == [1, 4, 2, 3, 5]


def test_cards_that_stand_at_the_end_already_need_no_change(project, cards, member):
    done = change_several(project, chosen(*cards[3:]), Act("move"), by=member)
    assert (done.events, done.left_out) == ([], Counter(unchanged=2))


def test_each_card_keeps_its_column_when_only_a_week_is_named(project, cards, member):
    later = MilestoneFactory(project=project, number=2)
    move(cards[0], member, column=Column.DOING)
    cards[0].refresh_from_db()
    change_several(project, chosen(*cards[:2]), Act("move", milestone_id=later.pk), by=member)
    assert set(project.cards.filter(milestone=later).values_list("number", "column")) == {
        (1, Column.DOING),
        (2, Column.TODO),
    }


def test_each_card_keeps_its_week_when_only_a_column_is_named(project, cards, member):
    later = CardFactory(project=project)
    change_several(project, chosen(cards[0], later), TO_DONE, by=member)
    assert [card.milestone_id for card in project.cards.filter(column=Column.DONE)] == [
        cards[0].milestone_id,
        None,
    ]


def test_the_first_event_has_the_request_id_and_the_others_name_it(project, cards, member):
    done = change_several(project, chosen(*cards[:3]), TO_DONE, by=member, request_id="once", how="keys")
    first, *others = project.events.order_by("seq")
    assert [event.pk for event in done.events] == [event.pk for event in (first, *others)]
    assert (first.request_id, first.data["several"]) == ("once", {"changed": 3, "left_out": {}})
    assert [(event.request_id, event.data["first"]) for event in others] == [(None, first.seq)] * 2
    assert {event.data["how"] for event in done.events} == {"keys"}


def test_a_repeat_has_no_second_effect_and_returns_what_the_first_did(project, cards, member):
    move(cards[4], member, column=Column.DOING)
    first, again = (
        change_several(project, chosen(*cards), TO_DONE, by=member, request_id="once") for _ in range(2)
    )
    assert project.events.count() == 5
    assert [event.seq for event in again.events] == [event.seq for event in first.events]
    assert [card.number for card in again.changed] == [card.number for card in first.changed]
    assert again.left_out == first.left_out == Counter(gone=1)


def test_a_single_card_has_the_event_of_its_own_method(project, cards, member):
    done = change_several(project, chosen(cards[0]), Act("archive"), by=member, request_id="once")
    assert (done.first.kind, done.first.request_id, done.first.data) == (
        "archived",
        "once",
        {"title": cards[0].title},
    )


def test_a_card_that_is_chosen_twice_is_changed_once(project, cards, member):
    done = change_several(project, chosen(cards[0], cards[0], cards[1]), Act("archive"), by=member)
    assert (len(done.events), done.left_out) == (2, Counter())


# --- What stays out ------------------------------------------------------------------------------------------
def test_what_was_moved_archived_or_deleted_since_it_was_seen_stays_out(project, cards, member):
    seen = [*chosen(*cards), Chosen(99)]
    move(cards[0], member, column=Column.DOING)
    Card(project=project, number=2).archive(by=member)
    Card(project=project, number=3).delete_card(by=member)
    done = change_several(project, seen, TO_DONE, by=member)
    assert numbers(project, Column.DONE) == [4, 5]
    assert done.left_out == Counter(gone=4)


def test_when_all_have_gone_nothing_is_changed_and_it_is_said(project, cards, member):
    seen = chosen(*cards[:2])
    for card in cards[:2]:
        move(card, member, column=Column.DOING)
    with pytest.raises(Refused, match="Nothing was changed: 2 had gone"):
        change_several(project, seen, TO_DONE, by=member)


def test_a_single_card_that_was_moved_since_it_was_seen_stays(project, cards, member):
    seen = chosen(cards[0])
    move(cards[0], member, column=Column.DOING)
    with pytest.raises(Refused, match="moved meanwhile"):
        change_several(project, seen, TO_DONE, by=member)


def test_a_card_without_room_for_a_label_is_left_out(project, cards, member):
    cards[0].labels.set(LabelFactory.create_batch(limits.CARD_LABELS, project=project))
    cards[1].labels.add(LabelFactory(project=project, name="api"))
    done = change_several(project, chosen(*cards[:3]), Act("label", name="API"), by=member)
    assert [card.number for card in done.changed] == [3]
    assert done.left_out == Counter(labels=1, unchanged=1)


def test_a_card_of_a_closed_week_keeps_its_column(project, cards, member):
    closed = MilestoneFactory(project=project, number=2, closed_at=project.created_at)
    old = CardFactory(project=project, milestone=closed)
    done = change_several(project, chosen(cards[0], old), TO_DONE, by=member)
    assert (numbers(project, Column.DONE), done.left_out) == ([1], Counter(closed=1))


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_week_that_is_closed_or_gone_refuses_the_whole_act(project, cards, member, is_closed):
    week = MilestoneFactory(project=project, number=2, closed_at=project.created_at)
    was, pk = project.seq, week.pk if is_closed else week.pk + 1
    with pytest.raises(ValidationError, match="closed" if is_closed else "not in the plan"):
        change_several(project, chosen(*cards), Act("move", milestone_id=pk), by=member)
    assert (project.events.count(), project.seq) == (0, was)


def test_a_member_who_has_left_refuses_the_whole_act(project, cards, member):
    gone = MembershipFactory(project=project)
    gone.delete()
    with pytest.raises(ValidationError, match="does not work on the project any more"):
        change_several(project, chosen(*cards), Act("assign", member=gone), by=member)


def test_a_full_project_refuses_the_whole_act(project, cards, member, monkeypatch):
    for card in cards[:2]:
        move(card, member, column=Column.DONE)
        card.refresh_from_db()
    monkeypatch.setattr(limits, "OPEN_CARDS", 4)
    with pytest.raises(ValidationError, match="at most 4 open cards"):
        change_several(project, chosen(*cards[:2]), Act("move", column=Column.TODO), by=member)
    assert numbers(project, Column.DONE) == [1, 2]


def test_more_than_a_hundred_cards_are_refused(project, member):
    with pytest.raises(ValidationError, match="At most 100 cards"):
        change_several(project, [Chosen(number) for number in range(1, 102)], TO_DONE, by=member)


# --- Undoing it ----------------------------------------------------------------------------------------------
def test_the_undo_puts_every_card_back_between_its_old_neighbours(project, cards, member):
    done = change_several(project, chosen(cards[1], cards[2], cards[4]), TO_DONE, by=member)
    undone = undo_several(project, done.first, by=member, request_id="back")
    assert numbers(project) == [1, 2, 3, 4, 5]
    assert (undone.first.request_id, len(undone.events), undone.left_out) == ("back", 3, Counter())


def test_the_undo_leaves_what_was_changed_since(project, cards, member):
    done = change_several(project, chosen(*cards[:3]), TO_DONE, by=member)
    move(cards[1], member, column=Column.DOING)
    Card(project=project, number=3).delete_card(by=member)
    undone = undo_several(project, done.first, by=member)
    assert numbers(project) == [1, 4, 5]
    assert (len(undone.events), undone.left_out) == (1, Counter(since=2))


def test_a_repeat_of_an_undo_returns_what_the_first_did(project, cards, member):
    done = change_several(project, chosen(*cards), TO_DONE, by=member)
    move(cards[0], member, column=Column.DOING)
    first, again = (undo_several(project, done.first, by=member, request_id="back") for _ in range(2))
    assert [event.seq for event in again.events] == [event.seq for event in first.events]
    assert again.left_out == first.left_out == Counter(since=1)


def test_an_act_is_undone_once(project, cards, member):
    done = change_several(project, chosen(*cards), TO_DONE, by=member)
    undo_several(project, done.first, by=member)
    with pytest.raises(Refused, match="has undone this already"):
        undo_several(project, done.first, by=member)


def test_when_nothing_can_be_put_back_it_is_said_who_stands_in_the_way(project, cards, member, owner):
    done = change_several(project, chosen(*cards[:2]), TO_DONE, by=member)
    for card in cards[:2]:
        move(card, owner, column=Column.DOING)
    with pytest.raises(Refused, match=f"{owner.name} has moved this since"):
        undo_several(project, done.first, by=member)


def test_when_the_cards_were_changed_in_different_ways_they_are_counted(project, cards, member, owner):
    done = change_several(project, chosen(*cards[:2]), TO_DONE, by=member)
    move(cards[0], owner, column=Column.DOING)
    Card(project=project, number=2).archive(by=member)
    with pytest.raises(Refused, match="Nothing was put back: 2 have been changed since"):
        undo_several(project, done.first, by=member)


def test_only_an_act_on_several_cards_is_undone_as_one(project, cards, member):
    event = cards[0].archive(by=member)
    with pytest.raises(Refused, match="cannot be undone"):
        undo_several(project, event, by=member)


@pytest.mark.parametrize("verb", ["assign", "unassign", "label", "unlabel", "archive"])
def test_every_act_can_be_undone(project, cards, member, verb):
    ana = project.memberships.get(user=member)
    for card in cards[:2]:
        if verb == "unassign":
            card.assignees.add(ana)
        if verb == "unlabel":
            card.label("api", by=member)
    was = [state_of(card) for card in cards]
    arguments = {"member": ana} if "assign" in verb else {"name": "api"} if "label" in verb else {}
    done = change_several(project, chosen(*cards[:2]), Act(verb, **arguments), by=member)
    assert [state_of(card) for card in cards] != was
    undo_several(project, done.first, by=member)
    assert [state_of(card) for card in cards] == was


def state_of(card):
    card.refresh_from_db()
    return (card.archived_at, *(list(things.values_list("pk")) for things in (card.assignees, card.labels)))


def test_a_hundred_cards_go_and_come_back_without_new_positions_for_others(project, cards, member):
    many = CardFactory.create_batch(100, project=project, milestone=cards[0].milestone)
    last = CardFactory(project=project, milestone=cards[0].milestone)
    for act in (TO_DONE, Act("move", top=True), Act("move", column=Column.DONE, top=True)):
        done = change_several(project, chosen(*many), act, by=member)
        undone = undo_several(project, done.first, by=member)
        assert not any("spread" in event.data for event in (*done.events, *undone.events))
        assert numbers(project) == [1, 2, 3, 4, 5, *(card.number for card in many), last.number]
