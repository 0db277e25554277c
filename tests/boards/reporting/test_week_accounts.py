"""The account of a week: planned, added, done, dropped, carried, later, open."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from boards.models import (
    Act,
    Card,
    Chosen,
    Column,
    NewCard,
    Refused,
    WeekSnapshot,
    change_several,
    create_cards,
    undo_several,
)
from boards.reporting.totals import ProjectTotals, Totals
from boards.reporting.week_accounts import WeekAccount, read_accounts
from tests.examples import examples
from tests.factories import CardFactory, MilestoneFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MONDAY = date(2026, 9, 7)
BEFORE, DURING = "2026-09-04T12:00Z", "2026-09-09T12:00Z"


@pytest.fixture
def later_week(project):
    return MilestoneFactory(project=project, number=2, starts_on=date(2026, 9, 14))


def account(week) -> WeekAccount:
    found = read_accounts(week.project)[week.pk]
    assert found.adds_up
    return found


def figures(account, *names):
    """Cards and minutes of some tallies; those not named must be nothing."""
    empty = {"planned", "added", "done", "dropped", "carried", "later", "open"} - set(names)
    assert all(getattr(account, name) == Totals() for name in empty)
    return [(getattr(account, name).cards, getattr(account, name).minutes) for name in names]


def add(week, minutes, column=Column.TODO):
    [event] = create_cards(week.project, [NewCard("Work", minutes)], column=column, milestone=week, by=None)
    return week.project.cards.get(number=event.card_number)


# --- Planned and added ----------------------------------------------------------------------------------
def test_what_stood_in_the_week_at_its_first_midnight_is_planned(week):
    with time_machine.travel(BEFORE):
        add(week, 120)
    with time_machine.travel(DURING):
        add(week, 60)
        assert figures(account(week), "planned", "added", "open") == [(1, 120), (1, 60), (2, 180)]


def test_the_midnight_is_the_projects_own(week):
    week.project.time_zone = "Pacific/Auckland"
    week.project.save()
    with time_machine.travel("2026-09-06T11:59Z"):
        add(week, 120)
    with time_machine.travel("2026-09-06T12:01Z"):  # Monday in Auckland
        add(week, 60)
        assert figures(account(week), "planned", "added", "open") == [(1, 120), (1, 60), (2, 180)]


def test_before_the_week_begins_all_in_it_is_planned(week, later_week):
    with time_machine.travel(BEFORE):
        card = add(week, 120)
        card.move(column="", milestone_id=later_week.pk, by=None)
        card.estimate(60, by=None)
        assert figures(account(later_week), "planned", "open") == [(1, 60), (1, 60)]
        assert figures(account(week)) == []


def test_a_week_that_began_empty_is_planned_by_the_end_of_its_first_cards_day(week):
    with time_machine.travel("2026-09-09T08:00Z"):
        add(week, 120)
    with time_machine.travel("2026-09-09T23:59Z"):
        add(week, 60)
        assert figures(account(week), "planned", "open") == [(2, 180), (2, 180)]
    with time_machine.travel("2026-09-10T00:00Z"):
        add(week, 30)
        assert figures(account(week), "planned", "added", "open") == [(2, 180), (1, 30), (3, 210)]


def test_a_new_estimate_adds_its_difference(week):
    with time_machine.travel(BEFORE):
        card, other = add(week, 120), add(week, 60)
        other.estimate(90, by=None)
    with time_machine.travel(DURING):
        card.estimate(300, by=None)
        other.estimate(30, by=None)
        found = account(week)
        assert figures(found, "planned", "added", "open") == [(2, 210), (0, 120), (2, 330)]
        assert found.over == 1


def test_estimates_that_shrink_add_less_than_nothing(week):
    with time_machine.travel(BEFORE):
        card = add(week, 120)
    with time_machine.travel(DURING):
        card.estimate(None, by=None)
        assert figures(account(week), "planned", "added", "open") == [(1, 120), (0, -120), (1, 0)]


def test_a_split_adds_cards_and_no_minutes(week):
    with time_machine.travel(BEFORE):
        card = add(week, 540)
    with time_machine.travel(DURING):
        pieces = [NewCard(f"Part {n}", 180) for n in range(3)]
        event = card.split(pieces, base_hash=card.split_base_hash, by=None)
        assert figures(account(week), "planned", "added", "open") == [(1, 540), (2, 0), (3, 540)]
        card.undo(event, by=None)
        assert figures(account(week), "planned", "open") == [(1, 540), (1, 540)]


def test_what_was_split_before_the_week_is_planned_in_pieces(week):
    with time_machine.travel(BEFORE):
        card = add(week, 540)
        card.split([NewCard("One", 180), NewCard("Two", 360)], base_hash=card.split_base_hash, by=None)
    with time_machine.travel(DURING):
        assert figures(account(week), "planned", "open") == [(2, 540), (2, 540)]


# --- What became of it ------------------------------------------------------------------------------------
def leave(card, how, to):
    if how in ("archive", "delete_card"):
        getattr(card, how)(by=None)
    else:
        card.move(column="", milestone_id=to[how], by=None)


@pytest.mark.parametrize(
    ("how", "became"),
    [("archive", "dropped"), ("delete_card", "dropped"), ("later", "later"), ("week 2", "carried")],
)
def test_a_planned_card_that_left_is_counted_where_it_went(week, later_week, how, became):
    with time_machine.travel(BEFORE):
        card = add(week, 120)
    with time_machine.travel(DURING):
        leave(card, how, {"later": None, "week 2": later_week.pk})
        if how != "delete_card" and how != "archive":
            card.estimate(600, by=None)
        assert figures(account(week), "planned", became) == [(1, 120), (1, 120)]


@pytest.mark.parametrize("how", ["archive", "delete_card", "later", "week 2"])
def test_a_card_that_came_and_went_is_not_counted(week, later_week, how):
    with time_machine.travel(BEFORE):
        add(week, 120)
    with time_machine.travel(DURING):
        leave(add(week, 60), how, {"later": None, "week 2": later_week.pk})
        assert figures(account(week), "planned", "open") == [(1, 120), (1, 120)]


def test_a_card_that_left_and_came_back_is_planned(week, later_week):
    with time_machine.travel(BEFORE):
        card = add(week, 120)
    with time_machine.travel(DURING):
        card.move(column="", milestone_id=later_week.pk, by=None)
        card.archive(by=None)
        card.restore(by=None)
        card.move(column=Column.DONE, milestone_id=week.pk, by=None)
        assert figures(account(week), "planned", "done") == [(1, 120), (1, 120)]


@pytest.mark.parametrize("verb", ["archive", "delete_card"])
def test_what_was_taken_back_has_not_happened(week, later_week, verb):
    with time_machine.travel(BEFORE):
        card = add(week, 120)
    with time_machine.travel(DURING):
        card.undo(getattr(card, verb)(by=None), by=None)
        card.undo(card.move(column="", milestone_id=later_week.pk, by=None), by=None)
        add(week, 60).undo(card.project.events.latest("seq"), by=None)
        assert figures(account(week), "planned", "open") == [(1, 120), (1, 120)]
        assert figures(account(later_week)) == []


def test_a_start_that_is_moved_moves_the_midnight(week):
    with time_machine.travel(BEFORE):
        add(week, 120)
    with time_machine.travel("2026-09-08T12:00Z"):
        add(week, 60)
    with time_machine.travel("2026-09-10T12:00Z"):
        week.project.move_start(date(2026, 9, 9), by=None)
        assert figures(account(week), "planned", "open") == [(2, 180), (2, 180)]


def test_an_event_that_is_no_longer_kept_breaks_nothing(week, later_week):
    with time_machine.travel(BEFORE):
        card = add(week, 120)
    with time_machine.travel(DURING):
        card.move(column="", milestone_id=later_week.pk, by=None)
        card.estimate(60, by=None)
        week.project.events.all().delete()
        assert figures(account(week)) == []
        assert figures(account(later_week), "planned", "open") == [(1, 60), (1, 60)]


# --- Closed weeks -------------------------------------------------------------------------------------------
def test_a_closed_week_is_what_its_latest_snapshot_says(week):
    week.closed_at = datetime(2026, 9, 11, tzinfo=UTC)
    week.save()
    WeekSnapshot.objects.create(milestone=week, revision=1, kind="closed", planned_cards=1, carried_cards=1)
    WeekSnapshot.objects.create(
        milestone=week, revision=2, kind="counted_late", planned_cards=1, done_cards=1, over=1
    )
    CardFactory(project=week.project, milestone=week)
    found = account(week)
    assert figures(found, "planned", "done") == [(1, 0), (1, 0)]
    assert (found.over, found.is_closed) == (1, True)


def test_progress_of_a_closed_week_is_measured_by_its_plan():
    closed = WeekAccount(planned=Totals(2, 180), done=Totals(3, 240), added=Totals(1, 60), is_closed=True)
    assert str(closed.progress) == "4 of 3 h"


# --- Whatever people do -------------------------------------------------------------------------------------
WHERE = st.sampled_from([0, 1, 2])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), WHERE, st.sampled_from([None, 60, 300])),
        st.tuples(st.just("move"), st.integers(0, 9), WHERE, st.sampled_from(Column.values)),
        st.tuples(st.just("estimate"), st.integers(0, 9), st.sampled_from([None, 30, 480])),
        st.tuples(st.sampled_from(["archive", "restore", "delete_card", "undo"]), st.integers(0, 9)),
    ),
    max_size=12,
)


class Team:
    """Does things to cards, one after the other, an hour apart."""

    def __init__(self):
        self.project = ProjectFactory(time_zone="Europe/Berlin")
        self.weeks = [
            MilestoneFactory(project=self.project, number=n + 1, starts_on=MONDAY + timedelta(days=7 * n))
            for n in range(2)
        ]
        self.last = {}

    def work(self, steps, clock):
        self.last = {}
        for step in steps:
            clock.shift(timedelta(hours=1))
            self.act(*step)

    def act(self, verb, some, *args):
        if verb == "add":
            week = [None, *self.weeks][some]
            create_cards(
                self.project, [NewCard("Work", args[0])], column=Column.TODO, milestone=week, by=None
            )
            return
        numbers = sorted(self.project.cards.values_list("number", flat=True))
        if not numbers:
            return
        card = Card(project=self.project, number=numbers[some % len(numbers)])
        with suppress(Refused):
            self.do(card, verb, *args)

    def do(self, card, verb, *args):
        if verb == "undo":
            event = self.last.pop(card.number, None)
            event and card.undo(event, by=None)
        elif verb == "move":
            week = [None, *self.weeks][args[0]]
            event = card.move(column=args[1], milestone_id=week and week.pk, by=None)
        elif verb == "estimate":
            card.estimate(args[0], by=None)
        else:
            event = getattr(card, verb)(by=None)
        if verb not in ("undo", "estimate") and event:
            self.last[card.number] = event


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=STEPS, after=STEPS)
def test_an_account_adds_up_and_says_what_the_board_said_at_midnight(db, before, after):
    with transaction.atomic():
        midnight = datetime(2026, 9, 7, tzinfo=ZoneInfo("Europe/Berlin"))
        with time_machine.travel(midnight - timedelta(hours=24), tick=False) as clock:
            team = Team()
            team.work(before, clock)
            clock.move_to(midnight)
            stood = ProjectTotals(team.project)
            team.work(after, clock)
            now, accounts = ProjectTotals(team.project), read_accounts(team.project)
        for week in team.weeks:
            found = accounts[week.pk]
            assert found.adds_up
            assert same(found.done, now.for_week(week, Column.DONE))
            assert same(found.done + found.open, now.for_week(week))
        if stood.for_week(team.weeks[0]).cards:
            assert same(accounts[team.weeks[0].pk].planned, stood.for_week(team.weeks[0]))
        transaction.set_rollback(True)


def same(one, other):
    return (one.cards, one.minutes) == (other.cards, other.minutes)


@pytest.mark.parametrize(("weeks", "cards"), [(2, 10), (52, 300)])
def test_the_queries_do_not_grow_with_weeks_or_cards(project, week, weeks, cards):
    with time_machine.travel(DURING):
        more = [MilestoneFactory(project=project, number=n + 2, starts_on=MONDAY) for n in range(weeks - 1)]
        for place in range(cards):
            card = CardFactory(project=project, milestone=[week, *more][place % weeks])
            card.estimate(60, by=None)
        week.closed_at = datetime(2026, 9, 9, tzinfo=UTC)
        week.save()
        WeekSnapshot.objects.create(milestone=week, revision=1, kind="closed")
        with CaptureQueriesContext(connection) as queries:
            read_accounts(project)
    assert len(queries) == 4


# --- Several cards by one act -----------------------------------------------------------------------------
ACTS = [{"milestone_id": None}, {"column": Column.DONE}, {"column": Column.DONE, "milestone_id": "later"}]


@pytest.mark.parametrize("where", ACTS)
@pytest.mark.parametrize("is_undone", [False, True])
def test_an_act_on_several_cards_counts_as_moving_one_after_the_other(week, later_week, where, is_undone):
    if where.get("milestone_id"):
        where = {**where, "milestone_id": later_week.pk}
    told = []
    for together in (True, False):
        with transaction.atomic():
            with time_machine.travel(BEFORE):
                cards = [add(week, minutes) for minutes in (60, 120, 180)]
            with time_machine.travel(DURING):
                events = moved(cards, where, together=together)
                if is_undone:
                    take_back(week.project, events, together=together)
                told.append([account(week), account(later_week)])
            transaction.set_rollback(True)
        week.project.refresh_from_db()
    assert told[0] == told[1]


def moved(cards, where, *, together):
    if together:
        chosen = [Chosen(card.number) for card in cards]
        return change_several(cards[0].project, chosen, Act("move", **where), by=None).events
    return [card.move(**{"milestone_id": card.milestone_id, **where}, by=None) for card in cards]


def take_back(project, events, *, together):
    if together:
        undo_several(project, events[0], by=None)
        return
    for event in reversed(events):
        Card(project=project, number=event.card_number).undo(event, by=None)
