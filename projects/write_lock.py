"""Whose turn it is to write: SQLite has one writer at a time, and ours stand in line for it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import RLock

from django.db import OperationalError, connection

# SQLite itself has no line: who finds it busy sleeps, up to a tenth of a second at a time, and tries again.
# The disk stands idle meanwhile, and of 16 writers the unlucky one waits seconds (docs/decisions.md).
in_this_process = RLock()


@contextmanager
def turn_to_write() -> Iterator[None]:
    """Wait for one's turn among all who change a project of this database, whatever their process.

    On PostgreSQL there is nothing to wait for: its rows have locks with lines of their own. Nor in a transaction:
    this thread may hold SQLite's lock, for which whoever has the turn is waiting.
    Raises OperationalError for somebody who has waited as long as SQLite would.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    if not in_this_process.acquire(timeout=connection.settings_dict["OPTIONS"].get("timeout", 5)):
        raise OperationalError("database is locked: others were before us all the time")
    try:
        with in_line(place_of_the_line()):
            yield
    finally:
        in_this_process.release()


def place_of_the_line() -> str | None:
    """A file beside the database, as its -wal and -shm; none for one in memory, which no other process sees."""
    if connection.is_in_memory_db():  # type: ignore[attr-defined]
        return None
    return f"{connection.settings_dict['NAME']}-turn"


@contextmanager
def in_line(path: str | None) -> Iterator[None]:
    """Hold the lock of this file, which is empty. The kernel wakes the next, and lets go for a process that died.

    The file is opened each time, because a descriptor that a fork has copied would share the lock. It is never
    the database's own: closing that would drop SQLite's locks. Where there can be none, SQLite's wait has to do.
    """
    file = None
    with suppress(OSError):
        if path:
            file = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
            fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if file is not None:
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_UN)
            os.close(file)
