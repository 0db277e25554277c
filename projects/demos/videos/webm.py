"""WebM and Matroska (EBML): elements with an id, a length that may be unknown, and content."""

from collections.abc import Iterator
from typing import NamedTuple

from projects.demos.videos.reader import DamagedFile, NoPicture, Reader

EBML, DOC_TYPE = 0x1A45DFA3, 0x4282
KINDS = {b"webm": "webm", b"matroska": "mkv"}
SEGMENT, CLUSTER = 0x18538067, 0x1F43B675
TRACKS, TRACK, TRACK_TYPE, CODEC = 0x1654AE6B, 0xAE, 0x83, 0x86
PICTURE = 1
VP9 = b"V_VP9"


class Element(NamedTuple):
    """An element of the file: its id, and where its content is."""

    id: int
    start: int
    end: int


def kind_of(reader: Reader) -> str:
    """Return "webm" or "mkv" by the first bytes, "" for anything else."""
    if reader.size < 4 or reader.read(0, 4) != EBML.to_bytes(4):
        return ""
    kind = child(reader, element(reader, 0, reader.size), DOC_TYPE)
    return KINDS.get(content(reader, kind, most=16).rstrip(b"\0"), "") if kind else ""


def plays(reader: Reader) -> bool:
    """Tell whether browsers play all of its pictures, if it is WebM.

    Raises DamagedFile if what says so is not whole, NoPicture if there are none. What comes behind is not looked at.
    """
    tracks = child(reader, segment(reader), TRACKS)
    if tracks is None:
        raise DamagedFile
    codecs = [codec for track in elements_in(reader, tracks) for codec in picture_codecs(reader, track)]
    if not codecs:
        raise NoPicture
    return all(codec == VP9 for codec in codecs)


def segment(reader: Reader) -> Element:
    """Return what holds the film; it may say that it is longer than the file, of which the end is lost."""
    header = element(reader, 0, reader.size)
    found = element(reader, header.end, 2**63)
    if found.id != SEGMENT:
        raise DamagedFile
    return found._replace(end=min(found.end, reader.size))


def picture_codecs(reader: Reader, track: Element) -> Iterator[bytes]:
    """Yield how the pictures of a track are encoded; nothing for sound, text, or what is no track."""
    kind = child(reader, track, TRACK_TYPE) if track.id == TRACK else None
    if kind and int.from_bytes(content(reader, kind, most=8)) == PICTURE:
        codec = child(reader, track, CODEC)
        yield content(reader, codec, most=64).rstrip(b"\0") if codec else b""


def child(reader: Reader, parent: Element, wanted: int) -> Element | None:
    return next((found for found in elements_in(reader, parent) if found.id == wanted), None)


def elements_in(reader: Reader, parent: Element) -> Iterator[Element]:
    start = parent.start
    while start < parent.end:
        found = element(reader, start, parent.end)
        yield found
        start = found.end


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
