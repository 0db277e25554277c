"""Closing a week, taking it back, and counting a card late."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boards.closing import (
    Choice,
    Unchosen,
    close_week,
    count_late,
    finished_late,
    propose,
    reopen_week,
    uncount,
    unfinished,
)
from boards.figures import Figures
from boards.models import Card, Column, Draft, Refused, add_drafts
from boards.weeks import account_in, read_accounts
from tests.factories import CardFactory, MilestoneFactory, ProjectFactory

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 7)
BEFORE, DURING, FRIDAY = "2026-09-04T12:00Z", "2026-09-09T12:00Z", "2026-09-11T15:00Z"


@pytest.fixture
def next_week(project):
    return MilestoneFactory(project=project, number=2, starts_on=date(2026, 9, 14))


@pytest.fixture
def clock():
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


def add(week, minutes=60, column=Column.TODO):
    [event] = add_drafts(week.project, [Draft("Work", minutes)], column=column, milestone=week, by=None)
    return fresh(week.project.cards.get(number=event.card_number))


def fresh(card):
    card = Card.objects.select_related("project").get(pk=card.pk)
    return card


def close(week, choice=Choice.LATER, *, by=None, **choices):
    """Close a week with one choice for all that is not done."""
    return close_week(week, {card.number: choice for card in unfinished(week)}, by=by, **choices)


def kept(week):
    """What the latest snapshot says, and its kind."""
    snapshot = week.snapshots.latest("revision")
    account = account_in(snapshot)
    assert account.adds_up
    tallies = ("planned", "added", "done", "dropped", "carried", "later", "open")
    told = {name: getattr(account, name) for name in tallies}
    return snapshot.kind, {name: (t.cards, t.minutes) for name, t in told.items() if t.cards or t.minutes}


# --- Closing ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("choice", "became", "at"),
    [
        (Choice.NEXT, "carried", ("doing", 2, False)),
        (Choice.LATER, "later", ("todo", None, False)),
        (Choice.DROP, "dropped", ("doing", 1, True)),
        (Choice.DONE, "done", ("done", 1, False)),
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
    close(week, Choice.NEXT)
    clock.move_to(datetime(2026, 9, 18, tzinfo=UTC))
    close(next_week, Choice.NEXT)
    card = fresh(card)
    assert (card.milestone_id, card.carried_from_id, card.carried_count) == (third.pk, next_week.pk, 2)


def test_carried_cards_come_first_in_their_order(clock, week, next_week):
    [first, second] = [add(week, 60, Column.DOING) for _ in range(2)]
    there = add(next_week, 60, Column.DOING)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Choice.NEXT)
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
    close(week, Choice.NEXT)
    account = read_accounts(week.project)[next_week.pk]
    assert [(t.cards, t.minutes) for t in (account.planned, account.added)] == [(2, 90), (1, 15)]


def test_a_week_is_carried_past_one_that_is_closed_already(clock, week, next_week):
    third = MilestoneFactory(project=week.project, number=3, starts_on=date(2026, 9, 21))
    card = add(week)
    clock.move_to(datetime(2026, 9, 18, tzinfo=UTC))
    close(next_week)
    close(week, Choice.NEXT)
    assert fresh(card).milestone_id == third.pk


def test_the_proposal_carries_what_was_begun_and_puts_off_the_rest():
    proposals = [
        propose(Card(column=column), next_week) for column in ("todo", "doing") for next_week in (1, None)
    ]
    assert proposals == [Choice.LATER, Choice.LATER, Choice.NEXT, Choice.LATER]


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
    close(week, Choice.NEXT)
    progress = Figures(week.project).progress(week)
    assert str(progress) == ("0.5 of 1 h" if planned else "0.5 of 0.5 h")
    assert str(read_accounts(week.project)[week.pk].progress) == str(progress)


# --- What refuses it ----------------------------------------------------------------------------------------
def test_a_card_that_came_in_meanwhile_needs_a_choice(clock, week):
    add(week)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    choices = {card.number: Choice.LATER for card in unfinished(week)}
    late = add(week)
    with pytest.raises(Unchosen) as refusal:
        close_week(week, choices, by=None)
    week.refresh_from_db()
    assert (refusal.value.numbers, week.closed_at) == ([late.number], None)


def test_a_choice_for_what_was_finished_meanwhile_is_passed_over(clock, week):
    card = add(week)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    choices = {card.number: Choice.DROP, 4711: Choice.DROP}
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
        close(week, Choice.NEXT)
    assert fresh(card).version == 1


# --- A closed week stays as it is ---------------------------------------------------------------------------
@pytest.fixture
def closed(clock, week, next_week):
    """Week 1, closed with one card done."""
    add(week, 60, Column.DONE)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    return week


def test_nothing_is_added_to_a_closed_week(closed):
    with pytest.raises(ValidationError):
        add(closed)


def test_nothing_is_moved_into_a_closed_week(closed, next_week):
    with pytest.raises(ValidationError):
        add(next_week).move(column="done", milestone_id=closed.pk, by=None)


def test_what_is_done_in_a_closed_week_stays_done(closed):
    card = closed.project.cards.get()
    with pytest.raises(ValidationError):
        card.move(column="todo", milestone_id=closed.pk, by=None)


def test_a_card_leaves_a_closed_week_which_stays_as_it_was(closed, next_week):
    card = closed.project.cards.get()
    card.move(column="todo", milestone_id=next_week.pk, by=None)
    account = read_accounts(closed.project)[closed.pk]
    assert (account.done.cards, fresh(card).milestone_id) == (1, next_week.pk)


def test_the_order_of_a_closed_week_may_still_change(clock, week):
    first, second = (add(week, 60, Column.DONE) for _ in range(2))
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    assert first.move(column="done", milestone_id=week.pk, after=second.number, by=None)


def test_a_move_out_of_a_week_that_was_closed_since_is_not_undone(clock, week, next_week):
    card = add(week)
    event = card.move(column="todo", milestone_id=next_week.pk, by=None)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    with pytest.raises(Refused):
        card.undo(event, by=None)


def test_a_move_before_the_closing_is_not_undone_after_it(clock, week, next_week):
    card = add(week)
    event = card.move(column="doing", milestone_id=week.pk, by=None)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Choice.NEXT)
    with pytest.raises(Refused):
        card.undo(event, by=None)


@pytest.mark.parametrize(("column", "stands_in"), [("todo", None), ("done", 1)])
def test_what_comes_back_into_a_closed_week_is_done_or_for_later(clock, week, column, stands_in):
    card = add(week, 60, column)
    card.archive(by=None)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    card.restore(by=None)
    card = fresh(card)
    assert (card.milestone and card.milestone.number, card.archived_at) == (stands_in, None)


def test_a_done_card_of_a_closed_week_is_not_split(closed):
    card = closed.project.cards.get()
    with pytest.raises(ValidationError):
        card.split([Draft("One"), Draft("Two")], seen=card.state_to_split, by=None)


# --- Taking it back -----------------------------------------------------------------------------------------
def whole_state(project):
    """All there is of a project's cards and weeks, but for versions."""
    fields = [each.attname for each in Card._meta.concrete_fields if each.name != "version"]
    weeks = project.milestones.values_list("pk", "closed_at", "goal")
    return list(project.cards.order_by("pk").values(*fields)), list(weeks)


