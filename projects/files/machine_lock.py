"""Locks that one process of a machine holds while it does what is heavy; what a killed holder has left behind."""

import fcntl
import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from projects.files.storage import WORK

# Files in DATA_DIR, which hold the name of the folder in which is being worked.
HEAVY, JOINED_FILM = "heavy-lock", "joined-film-lock"
NAMES = (HEAVY, JOINED_FILM)
WORK_FOLDER = re.compile(WORK + "/[0-9a-f]{32}")


class Held(threading.local):
    """The open files of the locks that a thread has; the children that it starts inherit them."""

    def __init__(self) -> None:
        self.files: list[int] = []


held = Held()


@contextmanager
def machine_lock(name: str = HEAVY) -> Iterator[bool]:
    """Hold a lock if it is free, and tell whether it was. What its last holder has left half done is deleted.

    The kernel releases it when this process and its child have ended, in whatever way. Until a child of a killed
    server is gone as well, no other begins.
    """
    file = os.open(Path(settings.DATA_DIR) / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        yield False
        return
    held.files.append(file)
    try:
        sweep(file)
        yield True
    finally:
        held.files.remove(file)
        os.close(file)  # without unlocking it: a child may not be quite gone


def note(name: str) -> None:
    """Write down in which folder the holder of a lock works; whoever has the lock after a crash deletes it."""
    for file in held.files:
        os.ftruncate(file, 0)
        os.pwrite(file, name.encode(), 0)


def sweep(file: int) -> None:
    name = os.pread(file, 200, 0).decode(errors="replace")
    if WORK_FOLDER.fullmatch(name):
        shutil.rmtree(default_storage.path(name), ignore_errors=True)
