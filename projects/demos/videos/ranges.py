"""What of a file is asked for: conditions and ranges of RFC 9110."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

# One range. Several at once are allowed to be answered with the whole, which no player asks for.
ONE = re.compile(r"bytes=[ \t]*(\d{0,18})[ \t]*-[ \t]*(\d{0,18})[ \t]*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Part:
    """`length` bytes from `start`, and the status that says so: 200, 206; 304 and 416 come without any."""

    status: int
    start: int = 0
    length: int = 0


def asked_for(headers: Mapping[str, str], *, size: int, etag: str, modified: str) -> Part:
    """In the order of the standard: what the browser has already, whether its piece is of this file, which piece."""
    if is_known(headers, etag, modified):
        return Part(304)
    wanted = headers.get("range", "")
    if not wanted or headers.get("if-range", etag) not in (etag, modified):
        return Part(200, 0, size)
    return piece(wanted, size)


def is_known(headers: Mapping[str, str], etag: str, modified: str) -> bool:
    if "if-none-match" in headers:
        tags = [tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(",")]
        return etag in tags or "*" in tags
    since, last = instant(headers.get("if-modified-since", "")), instant(modified)
    return since is not None and last is not None and last <= since


def instant(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def piece(wanted: str, size: int) -> Part:
    """The range that a header names; the whole for what is no single range."""
    found = ONE.fullmatch(wanted)
    if not found or found.groups() == ("", ""):
        return Part(200, 0, size)
    first, last = found.groups()
    if not first:  # the last so many bytes
        length = min(int(last), size)
        return Part(206, size - length, length) if length else Part(416)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return Part(200, 0, size)
    return Part(206, start, end - start + 1) if start < size else Part(416)
