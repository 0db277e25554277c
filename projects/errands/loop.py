"""The loop in every server process that does errands: when one is written here, and once a minute."""

import asyncio
import contextlib
import logging

from django.db import Error, connection

from projects.errands import waking
from projects.errands.run import is_any_due, run_due
from projects.threads import run_in_thread

INTERVAL = 60.0  # seconds between two looks, for what other processes have written or have not done

log = logging.getLogger("projects.errands")


class ErrandLoop:
    """Looks by a thread that is there anyway; only where something is to be done, one more works, one at a time."""

    def __init__(self) -> None:
        self.is_stopping = False
        self.is_database_away = False  # said once, however often it is asked

    async def start(self) -> None:
        """Start in the running loop; the server's start does not wait for the first round."""
        self.is_stopping = False
        self.woken = asyncio.Event()
        self.loop = asyncio.get_running_loop()
        waking.listeners.append(self.wake)
        self.task = asyncio.create_task(self.run())

    def wake(self) -> None:
        """Have the loop look now; called by any thread."""
        with contextlib.suppress(RuntimeError):  # the loop has ended: the next process looks
            self.loop.call_soon_threadsafe(self.woken.set)

    def stop(self) -> None:
        """Take no further errand. The one that is being done goes on for as long as the process may; see `Errand`."""
        self.is_stopping = True
        waking.listeners.remove(self.wake)
        self.wake()

    async def run(self) -> None:
        while not self.is_stopping:
            await self.look()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), INTERVAL)
            self.woken.clear()

    async def look(self) -> None:
        try:
            if await run_in_thread(is_any_due):
                await asyncio.to_thread(self.work)
            self.is_database_away = False
        except Error:
            if not self.is_database_away:
                log.warning("The database does not answer; errands wait until it does.")
            self.is_database_away = True
        except Exception:
            log.exception("Errands: unexpected error")

    def work(self) -> None:
        try:
            run_due(lambda: self.is_stopping)
        finally:
            connection.close()  # the next errand may be hours away
