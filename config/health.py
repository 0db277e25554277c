"""Two addresses for load balancers and containers. Fixed words only: they are open to the whole world."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import Error, connection

from projects.plain import answer

PATIENCE = 3.0
# One thread of its own: a busy pool must not look like a missing database, nor a hanging check eat a pool.
checker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readyz")


async def alive(scope, receive, send) -> None:
    """/healthz: this process answers. It asks nobody else: a database's restart must not restart us."""
    await answer(send, 200, "ok")


async def ready(scope, receive, send) -> None:
    """/readyz: the database answers as well, on a new connection, and has our tables."""
    checking = asyncio.get_running_loop().run_in_executor(checker, database_answers)
    try:
        is_ready = await asyncio.wait_for(checking, PATIENCE)
    except TimeoutError:
        is_ready = False
    if is_ready:
        await answer(send, 200, "ready")
    else:
        await answer(send, 503, "not ready")


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations")
            return cursor.fetchone() is not None
    except Error:
        return False
    finally:
        connection.close()