def test_undoing_a_closing_adds_a_revision(clock, week, next_week, member):
    add(week, 60)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Choice.NEXT)
    reopen_week(week, by=member)
    kinds = list(week.snapshots.values_list("revision", "kind", "by"))
    assert kinds == [(1, "closed", None), (2, "undone", member.pk)]
    assert kept(week) == ("undone", {"planned": (1, 60), "open": (1, 60)})


def test_a_card_that_was_moved_since_stays_where_it_was_put(clock, week, next_week):
    moved, other = add(week), add(week)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week, Choice.NEXT)
    moved.move(column="doing", milestone_id=next_week.pk, by=None)
    event = reopen_week(week, by=None)
    places = [(fresh(card).milestone_id, fresh(card).column) for card in (moved, other)]
    assert places == [(next_week.pk, "doing"), (week.pk, "todo")]
    assert event.data["stayed"] == 1


def test_a_closing_is_not_undone_once_a_later_week_is_closed(clock, week, next_week):
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    clock.move_to(datetime(2026, 9, 18, tzinfo=UTC))
    close(next_week)
    with pytest.raises(Refused):
        reopen_week(week, by=None)
    reopen_week(next_week, by=None)
    reopen_week(week, by=None)


def test_an_open_week_is_not_opened(clock, week):
    with pytest.raises(Refused):
        reopen_week(week, by=None)


