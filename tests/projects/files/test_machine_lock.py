"""Locks of a machine: one a kind of work, each with the folder that its own holder works in."""

import os
import threading

import pytest

from projects.files.child import work_folder
from projects.files.cleanup import clean_up
from projects.files.machine_lock import JOINED_FILM, NAMES, held, machine_lock


def in_thread(work):
    """Return what `work` returns in another thread."""
    found = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]


def noted(settings, name):
    return (settings.DATA_DIR / name).read_text()


@pytest.mark.usefixtures("files")
def test_two_kinds_of_work_do_not_wait_for_each_other():
    with machine_lock() as is_mine, machine_lock(JOINED_FILM) as is_mine_too:
        assert is_mine
        assert is_mine_too


@pytest.mark.usefixtures("files")
def test_a_thread_that_holds_another_lock_notes_its_folder_there_alone(settings):
    """Else whoever has a lock after a crash would delete another's folder, and leave its own."""

    def work():
        with machine_lock(JOINED_FILM), work_folder() as folder:
            return folder.name, noted(settings, JOINED_FILM)

    with machine_lock(), work_folder() as folder:
        name, joined = in_thread(work)
        assert joined.endswith(name)
        assert noted(settings, "heavy-lock").endswith(folder.name)


@pytest.mark.usefixtures("files")
def test_a_child_inherits_the_locks_of_its_thread_alone():
    with machine_lock():
        assert len(held.files) == 1
        assert in_thread(lambda: list(held.files)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_start_deletes_what_a_killed_holder_has_left(files, settings, name):
    with machine_lock(name), work_folder() as folder:
        left = folder
    left.mkdir()
    (left / "half.mp4").write_bytes(b"half")
    clean_up()
    assert os.listdir(files / "demos/work") == []
