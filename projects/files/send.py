"""Sends stored files beside Django: a slow viewer holds neither a thread nor a database connection.

The type that is sent is the one found in the content, never the one an upload claimed. A browser that opens the file
as a page runs it in a sandbox without any permission.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from django.utils.http import content_disposition_header

from projects.access.stream_session import Scope
from projects.files.ranges import Part, requested_part
from projects.plain_text import send_text
from projects.threads import run_in_thread

CHUNK = 64 * 1024
MAX_CONCURRENT = 200  # files being sent in one process; each holds a file open
STALL_TIMEOUT = 300.0  # seconds in which a viewer takes no bytes: a paused player asks again when it goes on
HEADERS = [
    (b"accept-ranges", b"bytes"),
    # The browser asks every time, so that access is checked; an unchanged file is a 304.
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"cookie"),
    (b"content-security-policy", b"sandbox; default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
# Two threads read for all viewers: a read of a disk is short.
executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="files")
open_descriptors: set[int] = set()


class OpenFile(NamedTuple):
    """A file that is open to be sent, with what its headers say."""

    descriptor: int
    size: int
    content_type: str
    etag: str
    name: str
    disposition: str = "inline"

    @property
    def content_disposition(self) -> str:
        """Name the file as a header may: quoted, and encoded where it has more than ASCII."""
        named = content_disposition_header(self.disposition == "attachment", self.name)
        return named or self.disposition


async def send_stored_file(
    scope: Scope,
    receive: Callable,
    send: Callable,
    open_file: Callable[[], OpenFile | None],
    *,
    missing: str,
    too_many: str,
) -> None:
    """Send the file that `open_file` finds, and close it; the sentences are said where there is none, or no room."""
    if len(open_descriptors) >= MAX_CONCURRENT:
        await send_text(send, 503, too_many, retry_after=5)
        return
    found = await run_in_thread(open_file)
    if found is None:
        await send_text(send, 404, missing)
        return
    open_descriptors.add(found.descriptor)
    try:
        await send_open_file(scope, receive, send, found)
    finally:
        open_descriptors.discard(found.descriptor)
        os.close(found.descriptor)


async def send_open_file(scope: Scope, receive: Callable, send: Callable, found: OpenFile) -> None:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    part = requested_part(headers, size=found.size, etag=found.etag)
    await send(
        {"type": "http.response.start", "status": part.status, "headers": response_headers(found, part)}
    )
    if part.length and scope["method"] == "GET":
        await stream_file(receive, send, found.descriptor, part)
    else:
        await send({"type": "http.response.body", "body": b""})


def response_headers(found: OpenFile, part: Part) -> list[tuple[bytes, bytes]]:
    specific = {"etag": found.etag}
    if part.status == 416:
        specific |= {"content-range": f"bytes */{found.size}", "content-length": "0"}
    elif part.status != 304:
        specific |= {
            "content-type": found.content_type,
            "content-length": str(part.length),
            "content-disposition": found.content_disposition,
        }
    if part.status == 206:
        specific["content-range"] = f"bytes {part.start}-{part.start + part.length - 1}/{found.size}"
    return [*HEADERS, *((name.encode(), value.encode()) for name, value in specific.items())]


async def stream_file(receive: Callable, send: Callable, descriptor: int, part: Part) -> None:
    """Send a part in chunks, as fast as the viewer takes them; end when they disconnect or stall."""
    loop, offset, end = asyncio.get_running_loop(), part.start, part.start + part.length
    disconnected = asyncio.ensure_future(wait_for_disconnect(receive))
    try:
        while offset < end and not disconnected.done():
            chunk = await loop.run_in_executor(
                executor, os.pread, descriptor, min(CHUNK, end - offset), offset
            )
            if not chunk:  # the file has become shorter on the disk
                return
            offset += len(chunk)
            async with asyncio.timeout(STALL_TIMEOUT):
                await send({"type": "http.response.body", "body": chunk, "more_body": offset < end})
    except TimeoutError:
        return
    finally:
        disconnected.cancel()


async def wait_for_disconnect(receive: Callable[[], Awaitable[dict]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
