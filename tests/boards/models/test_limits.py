"""A board that is full: what takes a card up again is refused, by whatever way it comes."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from boards.closing import Decision, reopen_week
from boards.models import Column
from boards.models.card.ordering import read_neighbours
from projects import limits
from tests.adminpages import page, save
from tests.boards.closing.weeks import close, fresh, whole_state
from tests.factories import CardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SENTENCE = "A project has at most 1 open cards. Finish or archive some first."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def fill(project, week, monkeypatch):
    """Let the project have as many open cards as it may: the one that this returns."""

    def fill():
        monkeypatch.setattr(limits, "OPEN_CARDS", 1)
        return CardFactory(project=project, milestone=week)

    return fill


@pytest.fixture
def full(fill):
    return fill()


@pytest.fixture
def done(project, week, member):
    card = CardFactory(project=project, milestone=week, title="Done before")
    card.move(column=Column.DONE, milestone_id=week.pk, by=member)
    return card


def send(client, card, what, **data):
    return client.post(reverse(what, args=["parcel-vision", card.number]), data, headers=HTMX)


def undo(client, card):
    return send(client, card, "undo", event=card.project.events.filter(card_number=card.number).last().seq)


def answer(response):
    return response.status_code, response.text


def test_a_card_stays_in_the_archive(as_member, member, card, fill):
    card.archive(by=member)
    fill()
    assert answer(send(as_member, card, "restore-card")) == (422, SENTENCE)
    assert fresh(card).archived_at


def test_without_a_script_the_sentence_stands_on_a_page(as_member, member, card, fill):
    card.archive(by=member)
    fill()
    response = as_member.post(reverse("restore-card", args=["parcel-vision", card.number]))
    assert (response.status_code, SENTENCE in response.text) == (422, True)


def test_a_done_card_stays_done(as_member, done, full):
    moved = send(as_member, done, "move", column="todo", milestone=done.milestone_id)
    assert answer(moved) == (422, SENTENCE)
    assert (fresh(done).column, fresh(done).version) == (Column.DONE, done.version)


def test_in_the_admin_a_done_card_stays_done(as_admin, done, full):
    save(as_admin, done, column="todo")
    assert "A project has at most 1 open cards." in as_admin.get(page(done)).text
    assert fresh(done).column == Column.DONE


def test_what_a_move_counts_as_open_is_what_is_open(project, week, done, member):
    for column in Column:
        for away in ("on board", "archive", "delete_card"):
            card = CardFactory(project=project, milestone=week, column=column)
            if away != "on board":
                getattr(card, away)(by=member)
    counted = read_neighbours(
        done, column=Column.TODO, milestone_id=week.pk, after=None, before=None
    ).open_cards
    assert counted == project.cards.open().count() == 2


def test_a_done_card_is_moved_to_another_week(done, full, member):
    done.move(column=Column.DONE, milestone_id=None, by=member)
    assert fresh(done).milestone_id is None


def test_an_open_card_is_moved_about(full, member):
    full.move(column=Column.DOING, milestone_id=None, by=member)
    full.move(column=Column.DONE, milestone_id=None, by=member)
    full.move(column=Column.TODO, milestone_id=None, by=member)
    assert fresh(full).column == Column.TODO


def test_a_card_that_was_archived_done_comes_back(done, full, member):
    done.archive(by=member)
    done.restore(by=member)
    assert fresh(done).is_on_board


@pytest.mark.parametrize("verb", ["archive", "delete_card"])
def test_what_took_a_card_away_is_not_undone(as_member, member, card, fill, verb):
    getattr(card, verb)(by=member)
    fill()
    assert answer(undo(as_member, card)) == (422, SENTENCE)
    assert not fresh(card).is_on_board


def test_a_move_to_done_is_not_undone(as_member, done, full):
    assert answer(undo(as_member, done)) == (422, SENTENCE)
    assert fresh(done).column == Column.DONE


def test_the_deletion_of_an_archived_card_is_undone(as_member, member, card, fill):
    card.archive(by=member)
    card.delete_card(by=member)
    fill()
    assert undo(as_member, card).status_code == 200
    assert fresh(card).archived_at


@pytest.mark.parametrize("choice", [Decision.DONE, Decision.DROP])
def test_a_closing_that_has_ended_cards_is_not_undone(as_member, card, week, choice, fill, time_machine):
    time_machine.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, choice)
    fill()
    before = whole_state(week.project)
    response = as_member.post(reverse("undo-close", args=["parcel-vision", week.number]), headers=HTMX)
    assert answer(response) == (422, SENTENCE)
    assert whole_state(week.project) == before


def test_a_closing_that_has_put_cards_off_is_undone(full, week, time_machine):
    time_machine.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Decision.LATER)
    reopen_week(week, by=None)
    assert fresh(full).milestone_id == week.pk


def test_a_repeat_of_the_move_that_filled_the_board_is_not_refused(done, member, monkeypatch):
    monkeypatch.setattr(limits, "OPEN_CARDS", 1)
    there = {"column": Column.TODO, "milestone_id": None, "by": member, "request_id": "r1"}
    assert done.move(**there) == done.move(**there)
