"""A project in the second of four weeks."""

from datetime import timedelta

import pytest
import time_machine

from tests.factories import MilestoneFactory


@pytest.fixture(autouse=True)
def wednesday():
    """Of the second of four weeks."""
    with time_machine.travel("2026-09-16T10:00:00Z", tick=False):
        yield


@pytest.fixture
def weeks(project, week):
    more = [
        MilestoneFactory(project=project, number=n, starts_on=week.starts_on + timedelta(weeks=n - 1))
        for n in (2, 3, 4)
    ]
    return [week, *more]
