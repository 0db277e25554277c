"""Which part of a file a request asks for: conditions and ranges of RFC 9110, section 13 and 14.

Only tags tell one file from another: of a film that was just made of what was handed in a date says too little, as it
counts whole seconds. So no date is sent, and those that a request names are not looked at.

starlette's FileResponse answers no conditions (If-None-Match), sends 400 and 416 without our headers, and several
ranges as multipart, which no player asks for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.http import parse_etags

# One range; several may be answered with the whole. Twenty digits hold every number of 64 bits, which some players
# send for "to the end".
SINGLE_RANGE = re.compile(r"bytes=[ \t]*(\d{0,20})[ \t]*-[ \t]*(\d{0,20})[ \t]*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Part:
    """`length` bytes from `start`, and the status to send: 200 or 206; 304 and 416 have no bytes."""

    status: int
    start: int = 0
    length: int = 0


def requested_part(headers: Mapping[str, str], *, size: int, etag: str) -> Part:
    """Evaluate the headers in the order of the standard: If-None-Match, If-Range, Range."""
    if is_not_modified(headers, etag):
        return Part(304)
    wanted = headers.get("range", "")
    if not wanted or headers.get("if-range", etag) != etag:
        return Part(200, 0, size)
    return parse_range(wanted, size)


def is_not_modified(headers: Mapping[str, str], etag: str) -> bool:
    tags = {tag.removeprefix("W/") for tag in parse_etags(headers.get("if-none-match", ""))}
    return bool(tags & {etag, "*"})


def parse_range(wanted: str, size: int) -> Part:
    """Return the range that a header asks for; the whole file if it is not a single valid range."""
    match = SINGLE_RANGE.fullmatch(wanted)
    if not match or match.groups() == ("", ""):
        return Part(200, 0, size)
    first, last = match.groups()
    if not first:  # the last so many bytes
        length = min(int(last), size)
        return Part(206, size - length, length) if length else Part(416)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return Part(200, 0, size)
    return Part(206, start, end - start + 1) if start < size else Part(416)
