"""The loops in every server process that do errands: when one is written here, when one is due, once a minute."""

import asyncio
import contextlib
import logging
from datetime import datetime

from django.db import Error, connection
from django.utils import timezone

from projects.errands import waking
from projects.errands.run import next_due, run_lane
from projects.files import child
from projects.threads import run_in_thread

INTERVAL = 60.0  # seconds between two looks at most, for what other processes have written or have not done
BUSY = 2.0  # at least: what is due still waits for the turn of another process, or for its own second try

log = logging.getLogger("projects.errands")


class ErrandLoop:
    """Looks by a thread that is there anyway; only where something is to be done, one more works for its lane."""

    def __init__(self, lane: str) -> None:
        self.lane = lane
        self.is_stopping = False
        self.is_database_away = False  # said once, however often it is asked

    async def start(self) -> None:
        """Start in the running loop; the server's start does not wait for the first round."""
        self.is_stopping = False
        child.server_ends.clear()
        self.woken = asyncio.Event()
        self.loop = asyncio.get_running_loop()
        waking.listeners.append(self.wake)
        self.task = asyncio.create_task(self.run())

    def wake(self) -> None:
        """Have the loop look now; called by any thread."""
        with contextlib.suppress(RuntimeError):  # the loop has ended: the next process looks
            self.loop.call_soon_threadsafe(self.woken.set)

    def stop(self) -> None:
        """Take no further errand, and end a child. A mail goes on for as long as the process may; see `Errand`."""
        self.is_stopping = True
        child.server_ends.set()
        waking.listeners.remove(self.wake)
        self.wake()

    async def run(self) -> None:
        while not self.is_stopping:
            pause = await self.look()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), pause)
            self.woken.clear()

    async def look(self) -> float:
        """Do what is due; return for how many seconds there is nothing to do."""
        try:
            due = await run_in_thread(next_due, self.lane)
            if due and due <= timezone.now():
                await asyncio.to_thread(self.work)
                due = await run_in_thread(next_due, self.lane)
            self.is_database_away = False
            return pause_until(due)
        except Error:
            if not self.is_database_away:
                log.warning("The database does not answer; errands wait until it does.")
            self.is_database_away = True
        except Exception:
            log.exception("Errands: unexpected error")
        return INTERVAL

    def work(self) -> None:
        try:
            run_lane(self.lane, lambda: self.is_stopping)
        finally:
            connection.close()  # the next errand may be hours away


def pause_until(due: datetime | None) -> float:
    left = (due - timezone.now()).total_seconds() if due else INTERVAL
    return min(max(left, BUSY), INTERVAL)
