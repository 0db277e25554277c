"""Closing a week: where its cards go, what is kept of it, and what refuses it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.closing import Decision, MissingDecisions, close_week, propose_decision, reopen_week, unfinished
from boards.models import Card, Column, Refused
from boards.reporting.totals import ProjectTotals
from boards.reporting.week_accounts import read_accounts
from tests.boards.closing.weeks import MONDAY, add, close, fresh, kept
from tests.factories import CardFactory, MilestoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


# --- Closing ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("choice", "became", "at"),
    [
        (Decision.NEXT, "carried", ("doing", 2, False)),
        (Decision.LATER, "later", ("todo", None, False)),
        (Decision.DROP, "dropped", ("doing", 1, True)),
        (Decision.DONE, "done", ("done", 1, False)),
    ],
)
def test_an_unfinished_card_goes_where_it_was_chosen_to(clock, week, next_week, choice, became, at):
    card = add(week, 60, Column.DOING)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, choice)
    card = fresh(card)
    number = card.milestone and card.milestone.number
    assert (card.column, number, bool(card.archived_at)) == at
    assert kept(week) == ("closed", {"planned": (1, 60), became: (1, 60)})


def test_done_cards_stay_and_are_counted(clock, week, next_week):
    card = add(week, 60, Column.DONE)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    assert (fresh(card).milestone_id, kept(week)) == (
        week.pk,
        ("closed", {"planned": (1, 60), "done": (1, 60)}),
    )


def test_a_carried_card_shows_from_which_week_and_how_often(clock, week, next_week):
    third = MilestoneFactory(project=week.project, number=3, starts_on=date(2026, 9, 21))
    card = add(week)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Decision.NEXT)
    clock.move_to(datetime(2026, 9, 18, tzinfo=UTC))
    close(next_week, Decision.NEXT)
    card = fresh(card)
    assert (card.milestone_id, card.carried_from_id, card.carried_count) == (third.pk, next_week.pk, 2)


def test_carried_cards_come_first_in_their_order(clock, week, next_week):
    [first, second] = [add(week, 60, Column.DOING) for _ in range(2)]
    there = add(next_week, 60, Column.DOING)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Decision.NEXT)
    cards = week.project.cards.filter(milestone=next_week, column="doing").in_order()
    assert [card.number for card in cards] == [first.number, second.number, there.number]


def test_what_is_put_off_goes_below_what_waits_already(clock, week):
    waiting = CardFactory(project=week.project, position=10**9)
    cards = [add(week), add(week)]
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    later = week.project.cards.filter(milestone=None).in_order()
    assert [card.number for card in later] == [card.number for card in [waiting, *cards]]


def test_what_is_carried_in_counts_as_planned_however_late_the_week_is_closed(clock, week, next_week):
    add(week, 60)
    add(next_week, 30)
    clock.move_to(datetime(2026, 9, 16, tzinfo=UTC))
    add(next_week, 15)
    close(week, Decision.NEXT)
    account = read_accounts(week.project)[next_week.pk]
    assert [(t.cards, t.minutes) for t in (account.planned, account.added)] == [(2, 90), (1, 15)]


def test_a_week_is_carried_past_one_that_is_closed_already(clock, week, next_week):
    third = MilestoneFactory(project=week.project, number=3, starts_on=date(2026, 9, 21))
    card = add(week)
    clock.move_to(datetime(2026, 9, 18, tzinfo=UTC))
    close(next_week)
    close(week, Decision.NEXT)
    assert fresh(card).milestone_id == third.pk


def test_the_proposal_carries_what_was_begun_and_puts_off_the_rest():
    proposals = [
        propose_decision(Card(column=column), next_week)
        for column in ("todo", "doing")
        for next_week in (1, None)
    ]
    assert proposals == [Decision.LATER, Decision.LATER, Decision.NEXT, Decision.LATER]


def test_a_closing_is_one_event_and_one_for_each_card_that_was_left(clock, week, next_week, member):
    add(week, 60, Column.DONE)
    cards = [add(week), add(week)]
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    event = close(week, by=member)
    told = list(week.project.events.filter(seq__gte=event.seq).values_list("kind", "card_number", "actor"))
    assert told == [
        ("week_closed", None, member.pk),
        *(("settled", card.number, member.pk) for card in cards),
    ]
    week.project.refresh_from_db()
    assert week.project.seq == event.seq + 2


@pytest.mark.parametrize("planned", [True, False])
def test_the_board_shows_what_a_closed_week_had_planned_as_its_account_does(clock, week, next_week, planned):
    if planned:
        add(week, 60)
    clock.move_to(datetime(2026, 9, 9, tzinfo=UTC))
    add(week, 30, Column.DONE)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Decision.NEXT)
    progress = ProjectTotals(week.project).progress(week)
    assert str(progress) == ("0.5 of 1 h" if planned else "0.5 of 0.5 h")
    assert str(read_accounts(week.project)[week.pk].progress) == str(progress)


# --- What refuses it ----------------------------------------------------------------------------------------
def test_a_card_that_came_in_meanwhile_needs_a_choice(clock, week):
    add(week)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    choices = {card.number: Decision.LATER for card in unfinished(week)}
    late = add(week)
    with pytest.raises(MissingDecisions) as refusal:
        close_week(week, choices, by=None)
    week.refresh_from_db()
    assert (refusal.value.numbers, week.closed_at) == ([late.number], None)


def test_a_choice_for_what_was_finished_meanwhile_is_passed_over(clock, week):
    card = add(week)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    choices = {card.number: Decision.DROP, 4711: Decision.DROP}
    card.move(column=Column.DONE, milestone_id=week.pk, by=None)
    close_week(week, choices, by=None)
    assert (fresh(card).column, fresh(card).archived_at) == (Column.DONE, None)


def test_a_week_is_closed_once(clock, week):
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    with pytest.raises(Refused):
        close(week)


def test_a_week_that_has_not_begun_is_not_closed(clock, week):
    with pytest.raises(ValidationError):
        close(week)


def test_the_last_week_has_no_next_one(clock, week):
    card = add(week)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    with pytest.raises(ValidationError):
        close(week, Decision.NEXT)
    assert fresh(card).version == 1


# --- How much it costs --------------------------------------------------------------------------------------
def test_closing_and_undoing_take_as_many_queries_for_300_cards_as_for_12(clock, project, week, next_week):
    counts = []
    for number, cards in ((1, 12), (2, 300)):
        this = project.milestones.get(number=number)
        MilestoneFactory(
            project=project, number=number + 2, starts_on=MONDAY + timedelta(days=7 * (number + 1))
        )
        for place in range(cards):
            CardFactory(project=project, milestone=this, column=("todo", "doing", "done")[place % 3])
        clock.move_to(datetime(2026, 9, 18, tzinfo=UTC))
        choices = dict(zip((c.number for c in unfinished(this)), list(Decision) * 100, strict=False))
        with CaptureQueriesContext(connection) as closing:
            close_week(this, choices, by=None)
        with CaptureQueriesContext(connection) as undoing:
            reopen_week(this, by=None)
        close_week(this, choices, by=None)
        counts.append((len(closing), len(undoing)))
    assert counts[0] == counts[1]
