"""Staff, and a plan of three weeks, for the pages of the admin."""

from datetime import timedelta

import pytest

from tests.conftest import client_for
from tests.factories import MONDAY, MilestoneFactory, UserFactory


@pytest.fixture
def staff(db):
    """Somebody who may come in, and nothing else."""
    return UserFactory(is_staff=True)


@pytest.fixture
def as_staff(staff):
    return client_for(staff)


@pytest.fixture
def plan(project, week):
    """The project with two more weeks."""
    for number in (2, 3):
        first_day = MONDAY + timedelta(weeks=number - 1)
        MilestoneFactory(project=project, number=number, starts_on=first_day, goal=f"Goal {number}")
    return project
