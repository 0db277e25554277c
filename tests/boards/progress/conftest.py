"""A plan of ten weeks."""

import pytest

from tests.boards.progress.plans import plan


@pytest.fixture
def weeks(project):
    """Ten weeks from 7 September on."""
    project.milestones.all().delete()
    return plan(project, 10)
