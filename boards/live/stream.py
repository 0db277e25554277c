"""/p/<slug>/live/: a plain ASGI callable that holds no thread and no database connection while it waits."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from boards.live.hub import MAX_WINDOWS, Hub, Stopping, TooManyWindows
from boards.live.messages import reload_page
from boards.live.send_queue import SendQueue
from projects.access.stream_session import StreamSession, project_members_only
from projects.models import Project
from projects.plain_text import send_text
from projects.text import whole_number

type Scope = dict[str, Any]
NO_EVENT = -1  # no event has this number: a browser that has seen none is sent the whole board
STREAM_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),  # nginx would hold messages back until its buffer is full
]


def create_stream(hub: Hub) -> Callable:
    # By person and project: where an older server still draws pages, these would be loaded again and again.
    reloads: Counter[tuple[int, int]] = Counter()

    @project_members_only
    async def stream(
        scope: Scope, receive: Callable, send: Callable, session: StreamSession, project: Project
    ) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        since = last_seen_seq(scope, query)
        if "once" in query:
            await send_whether_changed(send, changed=since != project.seq, seq=project.seq)
            return
        if scope["method"] == "HEAD":
            await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
            await send({"type": "http.response.body", "body": b""})
            return
        is_old = "version" not in query  # a page from before pages named their version, open over the upgrade
        try:
            queue = await hub.join(session, since, takes_pings=not is_old, follows="follows" in query)
        except TooManyWindows:
            text = "Too many open windows of this project. Close one, then reload."
            await send_text(send, 429, text, retry_after=30)
        except Stopping:
            await send_text(send, 503, "The server is restarting.", retry_after=1)
        else:
            reloads[session.user_id, session.project_id] += is_old
            if is_old and reloads[session.user_id, session.project_id] <= MAX_WINDOWS:
                queue.put(reload_page(project.seq))
            try:
                await send_queued(receive, send, queue)
            finally:
                hub.leave(queue)

    return stream


def last_seen_seq(scope: Scope, query: dict[str, list[str]]) -> int:
    """Return the last event that the browser has: from the header it reconnects with, else from its page."""
    headers = dict(scope["headers"])
    text = headers.get(b"last-event-id", b"").decode("latin-1") or query.get("since", [""])[0]
    number = whole_number(text)
    return NO_EVENT if number is None else number


async def send_whether_changed(send: Callable, *, changed: bool, seq: int) -> None:
    """Answer a browser that cannot hold a stream open, and polls instead."""
    await send_text(send, *((200, str(seq)) if changed else (204, "")))


async def send_queued(receive: Callable, send: Callable, queue: SendQueue) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
    disconnected = asyncio.create_task(end_on_disconnect(receive, queue))
    try:
        while batch := await queue.next_batch():
            await send({"type": "http.response.body", "body": batch, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        disconnected.cancel()
        with suppress(asyncio.CancelledError):
            await disconnected


async def end_on_disconnect(receive: Callable, queue: SendQueue) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    queue.end(discard=True)
