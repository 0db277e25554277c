"""Removes, now and then while the server runs, the files of demos that nobody can bring back any more."""

import asyncio
import logging

from projects.demos.videos import keep

EVERY = 30 * 60.0  # seconds
log = logging.getLogger(__name__)
running: set[asyncio.Task] = set()  # the loop itself holds tasks only weakly


async def begin() -> None:
    """For the start of the server: does not wait for the first round."""
    task = asyncio.create_task(now_and_then())
    running.add(task)
    task.add_done_callback(running.discard)


async def now_and_then() -> None:
    while True:
        try:
            await asyncio.to_thread(keep.sweep)
        except Exception:
            log.exception("The folder of demos could not be swept.")
        await asyncio.sleep(EVERY)
