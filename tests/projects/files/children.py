"""Starts tasks of tests/projects/files/tasks.py in a child process."""

import pytest

from projects.files.child import ChildFailed, ChildLimits, always, run_in_child

LIMITS = ChildLimits(wall=20, cpu=10, memory=2**29, file_size=2**20)


def run(task, folder, inputs=None, is_wanted=always, limits=None, **arguments):
    task = f"tests.projects.files.tasks:{task}"
    limits = ChildLimits(**vars(LIMITS) | (limits or {}))
    return run_in_child(
        task, arguments, inputs=inputs or {}, folder=folder, limits=limits, is_wanted=is_wanted
    )


def reason(task, folder, **more):
    with pytest.raises(ChildFailed) as failure:
        run(task, folder, **more)
    return failure.value.reason
