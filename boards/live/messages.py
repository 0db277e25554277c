"""Messages of the stream as bytes: server-sent events (HTML Living Standard, section 9.2)."""

import json
import time

from projects.versions import frontend_version

COMMENT = b": \n\n"  # keeps a stream alive whose page does not know pings


def message(text: str, *, event: str = "", number: int | None = None) -> bytes:
    """Encode one message. A browser that reconnects sends back the last `number` it got, as Last-Event-ID."""
    lines = [f"event: {event}"] if event else []
    lines += [] if number is None else [f"id: {number}"]
    lines += [f"data: {line}" for line in text.splitlines() or [""]]
    return ("\n".join(lines) + "\n\n").encode()


def json_event(event: str, content: object, *, number: int | None = None) -> bytes:
    return message(json.dumps(content, separators=(",", ":")), event=event, number=number)


def hello(seq: int, people: list[int], **more: object) -> bytes:
    """Tell a new stream that it works, that its page is current up to event `seq`, and who else is there.

    `version` tells a page that was open over an upgrade that its scripts are old.
    """
    content = {"seq": seq, "people": people, "version": frontend_version(), "now": server_time(), **more}
    return json_event("hello", content, number=seq)


def ping() -> bytes:
    """Keep a quiet stream alive, and tell the server's time."""
    return json_event("ping", {"now": server_time()})


def server_time() -> int:
    """Return milliseconds since 1970: clocks of browsers go wrong."""
    return round(time.time() * 1000)


def fetch_board(seq: int) -> bytes:
    """Ask the browser to fetch the whole board: more has changed than is worth sending."""
    return json_event("board", {"seq": seq}, number=seq)


def reload_page(seq: int) -> bytes:
    """Load a page anew that knows no version, and may no longer find the scripts that it would fetch.

    All that such a page does with HTML is to put it in its place.
    """
    html = '<hx-partial hx-target="#announce"><meta http-equiv="refresh" content="0"></hx-partial>'
    return message(html, number=seq)


def ended(reason: str) -> bytes:
    """End the stream for good: the browser must not reconnect."""
    return message(reason, event="ended")
