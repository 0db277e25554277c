"""Weeks to hand demos in for."""

import pytest
import time_machine

from tests.factories import MilestoneFactory


@pytest.fixture
def weeks(project, week):
    """Three, of which the second is on."""
    with time_machine.travel("2026-09-16T10:00:00Z"):
        yield [
            week,
            *(MilestoneFactory(project=project, number=n, starts_on=f"2026-09-{n * 7}") for n in (2, 3)),
        ]
