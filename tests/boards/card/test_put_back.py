"""The activity of a card offers to put back what can be, and nothing else."""

import re

import pytest
import time_machine
from django.urls import reverse

from boards.card.history import SHOWN
from boards.closing import Decision, close_week
from boards.models import Card, NewCard, create_cards
from tests.factories import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def address(card, name="card"):
    return reverse(name, args=[card.project.slug, card.number])


def offered(client, card, query=""):
    """The events that the page of a card offers to put back, the latest first."""
    html = client.get(address(card) + query).text
    forms = re.findall(r"<form[^>]*data-undo>(.*?)</form>", html, re.DOTALL)
    return [int(re.search(r'name="event" value="(\d+)"', form)[1]) for form in forms if "Put back" in form]


@pytest.fixture
def chen(project):
    return MembershipFactory(project=project, user__name="Chen Wei")


def test_each_change_that_can_be_undone_is_offered(as_member, card, chen, member):
    acts = [
        card.move(column="doing", milestone_id=card.milestone_id, by=member),
        card.estimate(180, by=member),
        card.block("No quota", by=member),
        card.assign(chen, by=member),
        card.label("gcp", by=member),
    ]
    card.edit(title="New", by=member)
    card.comment("Hi", author=member, by=member)
    assert offered(as_member, card) == [event.seq for event in reversed(acts)]


def test_a_line_puts_back_what_it_says_without_a_script(as_member, card, owner):
    event = card.estimate(180, by=owner)
    card.label("gcp", by=owner)
    response = as_member.post(address(card, "undo"), {"event": event.seq, "from_card": ""})
    assert response["Location"] == address(card)
    card.refresh_from_db()
    assert (card.estimate_minutes, card.labels.count()) == (None, 1)


def test_what_was_changed_again_or_undone_is_not_offered(as_member, card, member, owner):
    card.estimate(60, by=member)
    last = card.estimate(120, by=owner)
    undone = card.block("No quota", by=member)
    card.undo(undone, by=member)
    assert offered(as_member, card) == [last.seq]


def test_after_an_undo_the_one_before_is_offered_again(as_member, card, member):
    first, second = card.estimate(60, by=member), card.estimate(120, by=member)
    card.undo(second, by=member)
    assert offered(as_member, card) == [first.seq]


def test_a_viewer_is_offered_nothing(as_viewer, card, member):
    card.estimate(60, by=member)
    assert offered(as_viewer, card) == []


def test_nothing_is_offered_in_a_project_that_is_finished(as_member, card, member, owner):
    card.estimate(60, by=member)
    card.project.archive(by=owner)
    assert offered(as_member, card) == []


def test_of_a_card_in_the_archive_only_the_archiving_is_offered(as_member, card, member):
    card.estimate(60, by=member)
    event = card.archive(by=member)
    assert offered(as_member, card) == [event.seq]


def test_the_addition_is_not_offered_because_nothing_would_be_left(as_member, project, week, member):
    [added] = create_cards(project, [NewCard("Train")], column="todo", milestone=week, by=member)
    assert offered(as_member, project.cards.get(number=added.card_number)) == []


def test_somebodys_deleted_comment_is_offered_to_them_alone(as_member, as_owner, card, member):
    card.comment("Hi", author=member, by=member)
    event = card.delete_comment(card.comments.get(), by=member)
    assert (offered(as_member, card), offered(as_owner, card)) == ([event.seq], [])


def test_nobody_who_has_left_is_offered_a_card_again(as_member, card, chen, member, owner):
    card.assign(chen, by=member)
    card.unassign(chen, by=member)
    chen.leave(by=owner)
    assert offered(as_member, card) == []


def test_a_label_that_was_deleted_is_not_offered(as_member, card, member):
    card.label("gcp", by=member)
    card.unlabel("gcp", by=member)
    card.project.labels.all().delete()
    assert offered(as_member, card) == []


def test_a_move_out_of_a_week_that_was_closed_since_is_not_offered(as_member, card, week, member):
    card.move(column="todo", milestone_id=None, by=member)
    with time_machine.travel("2026-09-11T12:00Z"):
        close_week(week, {}, by=None)
    later = card.move(column="doing", milestone_id=None, by=member)
    assert offered(as_member, card) == [later.seq]


def test_a_week_that_was_closed_keeps_its_settled_card(as_member, card, week, member):
    card.move(column="doing", milestone_id=card.milestone_id, by=member)
    with time_machine.travel("2026-09-11T12:00Z"):
        close_week(week, {card.number: Decision.LATER}, by=None)
    assert offered(as_member, card) == []


def test_a_split_is_offered_until_a_piece_is_touched(as_member, project, card, member):
    Card.objects.update(estimate_minutes=540)
    card.reload_locked()
    pieces = [NewCard("One", 180), NewCard("Two", 180)]
    event = card.split(pieces, base_hash=card.split_base_hash, by=member)
    assert offered(as_member, card) == [event.seq]
    Card(project=project, number=event.data["pieces"][0]).estimate(60, by=member)
    assert offered(as_member, card) == []


def test_whatever_is_offered_is_done(as_member, card, chen, member, owner):
    """What the page offers, and the verb refuses, would be two rules."""
    card.assign(chen, by=member)
    card.estimate(60, by=owner)
    card.move(column="doing", milestone_id=card.milestone_id, by=member)
    card.label("gcp", by=owner)
    card.estimate(120, by=member)
    while found := offered(as_member, card):
        assert as_member.post(address(card, "undo"), {"event": found[-1], "from_card": ""}).status_code == 302
    card.refresh_from_db()
    assert (card.column, card.estimate_minutes, card.assignees.count()) == ("todo", None, 0)


def test_an_earlier_page_knows_what_has_happened_since(as_member, card, member):
    kept = card.block("No quota", by=member)
    card.estimate(30, by=member)
    for hours in range(1, SHOWN + 5):
        card.estimate(hours * 60, by=member)
    assert offered(as_member, card, f"?history={kept.seq + 1}") == [kept.seq]


@pytest.mark.parametrize("lines", [3, SHOWN])
def test_what_is_offered_costs_no_query_a_line(
    as_member, card, member, chen, django_assert_max_num_queries, lines
):
    for step in range(lines):
        card.label(f"label {step % 9}", by=member) or card.unlabel(f"label {step % 9}", by=member)
        card.assign(chen, by=member) or card.unassign(chen, by=member)
    as_member.get(address(card))
    with django_assert_max_num_queries(12):
        as_member.get(address(card))
