"""A second week, a clock that stands still before both, and a week that is closed."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from boards.models import Column
from tests.boards.closing.weeks import BEFORE, add, close
from tests.factories import MilestoneFactory


@pytest.fixture
def next_week(project):
    return MilestoneFactory(project=project, number=2, starts_on=date(2026, 9, 14))


@pytest.fixture
def clock():
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def closed(clock, week, next_week):
    """Week 1, closed with one card done."""
    add(week, 60, Column.DONE)
    clock.move_to(datetime(2026, 9, 11, tzinfo=UTC))
    close(week)
    return week
