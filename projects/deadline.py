"""One deadline for everything that a request waits for: a thread, other writers, the database's locks."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

LEAST = 0.1  # seconds: who has come too late still gets what is free, however busy the machine is

ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


@contextmanager
def shared_deadline() -> Iterator[None]:
    """Let all waits in the block end together, LOCK_WAIT seconds from now, or when those around it end."""
    if ends_at.get() is not None:
        yield
        return
    with deadline_anew():
        yield


@contextmanager
def deadline_anew() -> Iterator[None]:
    """Let the waits in the block begin with the whole time: after work that took its time and waited for nobody."""
    token = ends_at.set(time.monotonic() + settings.LOCK_WAIT)
    try:
        yield
    finally:
        ends_at.reset(token)


def seconds_left() -> float:
    """Return for how long one may still wait. Outside of a request, each wait has the whole time."""
    end = ends_at.get()
    return settings.LOCK_WAIT if end is None else max(LEAST, end - time.monotonic())
