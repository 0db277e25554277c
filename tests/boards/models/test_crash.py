"""A move that breaks off at any of its statements leaves the order whole, no event, and no number spent."""

import itertools

import pytest
from django.db import connection

from boards.models import Column, NewCard, create_cards
from projects.models import Project
from tests.factories import CardFactory, LabelFactory, MilestoneFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


class PlugPulled(Exception):
    """Not a database error: nothing of ours catches it."""


@pytest.fixture
def cards(project, week):
    return [CardFactory(project=project, milestone=week, title=f"Card {n}") for n in range(5)]


def rows(project):
    fields = ("number", "column", "position", "version", "milestone", "done_at", "archived_at", "deleted_at")
    cards = list(project.cards.order_by("number").values_list(*fields))
    return cards, list(project.events.values_list("seq", "kind")), Project.objects.get(pk=project.pk).seq


def broken_off_at(statement, do):
    """Whether `do` got as far as this statement, which is not executed."""
    count = itertools.count(1)

    def pull(execute, sql, params, many, context):
        if next(count) == statement:
            raise PlugPulled
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(pull):
            do()
    except PlugPulled:
        return True
    return False


def every_crash(do, project):
    """How many statements `do` has, having broken off at each of them and compared what is left."""
    before = rows(project)
    for statement in itertools.count(1):
        if not broken_off_at(statement, do):
            return statement - 1
        assert rows(project) == before, f"statement {statement}"
    return 0


def test_a_move_that_breaks_off_has_not_happened(project, cards, member):
    card = cards[4]
    many = every_crash(
        lambda: card.move(column=Column.DONE, milestone_id=card.milestone_id, by=member), project
    )
    assert many >= 4
    assert rows(project)[1:] == ([(1, "moved")], 1)


def test_a_move_that_spreads_the_column_out_and_breaks_off_has_not_happened(project, cards, member):
    for step, card in enumerate(cards):
        project.cards.filter(pk=card.pk).update(position=step)
    last, week = cards[4], cards[4].milestone_id
    many = every_crash(lambda: last.move(column=Column.TODO, milestone_id=week, after=1, by=member), project)
    assert many >= 4 + 1  # one statement spreads them all
    assert list(project.cards.in_order().values_list("number", flat=True)) == [1, 5, 2, 3, 4]


def test_a_move_to_another_week_that_breaks_off_has_not_happened(project, cards, member):
    other = MilestoneFactory(project=project, number=2)
    every_crash(
        lambda: cards[0].move(column=Column.DOING, milestone_id=other.pk, top=True, by=member), project
    )
    assert project.cards.get(number=1).milestone == other


@pytest.mark.parametrize("verb", ["archive", "delete_card"])
def test_what_takes_a_card_away_or_brings_it_back_happens_whole_or_not_at_all(project, cards, member, verb):
    every_crash(lambda: getattr(cards[2], verb)(by=member), project)
    event = project.events.get(seq=1)
    every_crash(lambda: cards[2].undo(event, by=member), project)
    assert list(project.cards.on_board().in_order().values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_cards_that_are_added_together_are_added_whole_or_not_at_all(project, week, member):
    drafts = [NewCard("One", people=[member.memberships.get()], labels=["gcp"]), NewCard("Two", 60)]
    every_crash(lambda: create_cards(project, drafts, column="todo", milestone=week, by=member), project)
    assert project.cards.count() == 2
    assert [seq for seq, _ in rows(project)[1]] == [1, 2]


def test_a_split_and_its_undo_happen_whole_or_not_at_all(project, cards, member):
    cards[1].labels.add(LabelFactory(project=project))
    seen, pieces = cards[1].split_base_hash, [NewCard("One", 60), NewCard("Two", 60)]
    every_crash(lambda: cards[1].split(pieces, base_hash=seen, by=member), project)
    assert list(project.cards.in_order().values_list("title", flat=True))[:3] == ["Card 0", "One", "Two"]
    event = project.events.get(seq=1)
    every_crash(lambda: cards[1].undo(event, by=member), project)
    assert project.cards.on_board().count() == 5


def test_an_event_that_cannot_be_written_takes_the_move_back(project, cards, member, monkeypatch):
    monkeypatch.setattr(Project, "record", lambda *args, **kwargs: 1 / 0)
    before = rows(project)
    with pytest.raises(ZeroDivisionError):
        cards[0].move(column=Column.DONE, milestone_id=cards[0].milestone_id, by=member)
    assert rows(project) == before
