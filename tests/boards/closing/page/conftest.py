"""A first week with two open cards, on its Friday."""

from datetime import date

import pytest
import time_machine

from tests.factories import CardFactory, MilestoneFactory


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel("2026-09-11T15:00Z", tick=False):
        yield


@pytest.fixture
def next_week(project, week):
    return MilestoneFactory(
        project=project, number=2, starts_on=date(2026, 9, 14), goal="Deploy", demo_task="A change"
    )


@pytest.fixture
def doing(project, week):
    return CardFactory(project=project, milestone=week, column="doing", title="Begun", estimate_minutes=120)


@pytest.fixture
def todo(project, week):
    return CardFactory(project=project, milestone=week, title="Not begun", estimate_minutes=60)
