"""Messages of the stream as bytes: server-sent events (HTML Living Standard, section 9.2)."""

import json

COMMENT = b": \n\n"


def message(text: str, *, event: str = "", number: int | None = None) -> bytes:
    """One message; `number` becomes what a browser that comes back says it has seen last."""
    lines = [f"event: {event}"] if event else []
    lines += [] if number is None else [f"id: {number}"]
    lines += [f"data: {line}" for line in text.splitlines() or [""]]
    return ("\n".join(lines) + "\n\n").encode()


def facts(event: str, content: object, *, number: int | None = None) -> bytes:
    """A message that says something to a script."""
    return message(json.dumps(content, separators=(",", ":")), event=event, number=number)


def hello(seq: int, people: list[int]) -> bytes:
    """The stream flows; the page is true up to event `seq`. `people` look at this project as well."""
    return facts("hello", {"seq": seq, "people": people}, number=seq)


def whole_board(seq: int) -> bytes:
    """More has changed than can be told."""
    return facts("board", {"seq": seq}, number=seq)


def ended(reason: str) -> bytes:
    """The last message: no need to come back."""
    return message(reason, event="ended")
