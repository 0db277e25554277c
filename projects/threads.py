"""Queries for ASGI callables, which run in the server's loop and must not block it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

# Few: these queries are short, and each thread holds a connection, however many streams are open.
executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="beside-django")


async def run_in_thread[**P, T](work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what `work` returns, run in a thread that has a database connection of its own."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(executor, lambda: with_usable_connection(work, *args, **kwargs))


def with_usable_connection[**P, T](work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `work`; reopen a connection that has died, as Django does before and after a request."""
    close_old_connections()
    try:
        return work(*args, **kwargs)
    finally:
        close_old_connections()
