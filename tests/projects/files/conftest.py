"""A folder for a child process; and which tests need a kernel that confines it."""

import pytest

from projects.files import landlock
from projects.files.child import work_folder

SIGNALS_TOO = 6  # the version of Landlock that also keeps a process from others

collect_ignore = [] if landlock.version() >= SIGNALS_TOO else ["test_confinement.py"]


@pytest.fixture
def folder(files):
    with work_folder() as folder:
        yield folder
