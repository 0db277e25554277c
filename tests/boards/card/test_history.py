"""What happened to a card, told in sentences."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from boards.card.history import SHOWN, history_of, when
from boards.closing import Decision, close_week, count_late, reopen_week, uncount
from boards.models import Card, Column, NewCard, content_hash, create_cards
from tests.factories import MembershipFactory, MilestoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def told(card, until=None):
    """The sentences without their marks, the latest first."""
    weeks = dict(card.project.milestones.values_list("pk", "number"))
    lines, _ = history_of(card.project, card.number, weeks, until=until)
    return [line.what.replace("<bdi>", "").replace("</bdi>", "") for line in lines]


def test_adding_is_told_with_its_week(project, week, member):
    [event] = create_cards(project, [NewCard("Train")], column=Column.TODO, milestone=week, by=member)
    assert told(project.cards.get(number=event.card_number)) == ["added it in week 1"]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda card, by: card.edit(title="New", by=by), "renamed it from “Old”"),
        (lambda card, by: card.edit(description="x", by=by), "changed the description"),
        (lambda card, by: card.estimate(180, by=by), "changed the estimate from 5 h to 3 h"),
        (lambda card, by: card.estimate(None, by=by), "took the estimate of 5 h away"),
        (lambda card, by: card.block("No quota", by=by), "said what blocks it: No quota"),
        (lambda card, by: card.label("gcp", by=by), "put the label gcp on"),
        (lambda card, by: card.comment("Hi", author=by, by=by), "wrote a comment"),
        (lambda card, by: card.archive(by=by), "archived it"),
    ],
)
def test_each_change_has_its_sentence(card, member, act, sentence):
    Card.objects.update(title="Old", estimate_minutes=300)
    act(card, member)
    assert told(card) == [sentence]


def test_moving_names_the_column_the_week_or_both(project, card, member):
    later = MilestoneFactory(project=project, number=2)
    card.move(column=Column.DOING, milestone_id=card.milestone_id, by=member)
    card.move(column=Column.DOING, milestone_id=later.pk, by=member)
    card.move(column=Column.DONE, milestone_id=None, by=member)
    assert told(card) == ["moved it to Done of Later", "moved it to week 2", "moved it to In Progress"]


def test_what_was_taken_back_is_told(card, member):
    moved = card.move(column=Column.DONE, milestone_id=card.milestone_id, by=member)
    card.undo(moved, by=member)
    assert told(card)[0] == "moved it back to To Do, week 1"


def test_people_and_ticks_are_told(card, member, project):
    chen = MembershipFactory(project=project, user__name="Chen Wu")
    card.edit(description="- [ ] split", by=member)
    card.tick(0, done=True, mark=content_hash("split"), by=member)
    card.assign(chen, by=member)
    assert told(card)[:2] == ["gave it to Chen Wu", "ticked “split”"]


def test_a_text_of_somebodys_is_escaped(card, member):
    card.block("<script>", by=member)
    assert "<script>" not in told(card)[0]


def test_every_event_is_on_one_of_the_pages_that_lead_to_earlier_ones(as_member, card, member):
    for hours in range(1, 2 * SHOWN + 11):
        card.estimate(hours * 60, by=member)
    found, pages, query = [], [], ""
    while query is not None:
        text = as_member.get(f"/p/{card.project.slug}/cards/{card.number}/{query}").text
        found += re.findall(r"to (\d+) h|estimated it at (1) h", text)
        pages.append("Latest activity" in text)
        earlier = re.search(r'(\?history=\d+)#sheet-activity">Earlier activity', text)
        query = earlier and earlier[1]
    assert [int("".join(hours)) for hours in found] == list(range(2 * SHOWN + 10, 0, -1))
    assert pages == [False, True, True]


@pytest.mark.parametrize("query", ["all", "x", "", "9" * 30])
def test_what_is_no_event_shows_the_latest(as_member, card, member, query):
    card.estimate(60, by=member)
    text = as_member.get(f"/p/{card.project.slug}/cards/{card.number}/?history={query}").text
    assert "estimated it at 1 h" in text


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 10, 7, 7, 5, tzinfo=UTC), "Today 09:05"),
        (datetime(2026, 10, 6, 22, 30, tzinfo=UTC), "Today 00:30"),
        (datetime(2026, 10, 6, 14, 20, tzinfo=UTC), "Tue 16:20"),
        (datetime(2026, 9, 30, 14, 20, tzinfo=UTC), "30 Sep"),
        (datetime(2025, 10, 7, 14, 20, tzinfo=UTC), "7 Oct 2025"),
    ],
)
def test_a_moment_is_told_as_it_was_where_the_project_lives(project, at, words):
    project.time_zone = "Europe/Berlin"
    with time_machine.travel(datetime(2026, 10, 7, 10, 0, tzinfo=UTC), tick=False):
        assert when(project, at) == words


def test_a_split_is_told_on_the_card_and_on_each_of_its_pieces(project, card, member):
    Card.objects.update(title="Old", estimate_minutes=540)
    card.reload_locked()
    pieces = [NewCard("One", 180), NewCard("Two", 180), NewCard("Three", 180)]
    event = card.split(pieces, base_hash=card.split_base_hash, by=member)
    piece = project.cards.get(number=event.data["pieces"][1])
    piece.project = project
    piece.estimate(60, by=member)
    lines, _ = history_of(project, piece.number, {}, split_from=piece.split_from)
    assert told(card) == ["split “Old” (9 h) into this card, #2 and #3"]
    assert [line.what for line in lines][-1] == "split it off from #1"
    card.undo(card.split(pieces, base_hash=card.split_base_hash, by=member), by=member)
    assert told(card)[0] == "put the pieces together again"


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (Decision.NEXT, "closed week 1 and carried it over to week 2"),
        (Decision.LATER, "closed week 1 and put it off for later"),
        (Decision.DROP, "closed week 1 and dropped it"),
        (Decision.DONE, "closed week 1 and called it done"),
    ],
)
def test_the_closing_of_its_week_is_told(card, week, choice, sentence):
    MilestoneFactory(project=card.project, number=2)
    with time_machine.travel("2026-09-11T12:00Z"):
        close_week(week, {card.number: choice}, by=None)
        reopen_week(week, by=None)
    assert told(card)[:2] == ["opened week 1 again and put it back", sentence]


def test_counting_late_and_taking_it_back_are_told(card, week):
    following = MilestoneFactory(project=card.project, number=2)
    with time_machine.travel("2026-09-11T12:00Z"):
        close_week(week, {card.number: Decision.NEXT}, by=None)
        card.move(column="done", milestone_id=following.pk, by=None)
        count_late(week, card, by=None)
        uncount(week, card, by=None)
    assert told(card)[:2] == [
        "did not count it for week 1 any more",
        "counted it for week 1, which was closed already",
    ]


def test_what_came_back_after_its_week_was_closed_is_told_to_be_for_later(card, week):
    card.archive(by=None)
    with time_machine.travel("2026-09-11T12:00Z"):
        close_week(week, {}, by=None)
    card.restore(by=None)
    assert told(card)[0] == "restored it from the archive, for later: its week is closed"


def test_a_piece_whose_beginning_is_no_longer_kept_has_a_history_all_the_same(project, card, member):
    event = card.split([NewCard("One"), NewCard("Two")], base_hash=card.split_base_hash, by=member)
    [number] = event.data["pieces"]
    Card(project=project, number=number).estimate(60, by=member)
    event.delete()
    lines, _ = history_of(project, number, {}, split_from=card.number)
    assert [line.what for line in lines] == ["estimated it at 1 h"]
