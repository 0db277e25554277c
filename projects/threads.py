"""Work with the database for callables that live in the server's loop, where nothing may wait."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

# Few: what is asked here is short, and each thread keeps a connection, however many streams are open.
workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="beside-django")


async def in_a_thread[**P, T](work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` returns, done in a thread that has a database connection of its own."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(workers, lambda: with_a_good_connection(work, *args, **kwargs))


def with_a_good_connection[**P, T](work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """As a request begins and ends in Django: a connection that has died is opened anew."""
    close_old_connections()
    try:
        return work(*args, **kwargs)
    finally:
        close_old_connections()
