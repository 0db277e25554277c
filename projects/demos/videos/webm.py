"""WebM (EBML): elements with an id, a length that may be unknown, and content."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from projects.demos.videos.reader import DamagedFile, Reader

EBML, DOC_TYPE = 0x1A45DFA3, 0x4282
SEGMENT, INFO, SCALE, DURATION = 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489
TRACKS, TRACK, TRACK_TYPE, PICTURE = 0x1654AE6B, 0xAE, 0x83, 1
CLUSTER, TIME, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK = 0x1F43B675, 0xE7, 0xA3, 0xA0, 0xA1
# Their children are read as if they were siblings, because live recordings do not know these lengths.
TRANSPARENT = {CLUSTER, BLOCK_GROUP}
MILLISECOND = 1_000_000  # nanoseconds: the unit of time unless the file says otherwise


class Element(NamedTuple):
    """An element of the file: its id, and where its content is."""

    id: int
    start: int
    end: int


def is_webm(reader: Reader) -> bool:
    """Tell whether a file begins as WebM; Matroska begins the same, but names itself in the header."""
    if reader.size < 4 or reader.read(0, 4) != EBML.to_bytes(4):
        return False
    header = element(reader, 0, reader.size)
    kinds = [found for found in elements_in(reader, header.start, header.end) if found.id == DOC_TYPE]
    return bool(kinds) and content(reader, kinds[0], most=16).rstrip(b"\0") == b"webm"


def seconds(reader: Reader) -> float | None:
    """Return the length; None if it is unknown. Raises DamagedFile if the file is incomplete or has no pictures.

    Recordings of browsers have no duration: for them it is the time of the last frame.
    """
    scale, length, last, has_video = MILLISECOND, 0.0, None, False
    time = 0
    for found in elements_in(reader, *segment(reader)):
        if found.id == INFO:
            scale, length = times(reader, found)
        elif found.id == TRACKS:
            has_video = has_video or has_video_track(reader, found)
        elif found.id == TIME:
            time = number(reader, found)
        elif found.id in (SIMPLE_BLOCK, BLOCK):
            last = max(last or 0, time + block_time(reader, found))
    if not has_video or last is None:
        raise DamagedFile
    return (length or last) * scale / 1e9 or None


def segment(reader: Reader) -> tuple[int, int]:
    header = element(reader, 0, reader.size)
    found = element(reader, header.end, reader.size)
    if found.id != SEGMENT or found.end != reader.size:
        raise DamagedFile
    return found.start, found.end


def elements_in(reader: Reader, start: int, end: int) -> Iterator[Element]:
    while start < end:
        found = element(reader, start, end)
        yield found
        start = found.start if found.id in TRANSPARENT else found.end


def element(reader: Reader, start: int, end: int) -> Element:
    """Read the element at `start`; one of unknown length goes to the end of the element around it."""
    reader.count()
    code, width = variable(reader, start, most=4, keep_mark=True)
    length, more = variable(reader, start + width, most=8)
    begin = start + width + more
    if length == (1 << 7 * more) - 1:
        if code not in (SEGMENT, CLUSTER):
            raise DamagedFile
        return Element(code, begin, end)
    if begin + length > end:
        raise DamagedFile
    return Element(code, begin, begin + length)


def variable(reader: Reader, offset: int, *, most: int, keep_mark: bool = False) -> tuple[int, int]:
    """Read a number of variable width, whose first set bit tells the width; return both."""
    first = reader.read(offset, 1)[0]
    width = 9 - first.bit_length()
    if width > most:
        raise DamagedFile
    value = int.from_bytes(reader.read(offset, width))
    return (value if keep_mark else value & ~(1 << 7 * width)), width


def content(reader: Reader, found: Element, *, most: int) -> bytes:
    if found.end - found.start > most:
        raise DamagedFile
    return reader.read(found.start, found.end - found.start)


def number(reader: Reader, found: Element) -> int:
    return int.from_bytes(content(reader, found, most=8))


def times(reader: Reader, info: Element) -> tuple[int, float]:
    """Return the unit of time in nanoseconds, and the duration in such units, 0 if it is unknown."""
    scale, length = MILLISECOND, 0.0
    for found in elements_in(reader, info.start, info.end):
        if found.id == SCALE:
            scale = number(reader, found)
        elif found.id == DURATION:
            length = real(content(reader, found, most=8))
    return scale, length


def real(content: bytes) -> float:
    """Decode a float of four or eight bytes; 0 for anything that is not a positive number."""
    if len(content) not in (4, 8):
        return 0.0
    value = struct.unpack(">f" if len(content) == 4 else ">d", content)[0]
    return value if 0 < value < float("inf") else 0.0


def has_video_track(reader: Reader, tracks: Element) -> bool:
    return any(
        inner.id == TRACK_TYPE and number(reader, inner) == PICTURE
        for track in elements_in(reader, tracks.start, tracks.end)
        if track.id == TRACK
        for inner in elements_in(reader, track.start, track.end)
    )


def block_time(reader: Reader, block: Element) -> int:
    """Return a frame's time relative to its cluster's; it follows the number of the track."""
    _, width = variable(reader, block.start, most=8)
    return int.from_bytes(reader.read(block.start + width, 2), signed=True)
