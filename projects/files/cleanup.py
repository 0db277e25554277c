"""Deletes files of demos that can no longer be restored, at intervals while the server runs."""

import asyncio
import logging

from projects.files import storage

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
            await asyncio.to_thread(storage.cleanup)
        except Exception:
            log.exception("Files of deleted demos could not be removed.")
        await asyncio.sleep(INTERVAL)
