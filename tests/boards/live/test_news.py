"""What an open board is sent."""

import json
import re

import pytest

from boards.live import news
from boards.live.news import MAX_CARDS, news_since
from boards.live.send_queue import MAX_BYTES
from boards.models import Act, Card, Chosen, NewCard, change_several, create_cards, undo_several
from boards.people.membership import remove_member
from projects.models import Milestone
from tests.factories import CardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def later_week(project):
    return Milestone.objects.create(project=project, number=2, starts_on="2026-09-14", goal="Deployment")


def message_since(project, seq):
    project.refresh_from_db()
    return news_since(project.pk, seq).message.decode()


def targets(message):
    return re.findall(r'hx-target="([^"]+)"', message.replace("&quot;", "'"))


def is_whole_board(message):
    return "event: board\n" in message and "hx-partial" not in message


def test_nothing_new_is_nothing_to_say(project, card, member):
    event = card.move(column="done", milestone_id=card.milestone_id, by=member)
    assert news_since(project.pk, event.seq) is None


def test_a_project_that_is_gone_has_nothing_to_say(project):
    pk = project.pk
    project.delete()
    assert news_since(pk, 0) is None


def test_a_moved_card_is_drawn_as_it_is_now(project, card, member):
    card.move(column="done", milestone_id=card.milestone_id, by=member)
    message = message_since(project, 0)
    assert f'id="card-{card.number}"' in message
    assert 'data-column="done"' in message


def test_a_card_that_changed_twice_is_drawn_once(project, card, member):
    card.move(column="done", milestone_id=card.milestone_id, by=member)
    card.estimate(120, by=member)
    assert message_since(project, 0).count(f'id="card-{card.number}"') == 1


def test_a_card_that_is_gone_is_taken_away(project, card, member):
    card.archive(by=member)
    message = message_since(project, 0)
    assert f'hx-target="#card-{card.number}" hx-swap="leave"' in message
    assert f'id="card-{card.number}"' not in message


def test_the_message_says_up_to_which_event_it_is_true(project, card, member):
    card.move(column="done", milestone_id=card.milestone_id, by=member)
    assert f"id: {project.events.count()}\n" in message_since(project, 0)


def test_it_says_who_did_what(project, card, member):
    card.estimate(120, by=member)
    [line] = [line for line in message_since(project, 0).splitlines() if line.startswith('data: {"seq"')]
    change = {"card": card.number, "kind": "estimated", "person": member.pk, "by": member.name}
    assert json.loads(line.removeprefix("data: "))["changes"] == [change]


def test_who_is_taken_out_is_told_with_every_card_and_the_board_is_fetched(project, card, member, owner):
    membership = project.memberships.get(user=member)
    card.assignees.add(membership)
    remove_member(membership, by=owner)
    message = message_since(project, 0)
    assert is_whole_board(message)
    assert f'{{"card":{card.number},"kind":"unassigned"' in message


def test_the_figures_of_both_weeks_and_of_all_are_told(project, card, member, week, later_week):
    card.move(column="todo", milestone_id=later_week.pk, by=member)
    told = {target.split("]")[0] for target in targets(message_since(project, 0)) if "week-shown" in target}
    assert told == {
        f"[data-week-shown='{week.pk}'",
        f"[data-week-shown='{later_week.pk}'",
        "[data-week-shown='all'",
    }


def test_of_all_weeks_it_is_told_what_is_done_of_the_plan(project, card, member):
    create_cards(project, [NewCard("One")], column="done", milestone=None, by=member)
    message = message_since(project, 0)
    [told] = re.findall(r'week-shown=&quot;all&quot;] #state-progress">\s*(?:data: )?(.*)', message)
    assert told == "<b>0 of 1 card</b> done, without 1 card for later."


def test_a_card_for_later_changes_the_figures_of_later(project, member):
    create_cards(project, [NewCard("One")], column="todo", milestone=None, by=member)
    assert "[data-week-shown='later'] #n-todo" in targets(message_since(project, 0))


def test_an_archived_card_changes_the_figures_of_its_week(project, card, member, week):
    card.archive(by=member)
    assert f"[data-week-shown='{week.pk}'] #n-todo" in targets(message_since(project, 0))


def test_an_undone_move_changes_the_figures_of_the_week_it_came_back_from(
    project, card, member, week, later_week
):
    event = card.move(column="todo", milestone_id=later_week.pk, by=member)
    seq = project.events.count()
    card.undo(event, by=member)
    assert f"[data-week-shown='{later_week.pk}'] #n-todo" in targets(message_since(project, seq))


