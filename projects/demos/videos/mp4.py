"""MP4 and QuickTime (ISO 14496-12): boxes with a length, a name of four letters, and content."""

from collections.abc import Iterator
from typing import NamedTuple

from projects.demos.videos.reader import DamagedFile, NoPicture, Reader

# Of the family of formats that begin with "ftyp", those of films. Not among them: pictures (HEIC, AVIF), which may
# name a brand of films beside their own.
FILMS = {b"isom", b"mp41", b"mp42", b"avc1", b"dash", b"cmfc", b"cmf2", b"M4V ", b"M4VH", b"M4VP", b"MSNV"}
FILMS |= {b"hvc1", b"hev1", b"XAVC", b"3gp4", b"3gp5", b"3gp6", b"3g2a", b"M4A "}
FILMS |= {b"iso%d" % number for number in range(2, 10)} | {b"isoa", b"isob", b"isoc"}
QUICKTIME = b"qt  "
PICTURES = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1", b"avif", b"avis"}
MAX_BRANDS = 64
H264, VP9 = {b"avc1", b"avc3"}, b"vp09"
PROFILES = {66, 77, 88, 100}  # of H.264: eight bits and 4:2:0, which is what browsers play
SAMPLE_ENTRY = 78  # bytes of a picture's entry before its boxes


class Box(NamedTuple):
    """An element of the file: its name, and where its content is."""

    name: bytes
    start: int
    end: int


def kind_of(reader: Reader) -> str:
    """Return "mp4" or "mov" by the first bytes, "" for anything else."""
    if reader.size < 16 or reader.read(4, 4) != b"ftyp":
        return ""
    length = int.from_bytes(reader.read(0, 4))
    if not 16 <= length <= min(reader.size, 16 + 4 * MAX_BRANDS):
        return ""
    brands = reader.read(8, length - 8)
    major, compatible = brands[:4], {brands[offset : offset + 4] for offset in range(8, len(brands) - 3, 4)}
    if major == QUICKTIME:
        return "mov"
    return "mp4" if major not in PICTURES and FILMS & ({major} | compatible) else ""


def plays(reader: Reader) -> bool:
    """Tell whether browsers play all of its pictures.

    Raises DamagedFile if what says so is not whole, NoPicture if there are none. What comes behind is not looked at.
    """
    movie = child(reader, Box(b"", 0, reader.size), b"moov")
    if movie is None:
        raise DamagedFile
    entries = [entry for track in boxes_in(reader, movie) for entry in picture_entries(reader, track)]
    if not entries:
        raise NoPicture
    return all(is_played(reader, entry) for entry in entries)


def picture_entries(reader: Reader, track: Box) -> Iterator[Box]:
    """Yield how the pictures of a track are encoded; nothing for sound, text, or what is no track."""
    media = child(reader, track, b"mdia") if track.name == b"trak" else None
    handler = media and child(reader, media, b"hdlr")
    if not media or not handler or reader.read(handler.start + 8, 4) != b"vide":
        return
    entries: Box | None = media
    for name in (b"minf", b"stbl", b"stsd"):
        entries = child(reader, entries, name) if entries else None
    if entries is None:
        raise DamagedFile
    yield from boxes_in(reader, entries._replace(start=entries.start + 8))


def is_played(reader: Reader, entry: Box) -> bool:
    if entry.name not in H264:
        return entry.name == VP9
    configuration = child(reader, entry._replace(start=entry.start + SAMPLE_ENTRY), b"avcC")
    return configuration is not None and reader.read(configuration.start + 1, 1)[0] in PROFILES


def child(reader: Reader, parent: Box, name: bytes) -> Box | None:
    return next((box for box in boxes_in(reader, parent) if box.name == name), None)


def boxes_in(reader: Reader, parent: Box) -> Iterator[Box]:
    """Yield the boxes one after the other. Raises DamagedFile if one is longer than the space for it."""
    start, end = parent.start, parent.end
    while end - start >= 8:  # QuickTime may end a list with four zeros
        reader.count()
        head, length, name = 8, int.from_bytes(reader.read(start, 4)), reader.read(start + 4, 4)
        if length == 1:
            head, length = 16, int.from_bytes(reader.read(start + 8, 8))
        elif length == 0:  # to the end of the box around it
            length = end - start
        if length < head or start + length > end:
            raise DamagedFile
        yield Box(name, start + head, start + length)
        start += length
