"""Closing whatever stands in a week, wherever and whenever the project lives."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from boards.closing import Decision, close_week, reopen_week
from boards.models import Column
from boards.reporting.week_accounts import read_accounts
from tests.boards.closing.weeks import BEFORE, MONDAY, add, close, kept, pair, unfinished_left, whole_state
from tests.examples import examples
from tests.factories import MilestoneFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


# --- Whatever stands in the week ----------------------------------------------------------------------------
CARDS = st.lists(
    st.tuples(
        st.sampled_from(Column.values),
        st.sampled_from([None, 30, 240, 600]),
        st.booleans(),  # before the week begins, or in it
        st.sampled_from(Decision.values),
        st.sampled_from([None, 60, 300]),  # estimated anew in the week
    ),
    max_size=8,
)


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
                    choices[add(place, minutes, column).number] = Decision(choice)
    clock.move_to(datetime(2026, 9, 10, tzinfo=UTC))
    for card, (*_, anew) in zip(list(week.cards.order_by("pk")), cards, strict=True):
        card.project = week.project
        anew and card.estimate(anew, by=None)
    return choices


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
        close(week, Decision.NEXT)
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
