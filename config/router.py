"""The outermost ASGI application: request ids, forwarded headers, routes beside Django, start and shutdown."""

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

from config.errors import PLAIN_TEXT_FALLBACK, RETRY_AFTER, is_database_unavailable
from config.proxies import Network, apply_forwarded_headers
from config.request_id import assign_request_id
from projects.plain_text import send_text

App = Callable[[dict[str, Any], Callable, Callable], Awaitable[None]]
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")  # they change nothing (RFC 9110, section 9.2.1)
FORCED_EXIT_AFTER = 9.0  # seconds from SIGTERM; a container's supervisor kills after ten

access = logging.getLogger("config.access")
log = logging.getLogger("config.router")


class Router:
    """An ASGI application: each request goes to the first route whose pattern matches its path, else to `default`.

    A route is a plain ASGI callable: it holds no thread and no connection while it waits. The named groups of its
    pattern are in `scope["path_params"]`. `on_start` callables are awaited in the server's loop before the first
    request; `on_stop` callables are called in that loop as soon as the process is told to end, and must end the open
    streams, because the server waits for them. `after_write` callables are called in the loop when a request that
    may have changed something has been answered.
    """

    def __init__(self, default: App, *, trusted: Iterable[Network] = ()) -> None:
        self.default = default
        self.trusted = tuple(trusted)
        self.routes: list[tuple[re.Pattern[str], App]] = []
        self.on_start: list[Callable[[], Awaitable[None]]] = []
        self.on_stop: list[Callable[[], None]] = []
        self.after_write: list[Callable[[], None]] = []

    def route(self, pattern: str, app: App) -> None:
        self.routes.append((re.compile(pattern), app))

    async def __call__(self, scope, receive, send) -> None:
        match scope["type"]:
            case "http":
                await self.http(scope, receive, send)
            case "lifespan":
                await self.lifespan(receive, send)
            case "websocket":
                await send({"type": "websocket.close", "code": 1000})

    async def http(self, scope, receive, send) -> None:
        """Answer one request under an id of its own; an exception of a route is answered and logged."""
        started, status, request_id = time.perf_counter(), 0, assign_request_id()

        async def send_with_id(message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id.encode())]
            await send(message)

        scope = apply_forwarded_headers(scope, self.trusted)
        app, scope["path_params"] = self.match(scope["path"])
        try:
            await app(scope, receive, send_with_id)
        except Exception as error:
            if status:
                raise  # the answer has begun: the server closes the connection and logs the error
            await send_error(send_with_id, scope["path"], error)
        if scope["method"] not in SAFE_METHODS:
            for callback in self.after_write:
                callback()
        spent = (time.perf_counter() - started) * 1000
        access.info("%s %s %s %.0f ms", scope["method"], scope["path"], status or "left", spent)

    def match(self, path: str) -> tuple[App, dict[str, str]]:
        for pattern, app in self.routes:
            if found := pattern.fullmatch(path):
                return app, found.groupdict()
        return self.default, {}

    async def lifespan(self, receive, send) -> None:
        await receive()
        for start in self.on_start:
            await start()
        with on_shutdown_signal(self.stop):
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    def stop(self) -> None:
        for callback in self.on_stop:
            callback()


async def send_error(send: Callable, path: str, error: Exception) -> None:
    """Answer like Django's pages: 503 for a database that will be back, 500 for a bug."""
    if is_database_unavailable(error):
        headers = [(b"retry-after", str(RETRY_AFTER).encode())]
        await send_text(send, 503, PLAIN_TEXT_FALLBACK[503], headers=headers, close=True)
        return
    log.exception("Internal Server Error: %s", path)
    await send_text(send, 500, "Something went wrong here. Nothing was saved.", close=True)


@contextlib.contextmanager
def on_shutdown_signal(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` in the loop at SIGTERM or SIGINT, before the server waits for open answers."""
    loop = asyncio.get_running_loop()
    if threading.current_thread() is not threading.main_thread():  # only the main thread may handle signals
        yield
        return

    def handle(number, frame) -> None:
        loop.call_soon_threadsafe(stop)
        # A view that waits for a lock would keep the process longer than its supervisor waits.
        timer = threading.Timer(FORCED_EXIT_AFTER, os._exit, (1,))
        timer.daemon = True
        timer.start()
        server_handlers[number](number, frame)

    server_handlers: dict[int, Any] = {
        number: signal.signal(number, handle) for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield
    finally:
        for number, handler in server_handlers.items():
            signal.signal(number, handler)
