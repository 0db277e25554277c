"""Sends videos and their pictures beside Django: a slow viewer holds neither a thread nor a connection.

What goes out says about itself what we found, never what somebody claimed; should a browser be talked into opening
it as a page, that page can do nothing.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from email.utils import format_datetime
from pathlib import PurePath
from typing import NamedTuple

from projects.access.stream_session import Scope, StreamSession, project_members_only
from projects.demos.videos.ranges import Part, asked_for
from projects.models import Demo, Project
from projects.plain_text import send_text
from projects.threads import run_in_thread

CHUNK = 64 * 1024
AT_ONCE = 200  # files being sent in one process; each holds a file open
STALLED = 300.0  # seconds without taking anything: a player that is paused asks again for the rest
TYPES = {"mp4": "video/mp4", "webm": "video/webm", "jpg": "image/jpeg"}
HEADERS = [
    (b"accept-ranges", b"bytes"),
    # Each time is asked for anew whether this person may still see it; unchanged, the answer is 304.
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"cookie"),
    (b"content-security-policy", b"sandbox; default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
]
PATTERN = r"/p/(?P<slug>[-\w]+)/demos/(?P<demo>[0-9]{1,18})/(?P<what>video|poster)"
# Disks answer at once or not at all; two threads serve everybody.
readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="videos")
sending: set[int] = set()


class Found(NamedTuple):
    """A file that is open to be sent."""

    descriptor: int
    size: int
    kind: str
    etag: str
    modified: str
    name: str


@project_members_only
async def send_file(
    scope: Scope, receive: Callable, send: Callable, session: StreamSession, project: Project
) -> None:
    if len(sending) >= AT_ONCE:
        await send_text(
            send,
            503,
            "Too many people are watching at the moment. Try again soon.",
            headers=[(b"retry-after", b"5")],
        )
        return
    found = await run_in_thread(find, project, **scope["path_params"])
    if found is None:
        await send_text(send, 404, "There is no such demo.")
        return
    sending.add(found.descriptor)
    try:
        await send_found(scope, receive, send, found)
    finally:
        sending.discard(found.descriptor)
        os.close(found.descriptor)


def find(project: Project, *, demo: str, what: str, slug: str) -> Found | None:
    """The file of a demo of this project; None if there is none, in the database or on the disk."""
    row = Demo.objects.filter(milestone__project=project, pk=int(demo)).select_related("milestone").first()
    file = row and (row.video if what == "video" else row.poster)
    if not row or not file:
        return None
    try:
        descriptor = os.open(file.path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    stem, _, ending = PurePath(str(file)).name.partition(".")
    changed = (row.replaced_at or row.created_at).replace(microsecond=0)
    return Found(
        descriptor,
        os.fstat(descriptor).st_size,
        TYPES[ending],
        f'"{stem}"',
        format_datetime(changed.astimezone(UTC), usegmt=True),
        f"week-{row.milestone.number}.{ending}",
    )


async def send_found(scope: Scope, receive: Callable, send: Callable, found: Found) -> None:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    part = asked_for(headers, size=found.size, etag=found.etag, modified=found.modified)
    await send({"type": "http.response.start", "status": part.status, "headers": about(found, part)})
    if part.length and scope["method"] == "GET":
        await pour(receive, send, found.descriptor, part)
    else:
        await send({"type": "http.response.body", "body": b""})


def about(found: Found, part: Part) -> list[tuple[bytes, bytes]]:
    """The headers: of the file, and of the part of it that is sent."""
    own = {"etag": found.etag, "last-modified": found.modified}
    if part.status == 416:
        own |= {"content-range": f"bytes */{found.size}", "content-length": "0"}
    elif part.status != 304:
        own |= {
            "content-type": found.kind,
            "content-length": str(part.length),
            "content-disposition": f'inline; filename="{found.name}"',
        }
    if part.status == 206:
        own["content-range"] = f"bytes {part.start}-{part.start + part.length - 1}/{found.size}"
    return [*HEADERS, *((name.encode(), value.encode()) for name, value in own.items())]


async def pour(receive: Callable, send: Callable, descriptor: int, part: Part) -> None:
    """Piece by piece, as fast as they are taken; ends when the viewer leaves or takes nothing for long."""
    loop, place, end = asyncio.get_running_loop(), part.start, part.start + part.length
    leaving = asyncio.ensure_future(until_left(receive))
    try:
        while place < end and not leaving.done():
            piece = await loop.run_in_executor(readers, os.pread, descriptor, min(CHUNK, end - place), place)
            if not piece:  # cut short on the disk meanwhile
                return
            place += len(piece)
            async with asyncio.timeout(STALLED):
                await send({"type": "http.response.body", "body": piece, "more_body": place < end})
    except TimeoutError:
        return
    finally:
        leaving.cancel()


async def until_left(receive: Callable[[], Awaitable[dict]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
