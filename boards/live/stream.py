"""/p/<slug>/live/: a plain ASGI callable that holds no thread and no connection while it waits."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from boards.live.hub import Hub, Stopping, TooMany
from boards.live.mailbox import Mailbox
from projects.access.stream_session import Visit, visitors_only
from projects.models import Project
from projects.plain import HEADERS, answer
from projects.text import whole_number

type Scope = dict[str, Any]
NEVER = -1  # no event has this number: who has seen nothing is told the whole board
HEAD = [
    *((name, value) for name, value in HEADERS if name != b"content-type"),
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),  # nginx would keep messages back until it has a bufferful
]


def stream_of(hub: Hub) -> Callable:
    """The callable for the boards that `hub` tells."""

    @visitors_only
    async def stream(scope: Scope, receive: Callable, send: Callable, visit: Visit, project: Project) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        since = seen_last(scope, query)
        if "once" in query:
            await say_whether(send, changed=since != project.seq, seq=project.seq)
            return
        if scope["method"] == "HEAD":
            await send({"type": "http.response.start", "status": 200, "headers": HEAD})
            await send({"type": "http.response.body", "body": b""})
            return
        try:
            mailbox = await hub.join(visit, since)
        except TooMany:
            text = "You have this project open too often: close a window."
            await answer(send, 429, text, headers=[(b"retry-after", b"30")])
        except Stopping:
            await answer(send, 503, "The server is about to start anew.", headers=[(b"retry-after", b"1")])
        else:
            try:
                await flow(receive, send, mailbox)
            finally:
                hub.leave(mailbox)

    return stream


def seen_last(scope: Scope, query: dict[str, list[str]]) -> int:
    """The last event that the browser knows of: what it says on coming back wins over what the page said."""
    headers = dict(scope["headers"])
    text = headers.get(b"last-event-id", b"").decode("latin-1") or query.get("since", [""])[0]
    number = whole_number(text)
    return NEVER if number is None else number


async def say_whether(send: Callable, *, changed: bool, seq: int) -> None:
    """For a browser that no stream reaches, and that asks from time to time."""
    await answer(send, *((200, str(seq)) if changed else (204, "")))


async def flow(receive: Callable, send: Callable, mailbox: Mailbox) -> None:
    """Send what is put into the mailbox until it has ended or the browser has gone."""
    await send({"type": "http.response.start", "status": 200, "headers": HEAD})
    gone = asyncio.create_task(until_gone(receive, mailbox))
    try:
        while letters := await mailbox.take():
            await send({"type": "http.response.body", "body": letters, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone


async def until_gone(receive: Callable, mailbox: Mailbox) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    mailbox.letters.clear()
    mailbox.end()