def test_words_of_people_are_escaped(project, card, member):
    card.edit(title="<script>alert(1)</script>", by=member)
    assert "<script" not in message_since(project, 0)


def test_every_line_of_a_drawing_is_data(project, card, member):
    card.edit(title="One\u2028two", by=member)
    lines = message_since(project, 0).split("\n")
    assert {line.split(":")[0] for line in lines} <= {"event", "id", "data", ""}


# --- What cannot be told ---------------------------------------------------------------------------------
def test_a_change_of_the_project_itself_asks_for_the_whole_board(project, owner):
    project.change(by=owner, name="Another name")
    assert is_whole_board(message_since(project, 0))


def test_events_that_were_pruned_ask_for_the_whole_board(project, card, member):
    card.estimate(60, by=member)
    card.estimate(120, by=member)
    project.events.order_by("seq").first().delete()
    assert is_whole_board(message_since(project, 0))


def test_a_board_from_after_a_restored_backup_is_asked_to_come_anew(project, card, member):
    card.estimate(60, by=member)
    assert is_whole_board(message_since(project, 99))


def test_a_board_that_has_seen_nothing_is_asked_to_come_anew(project, card, member):
    card.estimate(60, by=member)
    assert is_whole_board(message_since(project, -1))


def test_more_cards_than_are_worth_telling_ask_for_the_whole_board(project, week, member, monkeypatch):
    monkeypatch.setattr(news, "MAX_CARDS", 3)
    create_cards(project, [NewCard(f"Card {n}") for n in range(4)], column="todo", milestone=week, by=member)
    assert is_whole_board(message_since(project, 0))


def test_more_events_than_are_worth_reading_ask_for_the_whole_board(project, card, member, monkeypatch):
    monkeypatch.setattr(news, "MAX_EVENTS", 2)
    for minutes in (60, 120, 180):
        card.estimate(minutes, by=member)
    assert is_whole_board(message_since(project, 0))


def test_a_column_that_was_spread_out_asks_for_the_whole_board(project, week, member):
    first, second, third = (CardFactory(project=project, milestone=week) for _ in range(3))
    Card.objects.filter(pk=second.pk).update(position=first.position + 1)
    third.move(column="todo", milestone_id=week.pk, after=first.number, by=member)
    assert is_whole_board(message_since(project, 0))


def test_a_message_fits_into_a_queue(project, week, member, monkeypatch):
    title = "ü" * 200
    drafts = [NewCard(f"{title[:190]} {n}", estimate_minutes=59_000) for n in range(news.MAX_CARDS)]
    create_cards(project, drafts, column="todo", milestone=week, by=member)
    assert len(message_since(project, 0).encode()) < MAX_BYTES / 2


@pytest.mark.parametrize("count", [1, 20])
def test_the_number_of_queries_does_not_grow_with_the_cards(
    project, week, member, count, django_assert_max_num_queries
):
    create_cards(
        project, [NewCard(f"Card {n}") for n in range(count)], column="todo", milestone=week, by=member
    )
    with django_assert_max_num_queries(8):
        news_since(project.pk, 0)


# --- Several cards by one act -----------------------------------------------------------------------------------
def archive_several(project, count, by):
    cards = CardFactory.create_batch(count, project=project, milestone=project.milestones.first())
    return change_several(project, [Chosen(card.number) for card in cards], Act("archive"), by=by)


@pytest.mark.parametrize("count", [30, 31, 100])
def test_one_act_on_several_cards_is_at_most_two_messages(project, week, member, count):
    archive_several(project, count, member)
    message = message_since(project, 0)
    assert message.count("\n\n") == 2
    assert is_whole_board(message) == (count > MAX_CARDS)


def test_an_act_on_several_cards_tells_of_each_what_was_done(project, week, member):
    done = archive_several(project, 3, member)
    [changes] = re.findall(r'"changes": ?(\[.*?\])', message_since(project, 0))
    assert [(change["card"], change["kind"]) for change in json.loads(changes)] == [
        (card.number, "archived") for card in done.changed
    ]


def test_undoing_an_act_on_several_cards_is_at_most_two_messages(project, week, member):
    done = archive_several(project, 100, member)
    seq = project.seq
    undo_several(project, done.first, by=member)
    assert message_since(project, seq).count("\n\n") == 2
