"""Lets a few at once do what is heavy, while as many wait as the server can spare."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class NoSlot(Exception):
    """Too many wait already, or the time is over."""


class Slots:
    """Of one process: each has a thread of its own that waits."""

    def __init__(self, count: int) -> None:
        self.free = threading.Semaphore(count)
        self.lock = threading.Lock()
        self.waiting = 0

    @contextmanager
    def taken(self, until: float, most_waiting: int) -> Iterator[None]:
        """Hold one, and wait for it until then by the monotonic clock. Raises NoSlot."""
        if not self.free.acquire(blocking=False):
            self.wait(until, most_waiting)
        try:
            yield
        finally:
            self.free.release()

    def wait(self, until: float, most_waiting: int) -> None:
        with self.lock:
            if self.waiting >= most_waiting:
                raise NoSlot
            self.waiting += 1
        try:
            if not self.free.acquire(timeout=max(0.0, until - time.monotonic())):
                raise NoSlot
        finally:
            with self.lock:
                self.waiting -= 1
