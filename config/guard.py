"""Reads a request's body before Django is given a thread: too long, slow or half-sent ones get none."""

import asyncio
import contextlib
import re
from collections.abc import Callable
from tempfile import SpooledTemporaryFile

from config.errors import RETRY_AFTER, too_large
from projects.plain import answer

KIB, MIB = 1024, 1024 * 1024
IN_MEMORY = 256 * KIB  # a longer body goes to disk
PATIENCE = 20.0  # seconds a sender may take, and one more for every SLOWEST bytes that have come
SLOWEST = 16 * KIB
SWALLOW = 32 * MIB  # read and thrown away before a 413: browsers listen only when they have sent all
AT_ONCE = 128  # bodies being read at the same time in one process
AGAIN = [(b"retry-after", str(RETRY_AFTER).encode())]


class Refused(Exception):
    """This request gets no thread; the arguments are the status and the sentence."""


class Left(Exception):
    """The client went away before its body was whole: nothing of it may be carried out."""


DEMO = re.compile(r"/p/[-\w]+/(?:weeks/\d+/demo|demos/\d+/replace)/")


def allowed_size(scope) -> int:
    """How many bytes a body may have; a path that takes more gets its line here."""
    kind = dict(scope["headers"]).get(b"content-type", b"")
    if not kind.startswith(b"multipart/form-data"):
        return MIB
    return 26 * MIB if DEMO.fullmatch(scope["path"]) else 3 * MIB


class Guard:
    """Passes a request on once its body is whole, as the file `scope["weekboard.body"]`."""

    def __init__(
        self,
        app,
        *,
        limit: Callable[[dict], int] = allowed_size,
        patience: float = PATIENCE,
        at_once: int = AT_ONCE,
    ) -> None:
        self.app, self.limit, self.patience, self.at_once = app, limit, patience, at_once
        self.reading = 0

    async def __call__(self, scope, receive, send) -> None:
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                size = await self.read(scope, receive, body)
            except Left:
                return
            except Refused as refusal:
                await refuse(scope, send, *refusal.args)
                return
            await self.app(with_body(scope, body, size), receive, send)

    async def read(self, scope, receive, body) -> int:
        """Fill `body`; its size. Only announced bodies are waited for, so a plain GET costs nothing here."""
        announced, limit = announced_size(scope), self.limit(scope)
        if announced == 0:
            return 0
        if announced and announced > limit + SWALLOW:
            raise Refused(413, too_long(limit))
        size = await self.in_turn(self.copy(receive, body, limit))
        if size > limit:
            raise Refused(413, too_long(limit))
        if announced not in (None, size):
            raise Refused(400, "The request is not as long as it says.")
        body.seek(0)
        return size

    async def in_turn(self, copying) -> int:
        """Await `copying` unless too many others are at it or the sender is too slow."""
        if self.reading >= self.at_once:
            copying.close()
            raise Refused(503, "The server is busy. Please try again in a moment.")
        self.reading += 1
        try:
            return await copying
        except TimeoutError:
            raise Refused(408, "The request took too long to arrive. Please try again.") from None
        finally:
            self.reading -= 1

    async def copy(self, receive, body, limit: int) -> int:
        """Take what comes; past the limit it is counted, not kept."""
        size, more, begun = 0, True, asyncio.get_running_loop().time()
        async with asyncio.timeout_at(begun + self.patience) as deadline:
            while more and size <= limit + SWALLOW:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Left
                chunk, more = message.get("body", b""), message.get("more_body", False)
                size += len(chunk)
                if size <= limit:
                    body.write(chunk)
                deadline.reschedule(begun + self.patience + size / SLOWEST)
        return size


async def refuse(scope, send, status: int, sentence: str) -> None:
    """In a sentence; what is too large, which a person can do something about, to a browser as a page."""
    text, headers = sentence, AGAIN if status == 503 else []
    if status == 413 and shows_pages(scope):
        with contextlib.suppress(Exception):  # no templates, no static files: the sentence will do
            text, headers = too_large(sentence)
    await answer(send, status, text, headers=headers, close=True)


def shows_pages(scope) -> bool:
    """Whether what comes back will be the page in the window, and not read by a script."""
    headers = dict(scope["headers"])
    return b"text/html" in headers.get(b"accept", b"") and b"hx-request" not in headers


def announced_size(scope) -> int | None:
    """What Content-Length says: 0 without a body, None for a chunked one, whose length nobody knows yet."""
    lengths = {value for name, value in scope["headers"] if name == b"content-length"}
    if any(name == b"transfer-encoding" for name, _ in scope["headers"]):
        return None
    if len(lengths) > 1 or not all(length.isdigit() for length in lengths):
        raise Refused(400, "The length of the request is not a number.")
    return int(lengths.pop()) if lengths else 0


def with_body(scope, body, size: int) -> dict:
    """`scope` as if the body had come in one piece: a chunked one has a length now, which WSGI asks for."""
    kept = [pair for pair in scope["headers"] if pair[0] not in (b"content-length", b"transfer-encoding")]
    return {**scope, "headers": [*kept, (b"content-length", str(size).encode())], "weekboard.body": body}


def too_long(limit: int) -> str:
    return f"This is more than the {limit // MIB} MB that can be sent here. Nothing was saved."
