"""The outermost ASGI application: request ids, forwarded headers, routes beside Django, start and shutdown."""

import logging
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from config.errors import PLAIN_TEXT_FALLBACK, RETRY_AFTER, is_database_unavailable
from config.proxies import Network, apply_forwarded_headers
from config.request_id import assign_request_id
from config.security_headers import with_security_headers
from config.shutdown import Shutdown
from projects.plain_text import send_text

App = Callable[[dict[str, Any], Callable, Callable], Awaitable[None]]
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")  # they change nothing (RFC 9110, section 9.2.1)

access = logging.getLogger("config.access")
log = logging.getLogger("config.router")


class Router:
    """An ASGI application: each request goes to the first route whose pattern matches its path, else to `default`.

    A route is a plain ASGI callable: it holds no thread and no connection while it waits. The named groups of its
    pattern are in `scope["path_params"]`; `scope["draining"]` says whether this process is about to end. `on_start`
    callables are awaited in the server's loop before the first request; `on_stop` callables are called in that loop
    when the process has drained, and must end the open streams, because the server waits for them. `after_write`
    callables are called in the loop when a request that may have changed something has been answered.
    """

    def __init__(self, default: App, *, trusted: Iterable[Network] = (), drain_seconds: float = 0) -> None:
        self.default = default
        self.trusted = tuple(trusted)
        self.routes: list[tuple[re.Pattern[str], App]] = []
        self.shutdown = Shutdown(drain_seconds, self.stop)
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
                headers = with_security_headers(message.get("headers", ()), scope["scheme"], request_id)
                if self.shutdown.is_draining:
                    headers.append((b"connection", b"close"))
                message["headers"] = headers
            await send(message)

        scope = apply_forwarded_headers(scope, self.trusted)
        app, scope["path_params"] = self.match(scope["path"])
        scope["draining"] = self.shutdown.is_draining
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
        with self.shutdown.on_signals():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    def stop(self) -> None:
        for callback in self.on_stop:
            callback()


async def send_error(send: Callable, path: str, error: Exception) -> None:
    """Answer like Django's pages: 503 for a database that will be back, 500 for a bug."""
    if is_database_unavailable(error):
        await send_text(send, 503, PLAIN_TEXT_FALLBACK[503], retry_after=RETRY_AFTER, close=True)
        return
    log.exception("Internal Server Error: %s", path)
    await send_text(send, 500, "Something went wrong here. Nothing was saved.", close=True)
