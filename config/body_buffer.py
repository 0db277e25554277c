"""Reads a request's body before Django is given a thread: too long, slow or incomplete bodies get none."""

import asyncio
import contextlib
import re
from collections.abc import Callable
from tempfile import SpooledTemporaryFile

from django.conf import settings

from config.errors import RETRY_AFTER, too_large_page
from projects import limits
from projects.files.storage import DISK_FULL
from projects.plain_text import send_text

KIB, MIB = 1024, 1024 * 1024
MEMORY_LIMIT = 256 * KIB  # a longer body is written to disk
READ_TIMEOUT = 20.0  # seconds a sender may take, and one more for every MIN_BYTES_PER_SECOND that have come
MIN_BYTES_PER_SECOND = 16 * KIB
DISCARD_LIMIT = (
    32 * MIB
)  # read and dropped before a 413: browsers read an answer only when they have sent all
MAX_CONCURRENT = 128  # bodies being read at the same time in one process


class BodyRefused(Exception):
    """This request gets no thread; the arguments are the status and the sentence."""


class ClientDisconnected(Exception):
    """The client went away before its body was complete: nothing of it may be carried out."""


CARD_FILES = re.compile(r"/p/[-\w]+/cards/\d+/files/")
DEMO = re.compile(r"/p/[-\w]+/(?:weeks/\d+/demo|demos/\d+/replace)/")


def allowed_size(scope) -> int:
    """Return how many bytes a body may have; a path that takes more gets its line here."""
    content_type = dict(scope["headers"]).get(b"content-type", b"")
    if not content_type.startswith(b"multipart/form-data"):
        return MIB
    if CARD_FILES.fullmatch(scope["path"]):
        return limits.CARD_FILE_BYTES + MIB
    return (settings.DEMO_MB + 1) * MIB if DEMO.fullmatch(scope["path"]) else 3 * MIB


class BodyBuffer:
    """Passes a request on once its body is complete, as the file `scope["weekboard.body"]`."""

    def __init__(
        self,
        app,
        *,
        limit: Callable[[dict], int] = allowed_size,
        timeout: float = READ_TIMEOUT,
        max_concurrent: int = MAX_CONCURRENT,
    ) -> None:
        self.app, self.limit, self.timeout, self.max_concurrent = app, limit, timeout, max_concurrent
        self.concurrent = 0

    async def __call__(self, scope, receive, send) -> None:
        with SpooledTemporaryFile(max_size=MEMORY_LIMIT, dir=str(settings.FILE_UPLOAD_TEMP_DIR)) as body:
            try:
                size = await self.fill(body, scope, receive)
            except ClientDisconnected:
                return
            except BodyRefused as refusal:
                await send_refusal(scope, send, *refusal.args)
                return
            await self.app(scope_with_body(scope, body, size), receive, send)

    async def fill(self, body, scope, receive) -> int:
        """Read the body into a file and return its size. A request that announces none is not waited for."""
        announced, limit = announced_size(scope), self.limit(scope)
        if announced == 0:
            return 0
        if announced and announced > limit + DISCARD_LIMIT:
            raise BodyRefused(413, too_large_sentence(limit))
        size = await self.limit_concurrency(self.copy(receive, body, limit))
        if size > limit:
            raise BodyRefused(413, too_large_sentence(limit))
        if announced not in (None, size):
            raise BodyRefused(400, "The request is not as long as it says.")
        body.seek(0)
        return size

    async def limit_concurrency(self, copying) -> int:
        """Await `copying`, unless too many bodies are being read already or the sender is too slow."""
        if self.concurrent >= self.max_concurrent:
            copying.close()
            raise BodyRefused(503, "The server is busy. Please try again in a moment.")
        self.concurrent += 1
        try:
            return await copying
        except TimeoutError:
            raise BodyRefused(408, "The request took too long to arrive. Please try again.") from None
        finally:
            self.concurrent -= 1

    async def copy(self, receive, body, limit: int) -> int:
        """Copy what arrives; beyond the limit it is counted and dropped."""
        size, more, started = 0, True, asyncio.get_running_loop().time()
        async with asyncio.timeout_at(started + self.timeout) as deadline:
            while more and size <= limit + DISCARD_LIMIT:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnected
                chunk, more = message.get("body", b""), message.get("more_body", False)
                size += len(chunk)
                if size <= limit:
                    store(body, chunk)
                deadline.reschedule(started + self.timeout + size / MIN_BYTES_PER_SECOND)
        return size


def store(body, chunk: bytes) -> None:
    try:
        body.write(chunk)
    except OSError:
        raise BodyRefused(503, DISK_FULL) from None


async def send_refusal(scope, send, status: int, sentence: str) -> None:
    """Answer with a sentence; 413, which a person can do something about, is a page in a browser's window."""
    text = sentence
    headers: list[tuple[bytes, bytes]] = []
    if status == 413 and wants_page(scope):
        with contextlib.suppress(Exception):  # without templates or static files the sentence has to do
            text, headers = too_large_page(sentence)
    retry_after = RETRY_AFTER if status == 503 else None
    await send_text(send, status, text, headers=headers, retry_after=retry_after, close=True)


def wants_page(scope) -> bool:
    """Tell whether the answer will be the page in the window, and not read by a script."""
    headers = dict(scope["headers"])
    return b"text/html" in headers.get(b"accept", b"") and b"hx-request" not in headers


def announced_size(scope) -> int | None:
    """Return Content-Length: 0 without a body, None for a chunked one, whose length is not known yet."""
    lengths = {value for name, value in scope["headers"] if name == b"content-length"}
    if any(name == b"transfer-encoding" for name, _ in scope["headers"]):
        return None
    if len(lengths) > 1 or not all(length.isdigit() for length in lengths):
        raise BodyRefused(400, "The length of the request is not a number.")
    return int(lengths.pop()) if lengths else 0


def scope_with_body(scope, body, size: int) -> dict:
    """Return `scope` as if the body had come in one piece: WSGI asks for a length, which a chunked one has not."""
    others = [pair for pair in scope["headers"] if pair[0] not in (b"content-length", b"transfer-encoding")]
    return {**scope, "headers": [*others, (b"content-length", str(size).encode())], "weekboard.body": body}


def too_large_sentence(limit: int) -> str:
    return f"This is more than the {limit // MIB} MB that can be sent here. Nothing was saved."
