"""What tests of pictures share."""

import pytest

from projects.files.task import TaskRefused
from tests.boards.files.pictures import Made


@pytest.fixture
def make(tmp_path):
    """Has the task make what is stored of a picture."""
    return lambda content, kind: Made(content, kind, tmp_path / "work")


@pytest.fixture
def refusal(make):
    """Returns why the task makes nothing of a picture."""

    def refusal(content, kind):
        with pytest.raises(TaskRefused) as refused:
            make(content, kind)
        return refused.value.code

    return refusal