def test_without_its_events_a_closing_is_not_undone(closed):
    closed.project.events.all().delete()
    with pytest.raises(Refused):
        reopen_week(closed, by=None)


# --- Counted late -------------------------------------------------------------------------------------------
@pytest.fixture
def late(clock, week, next_week):
    """A card that the closing of week 1 has carried on, and that was finished a day later."""
    card = add(week, 60, Column.DOING)
    clock.move_to(datetime(2026, 9, 11, 12, tzinfo=UTC))
    close(week, Choice.NEXT)
    clock.move_to(datetime(2026, 9, 12, 12, tzinfo=UTC))
    card.move(column="done", milestone_id=next_week.pk, by=None)
    week.refresh_from_db()
    return fresh(card)


def test_a_card_finished_late_is_counted_for_the_closed_week(late, week, next_week, member):
    assert finished_late(week) == [late]
    count_late(week, late, by=member)
    card = fresh(late)
    assert (card.milestone_id, card.column, card.carried_from, card.carried_count) == (
        week.pk,
        "done",
        None,
        0,
    )
    assert kept(week) == ("counted_late", {"planned": (1, 60), "done": (1, 60)})
    assert read_accounts(week.project)[next_week.pk].planned.cards == 0
    assert finished_late(week) == []


def test_a_late_count_is_taken_back(late, week, next_week):
    count_late(week, late, by=None)
    uncount(week, late, by=None)
    card = fresh(late)
    assert (card.milestone_id, card.column, card.carried_from, card.carried_count) == (
        next_week.pk,
        "done",
        week,
        1,
    )
    assert kept(week) == ("uncounted", {"planned": (1, 60), "carried": (1, 60)})
    assert read_accounts(week.project)[next_week.pk].planned.cards == 1
    count_late(week, late, by=None)
    assert kept(week)[0] == "counted_late"


def test_a_late_count_is_taken_back_once(late, week):
    count_late(week, late, by=None)
    uncount(week, late, by=None)
    with pytest.raises(Refused):
        uncount(week, late, by=None)


def test_a_late_count_of_an_earlier_closing_is_not_taken_back(late, week, clock):
    """From a page that was open when the week was opened and closed again."""
    count_late(week, late, by=None)
    reopen_week(week, by=None)
    close(week)
    with pytest.raises(Refused):
        uncount(week, late, by=None)


def test_a_late_count_is_not_taken_back_once_the_next_week_is_closed(late, week, next_week, clock):
    count_late(week, late, by=None)
    clock.move_to(datetime(2026, 9, 18, tzinfo=UTC))
    close(next_week)
    with pytest.raises(Refused):
        uncount(week, late, by=None)


def test_after_48_hours_what_a_week_came_to_stands(late, week, clock):
    clock.move_to(datetime(2026, 9, 13, 12, tzinfo=UTC))
    assert finished_late(week) == [late]
    clock.shift(timedelta(seconds=1))
    assert finished_late(week) == []
    with pytest.raises(Refused):
        count_late(week, late, by=None)


def test_what_is_not_done_is_not_counted(late, week, next_week):
    late.move(column="doing", milestone_id=next_week.pk, by=None)
    with pytest.raises(Refused):
        count_late(week, late, by=None)


def test_what_was_never_in_the_week_is_not_counted(late, week, next_week):
    with pytest.raises(Refused):
        count_late(week, add(next_week, 60, Column.DONE), by=None)


def test_a_card_counted_late_stays_when_the_closing_is_undone(late, week, next_week):
    count_late(week, late, by=None)
    reopen_week(week, by=None)
    assert (fresh(late).milestone_id, fresh(late).column) == (week.pk, "done")
    assert kept(week) == ("undone", {"planned": (1, 60), "done": (1, 60)})
    with pytest.raises(Refused):
        count_late(week, late, by=None)


