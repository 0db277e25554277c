"""What stands before everything: a request's number, its true client, its callable; start and stop."""

import asyncio
import contextlib
import logging
import os
import re
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

from config.errors import LAST_WORDS, RETRY_AFTER, database_is_away
from config.proxies import Network, cleaned
from config.request_id import begin
from projects.plain import answer

App = Callable[[dict[str, Any], Callable, Callable], Awaitable[None]]
SAFE = ("GET", "HEAD", "OPTIONS")  # methods that change nothing (RFC 9110, section 9.2.1)
HARD_STOP = 9.0  # seconds from SIGTERM; a container's supervisor kills after ten

access = logging.getLogger("config.access")
log = logging.getLogger("config.front")


class Front:
    """An ASGI application: each request goes to the first route whose pattern is its path, else to `pages`.

    A route is a plain ASGI callable: it holds no thread and no connection while it waits. What its pattern
    names stands in `scope["path_params"]`. `on_start` callables are awaited in the server's loop before the
    first request; `on_stop` callables are called in that loop the moment the process is told to end, and must
    end the streams that are open, because the server waits for them. `on_written` callables are called in the loop
    when a request that may have changed something has been answered.
    """

    def __init__(self, pages: App, *, trusted: Iterable[Network] = ()) -> None:
        self.pages = pages
        self.trusted = tuple(trusted)
        self.routes: list[tuple[re.Pattern[str], App]] = []
        self.on_start: list[Callable[[], Awaitable[None]]] = []
        self.on_stop: list[Callable[[], None]] = []
        self.on_written: list[Callable[[], None]] = []

    def route(self, pattern: str, callable_: App) -> None:
        self.routes.append((re.compile(pattern), callable_))

    async def __call__(self, scope, receive, send) -> None:
        match scope["type"]:
            case "http":
                await self.http(scope, receive, send)
            case "lifespan":
                await self.lifespan(receive, send)
            case "websocket":
                await send({"type": "websocket.close", "code": 1000})

    async def http(self, scope, receive, send) -> None:
        """One request, numbered; a mistake in a callable is answered in a sentence and logged."""
        begun, status, number = time.perf_counter(), 0, begin()

        async def numbered(message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", number.encode())]
            await send(message)

        scope = cleaned(scope, self.trusted)
        callable_, scope["path_params"] = self.find(scope["path"])
        try:
            await callable_(scope, receive, numbered)
        except Exception as error:
            if status:
                raise  # too late for words: the server closes the connection and logs it
            await say_broken(numbered, scope["path"], error)
        if scope["method"] not in SAFE:
            for written in self.on_written:
                written()
        spent = (time.perf_counter() - begun) * 1000
        access.info("%s %s %s %.0f ms", scope["method"], scope["path"], status or "left", spent)

    def find(self, path: str) -> tuple[App, dict[str, str]]:
        for pattern, callable_ in self.routes:
            if found := pattern.fullmatch(path):
                return callable_, found.groupdict()
        return self.pages, {}

    async def lifespan(self, receive, send) -> None:
        await receive()
        for start in self.on_start:
            await start()
        with ahead_of_the_server(self.stop):
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    def stop(self) -> None:
        for callback in self.on_stop:
            callback()


async def say_broken(send: Callable, path: str, error: Exception) -> None:
    """As Django's pages do: 503 for a database that will be back, 500 for a mistake of ours."""
    if database_is_away(error):
        again = [(b"retry-after", str(RETRY_AFTER).encode())]
        await answer(send, 503, LAST_WORDS[503], headers=again, close=True)
        return
    log.exception("Internal Server Error: %s", path)
    await answer(send, 500, "Something went wrong here. Nothing was saved.", close=True)


@contextlib.contextmanager
def ahead_of_the_server(stop: Callable[[], None]) -> Iterator[None]:
    """Have `stop` called in the loop at SIGTERM or SIGINT, before the server waits for open answers."""
    loop = asyncio.get_running_loop()
    if threading.current_thread() is not threading.main_thread():  # only the main thread may handle signals
        yield
        return

    def told(number, frame) -> None:
        loop.call_soon_threadsafe(stop)
        # A view that waits for a lock would keep the process past its supervisor's patience.
        killer = threading.Timer(HARD_STOP, os._exit, (1,))
        killer.daemon = True
        killer.start()
        servers[number](number, frame)

    servers: dict[int, Any] = {
        number: signal.signal(number, told) for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield
    finally:
        for number, handler in servers.items():
            signal.signal(number, handler)
