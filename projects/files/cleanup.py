"""Deletes files that nobody needs any more, at the start of the server and at intervals while it runs."""

import asyncio
import logging

from projects.files import storage
from projects.files.machine_lock import NAMES, machine_lock

INTERVAL = 30 * 60.0  # seconds
log = logging.getLogger(__name__)
tasks: set[asyncio.Task] = set()  # the loop itself holds tasks only weakly


async def start_cleanup() -> None:
    """Start cleaning up; the server's start does not wait for the first round."""
    task = asyncio.create_task(cleanup_forever())
    tasks.add(task)
    task.add_done_callback(tasks.discard)


async def cleanup_forever() -> None:
    while True:
        try:
            await asyncio.to_thread(clean_up)
        except Exception:
            log.exception("Files that nobody needs any more could not be deleted.")
        await asyncio.sleep(INTERVAL)


def clean_up() -> None:
    storage.cleanup()
    for name in NAMES:
        with machine_lock(name):  # who takes it deletes what was left half done
            pass