# --- Whatever stands in the week ----------------------------------------------------------------------------
CARDS = st.lists(
    st.tuples(
        st.sampled_from(Column.values),
        st.sampled_from([None, 30, 240, 600]),
        st.booleans(),  # before the week begins, or in it
        st.sampled_from(Choice.values),
        st.sampled_from([None, 60, 300]),  # estimated anew in the week
    ),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(cards=CARDS, elsewhere=CARDS)
def test_closing_keeps_every_card_once_adds_up_and_is_undone_exactly(db, cards, elsewhere):
    with transaction.atomic(), time_machine.travel(BEFORE, tick=False) as clock:
        project = ProjectFactory()
        week, following = (
            MilestoneFactory(project=project, number=n + 1, starts_on=MONDAY + timedelta(days=7 * n))
            for n in range(2)
        )
        choices = work(clock, week, cards, following, elsewhere)
        before, account = whole_state(project), read_accounts(project)
        numbers = sorted(project.cards.values_list("number", flat=True))
        close_week(week, choices, by=None)
        assert sorted(project.cards.values_list("number", flat=True)) == numbers
        assert not unfinished_left(week)
        _, told = kept(week)
        assert told.get("planned", (0, 0)) == pair(account[week.pk].planned)
        assert told.get("added", (0, 0)) == pair(account[week.pk].added)
        assert "open" not in told
        assert read_accounts(project)[following.pk].adds_up
        reopen_week(week, by=None)
        assert whole_state(project) == before
        assert read_accounts(project) == account
        assert kept(week)[1] == {
            name: pair(getattr(account[week.pk], name))
            for name in ("planned", "added", "done", "dropped", "carried", "later", "open")
            if pair(getattr(account[week.pk], name)) != (0, 0)
        }
        transaction.set_rollback(True)


def work(clock, week, cards, following, elsewhere):
    """Let the week have its cards, some of them before it begins; the choices for those that are left."""
    choices = {}
    for early in (True, False):
        clock.move_to(datetime(2026, 9, 5 if early else 8, tzinfo=UTC))
        for place, drawn in ((week, cards), (following, elsewhere)):
            for column, minutes, is_early, choice, _ in drawn:
                if is_early == early:
                    choices[add(place, minutes, column).number] = Choice(choice)
    clock.move_to(datetime(2026, 9, 10, tzinfo=UTC))
    for card, (*_, anew) in zip(list(week.cards.order_by("pk")), cards, strict=True):
        card.project = week.project
        anew and card.estimate(anew, by=None)
    return choices


def unfinished_left(week):
    return list(unfinished(week))


def pair(tally):
    return tally.cards, tally.minutes


# --- Dates --------------------------------------------------------------------------------------------------
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"]
# A week with 23 and with 25 hours on one of its days where there is daylight saving, and the turn of a 53-week year.
STARTS = [date(2026, 3, 23), date(2026, 10, 19), date(2026, 12, 28)]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("starts_on", STARTS)
def test_a_week_can_be_closed_from_its_first_midnight_where_the_project_lives(zone, starts_on):
    project = ProjectFactory(time_zone=zone, starts_on=starts_on)
    week, following = (
        MilestoneFactory(project=project, number=n + 1, starts_on=starts_on + timedelta(days=7 * n))
        for n in range(2)
    )
    midnight = datetime.combine(starts_on, datetime.min.time(), ZoneInfo(zone))
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False) as clock:
        add(week)
        with pytest.raises(ValidationError):
            close(week)
        clock.move_to(midnight)
        close(week, Choice.NEXT)
        assert kept(week) == ("closed", {"planned": (1, 60), "carried": (1, 60)})
        next_midnight = datetime.combine(following.starts_on, datetime.min.time(), ZoneInfo(zone))
        clock.move_to(next_midnight - timedelta(seconds=1))
        with pytest.raises(ValidationError):
            close(following)
        clock.move_to(next_midnight)
        add(following)
        account = read_accounts(project)[following.pk]
        assert [pair(account.planned), pair(account.added)] == [(2, 120), (0, 0)]
        clock.shift(timedelta(seconds=1))
        add(following)
        assert pair(read_accounts(project)[following.pk].added) == (1, 60)


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
        choices = dict(zip((c.number for c in unfinished(this)), list(Choice) * 100, strict=False))
        with CaptureQueriesContext(connection) as closing:
            close_week(this, choices, by=None)
        with CaptureQueriesContext(connection) as undoing:
            reopen_week(this, by=None)
        close_week(this, choices, by=None)
        counts.append((len(closing), len(undoing)))
    assert counts[0] == counts[1]
