"""A Wednesday with somebody who has cards."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from boards.models import Column
from tests.factories import CardFactory, MembershipFactory, UserFactory

WEDNESDAY = datetime(2026, 9, 9, 9, 30, tzinfo=UTC)


@pytest.fixture
def now():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def emeka(project):
    return MembershipFactory(project=project, user=UserFactory(name="Emeka Obi"))


@pytest.fixture
def card_of(project, week):
    """Makes a card of a member, at work or done for so many days."""

    def card_of(member, title, column=Column.TODO, days=0, **fields):
        at = timezone.now() - timedelta(days=days)
        started = at if column != Column.TODO else None
        done = at if column == Column.DONE else None
        given = {"milestone": week, "started_at": started, "done_at": done, **fields}
        card = CardFactory(project=project, title=title, column=column, **given)
        if member:
            card.assignees.add(member)
        return card

    return card_of
