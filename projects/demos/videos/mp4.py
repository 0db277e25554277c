"""MP4 (ISO 14496-12): boxes with a length, a name of four letters, and content."""

from collections.abc import Iterator
from typing import NamedTuple

from projects.demos.videos.reader import DamagedFile, Reader

# Of the family of formats that begin with "ftyp", those that browsers play. Not among them: QuickTime's own,
# pictures (HEIC, AVIF), sound alone.
BRANDS = {b"isom", b"mp41", b"mp42", b"avc1", b"dash", b"cmfc", b"cmf2", b"M4V ", b"M4VH", b"M4VP", b"MSNV"}
BRANDS |= {b"iso%d" % number for number in range(2, 10)}
MAX_BRANDS = 64
UNKNOWN_DURATION = {0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF}


class Box(NamedTuple):
    """An element of the file: its name, and where its content is."""

    name: bytes
    start: int
    end: int


def is_mp4(reader: Reader) -> bool:
    """Tell whether a file begins as MP4, with a brand that browsers play."""
    if reader.size < 16 or reader.read(4, 4) != b"ftyp":
        return False
    length = int.from_bytes(reader.read(0, 4))
    if not 16 <= length <= min(reader.size, 16 + 4 * MAX_BRANDS):
        return False
    brands = reader.read(8, length - 8)
    compatible = {brands[offset : offset + 4] for offset in range(8, len(brands) - 3, 4)}
    return brands[:4] != b"qt  " and bool(BRANDS & ({brands[:4]} | compatible))


def seconds(reader: Reader) -> float | None:
    """Return the length; None if the file does not say. Raises DamagedFile if it is incomplete or has no pictures."""
    boxes = list(boxes_in(reader, 0, reader.size))
    movie = next((box for box in boxes if box.name == b"moov"), None)
    if movie is None or not any(box.name == b"mdat" for box in boxes):
        raise DamagedFile
    inside = list(boxes_in(reader, movie.start, movie.end))
    if not any(box.name == b"trak" and is_video_track(reader, box) for box in inside):
        raise DamagedFile
    header = next((box for box in inside if box.name == b"mvhd"), None)
    return duration(reader, header) if header else None


def boxes_in(reader: Reader, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes one after the other. Raises DamagedFile unless they fill the space exactly."""
    while start < end:
        reader.count()
        head, length, name = 8, *length_and_name(reader, start, end)
        if length == 1:
            head, length = 16, int.from_bytes(reader.read(start + 8, 8))
        elif length == 0:  # to the end of the box around it
            length = end - start
        if length < head or start + length > end:
            raise DamagedFile
        yield Box(name, start + head, start + length)
        start += length


def length_and_name(reader: Reader, start: int, end: int) -> tuple[int, bytes]:
    if end - start < 8:
        raise DamagedFile
    head = reader.read(start, 8)
    return int.from_bytes(head[:4]), head[4:]


def is_video_track(reader: Reader, track: Box) -> bool:
    for media in boxes_in(reader, track.start, track.end):
        if media.name == b"mdia":
            for box in boxes_in(reader, media.start, media.end):
                if box.name == b"hdlr" and box.end - box.start >= 12:
                    return reader.read(box.start + 8, 4) == b"vide"
    return False


def duration(reader: Reader, header: Box) -> float | None:
    is_long = reader.read(header.start, 1) == b"\x01"
    scale_at, width = (20, 8) if is_long else (12, 4)
    if header.end - header.start < scale_at + 4 + width:
        raise DamagedFile
    scale = int.from_bytes(reader.read(header.start + scale_at, 4))
    length = int.from_bytes(reader.read(header.start + scale_at + 4, width))
    return length / scale if scale and length and length not in UNKNOWN_DURATION else None
