"""A lock with a queue for writers to SQLite, which has one writer at a time and no queue of its own."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, RLock, Thread

from django.conf import settings
from django.db import OperationalError, connection

from projects.deadline import seconds_left, shared_deadline

# Without this, whoever finds SQLite busy sleeps for up to a tenth of a second at a time and tries again. The disk is
# idle meanwhile, and of 16 writers the unlucky one waits seconds (docs/decisions.md).
thread_lock = RLock()


@contextmanager
def write_lock() -> Iterator[None]:
    """Wait for the lock that all writers to a project of this SQLite database share, in any process.

    Does nothing on PostgreSQL, whose rows have locks with queues of their own, and nothing inside a transaction: this
    thread may hold SQLite's own lock then, for which the holder of this one is waiting.

    What the block waits for in its turn has the same deadline. Raises OperationalError when it is over.
    """
    with shared_deadline():
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            yield
            return
        if not thread_lock.acquire(timeout=seconds_left()):
            raise OperationalError("database is locked: waited too long for other writers")
        try:
            with file_lock(lock_path()):
                yield
        finally:
            thread_lock.release()


def limit_row_lock_wait() -> None:
    """Let this transaction on PostgreSQL wait for locks no longer than the request may still wait.

    The connection has the whole time as its limit, so that only who has waited before needs a statement for it.
    """
    left = seconds_left()
    if connection.vendor == "postgresql" and left < settings.LOCK_WAIT - 0.2:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {left * 1000:.0f}")


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
    database's own: closing that would release SQLite's locks. Where no file can be made or locked, SQLite's waiting
    must do.
    """
    file = None
    with suppress(OSError):
        file = lock_file(path) if path else None
    try:
        yield
    finally:
        if file is not None:
            release(file)


def lock_file(path: str) -> int:
    """Return an open file with its lock. Raises OperationalError when the deadline is over."""
    with mutex:
        pending = given_up.pop(path, None)
    if pending is None:
        file = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        pending = PendingLock(path, file)
    pending.acquired.wait(seconds_left())
    with mutex:
        if pending.acquired.is_set():
            return pending.file
        given_up[path] = pending
    raise OperationalError("database is locked: waited too long for other processes")


class PendingLock:
    """A place in the kernel's line for a file's lock.

    `flock` cannot be told for how long to wait, so that a thread waits in it. Who gives up leaves the place to the
    next one of this process; if there is none when its turn comes, the lock is released.
    """

    def __init__(self, path: str, file: int) -> None:
        self.path, self.file, self.acquired = path, file, Event()
        Thread(target=self.wait, daemon=True).start()

    def wait(self) -> None:
        with suppress(OSError):
            fcntl.flock(self.file, fcntl.LOCK_EX)
        with mutex:
            self.acquired.set()
            if given_up.get(self.path) is self:
                release(given_up.pop(self.path).file)


mutex = Lock()
given_up: dict[str, PendingLock] = {}


def release(file: int) -> None:
    with suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_UN)
    os.close(file)
