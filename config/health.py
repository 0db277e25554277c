"""Two addresses for load balancers and containers. Fixed texts only: anybody may read them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import Error, connection

from projects.plain_text import send_text
from projects.versions import all_migrations

TIMEOUT = 3.0  # seconds
# One thread of its own: a busy pool must not look like a missing database, nor a hanging check use up a pool.
executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readyz")


async def alive(scope, receive, send) -> None:
    """Answer /healthz: the process serves. It does not ask the database, whose restart must not restart this server.

    While it drains, the proxy must send people elsewhere.
    """
    await send_text(send, *((503, "stopping") if scope["draining"] else (200, "ok")))


async def ready(scope, receive, send) -> None:
    """Answer /readyz: the database answers on a new connection, and has every migration of this version."""
    if scope["draining"]:
        await send_text(send, 503, "stopping")
        return
    checking = asyncio.get_running_loop().run_in_executor(executor, database_is_ready)
    try:
        is_ready = await asyncio.wait_for(checking, TIMEOUT)
    except TimeoutError:
        is_ready = False
    if is_ready:
        await send_text(send, 200, "ready")
    else:
        await send_text(send, 503, "not ready")


def database_is_ready() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            return all_migrations() <= set(cursor.fetchall())
    except Error:
        return False
    finally:
        connection.close()
