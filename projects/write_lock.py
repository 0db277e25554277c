"""A lock with a queue for writers to SQLite, which has one writer at a time and no queue of its own."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import RLock

from django.db import OperationalError, connection

# Without this, whoever finds SQLite busy sleeps for up to a tenth of a second at a time and tries again. The disk is
# idle meanwhile, and of 16 writers the unlucky one waits seconds (docs/decisions.md).
thread_lock = RLock()


@contextmanager
def sqlite_write_lock() -> Iterator[None]:
    """Wait for the lock that all writers to a project of this SQLite database share, in any process.

    Does nothing on PostgreSQL, whose rows have locks with queues of their own, and nothing inside a transaction: this
    thread may hold SQLite's own lock then, for which the holder of this one is waiting.

    Raises OperationalError after as long a wait as SQLite's own.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    if not thread_lock.acquire(timeout=connection.settings_dict["OPTIONS"].get("timeout", 5)):
        raise OperationalError("database is locked: waited too long for other writers")
    try:
        with file_lock(lock_path()):
            yield
    finally:
        thread_lock.release()


def lock_path() -> str | None:
    """Return a file beside the database, as -wal and -shm; None for a database in memory, which has one process.

    The name is as old as the first version: during an upgrade two versions have to share the lock.
    """
    if connection.is_in_memory_db():  # type: ignore[attr-defined]
        return None
    return f"{connection.settings_dict['NAME']}-turn"


@contextmanager
def file_lock(path: str | None) -> Iterator[None]:
    """Hold the lock of this empty file. The kernel wakes the next in line, and releases it if a process dies.

    The file is opened each time, because a descriptor that a fork has copied would share the lock. It is never the
    database's own: closing that would release SQLite's locks. Where no file can be made, SQLite's waiting must do.
    """
    file = None
    with suppress(OSError):
        if path:
            file = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if file is not None:
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_UN)
            os.close(file)
