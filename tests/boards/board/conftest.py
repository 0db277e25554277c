"""A board in the second of three weeks."""

from datetime import timedelta

import pytest
import time_machine

from tests.factories import MilestoneFactory


@pytest.fixture(autouse=True)
def wednesday():
    """Of the second of three weeks; the demo is on the Friday."""
    with time_machine.travel("2026-09-16T10:00:00Z", tick=False):
        yield


@pytest.fixture
def weeks(project, week):
    more = [
        MilestoneFactory(project=project, number=n, starts_on=week.starts_on + timedelta(weeks=n - 1))
        for n in (2, 3)
    ]
    return [week, *more]


@pytest.fixture
def show(as_member, project):
    return lambda query="", client=as_member: client.get(f"/p/{project.slug}/board/{query}")
