"""Takes from a PNG all that is not the picture: its pixels stay as they are compressed. Imports no Django."""

import zlib
from collections.abc import Iterator
from itertools import count, groupby
from operator import itemgetter

from boards.files.kinds import PNG
from boards.files.pictures.reading import PIXELS
from projects.files.task import TaskRefused

# How long each may be that says how the pixels look; it comes once, before them.
ABOUT_PIXELS = {
    b"IHDR": 13,
    b"gAMA": 4,
    b"cHRM": 32,
    b"sRGB": 1,
    b"sBIT": 4,
    b"cICP": 4,
    b"mDCV": 24,
    b"cLLI": 8,
}
TRANSPARENT = {0: 2, 2: 6}  # bytes of the one colour that is, of grey and of others
REPEATED = {b"fcTL", b"fdAT"}
ANIMATION = {b"acTL", *REPEATED}
MOST_UNPACKED = PIXELS * 8 + 2**20  # bytes: 16 bits of four channels, and one for each row
STEP = 2**20


def stripped(content: bytes, profile: bytes | None, *, is_animated: bool) -> bytes:
    about = about_pixels(depth=content[24], colours=content[25])
    wanted = {b"IDAT", *about, *(ANIMATION if is_animated else ())} - ({b"sRGB"} if profile else set())
    found = ((name, data[: about.get(name)]) for name, data in chunks(content) if name in wanted)
    parts, sequence, seen = [PNG], count(), set[bytes]()
    for name, run in groupby(found, key=itemgetter(0)):
        if name in seen and name not in REPEATED:
            raise TaskRefused("damaged")
        if name not in about or b"IDAT" not in seen:
            parts.append(kept(name, [data for _, data in run], sequence))
        if name == b"IHDR" and profile:
            parts.append(chunk(b"iCCP", b"ICC Profile\0\0" + zlib.compress(profile)))
        seen.add(name)
    return b"".join((*parts, chunk(b"IEND", b"")))


def about_pixels(*, depth: int, colours: int) -> dict[bytes, int]:
    """Return how long each part may be that says how such pixels look: a palette only if they are numbers of it."""
    if colours == 3:
        return ABOUT_PIXELS | {b"PLTE": 3 << depth, b"tRNS": 1 << depth}
    return ABOUT_PIXELS | ({b"tRNS": TRANSPARENT[colours]} if colours in TRANSPARENT else {})


def kept(name: bytes, run: list[bytes], sequence: Iterator[int]) -> bytes:
    """Return one part of several that follow each other, as long as it may be."""
    match name:
        case b"IDAT":
            return chunk(name, only_stream(b"".join(run)))
        case b"fdAT":  # each begins with its number
            return chunk(name, next(sequence).to_bytes(4) + only_stream(b"".join(data[4:] for data in run)))
        case b"fcTL":
            return chunk(name, next(sequence).to_bytes(4) + run[0][4:26])
        case b"acTL":
            return chunk(name, run[0][:8])
    return chunk(name, run[0])


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield names and contents, up to the end that the picture says itself."""
    at, name = len(PNG), b""
    while name != b"IEND":
        length, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        data, check = content[at + 8 : at + 8 + length], content[at + 8 + length : at + 12 + length]
        if len(check) < 4 or (name[:1].isupper() and int.from_bytes(check) != zlib.crc32(name + data)):
            raise TaskRefused("damaged")
        yield name, data
        at += 12 + length


def chunk(name: bytes, data: bytes) -> bytes:
    return b"".join((len(data).to_bytes(4), name, data, zlib.crc32(name + data).to_bytes(4)))


def only_stream(content: bytes) -> bytes:
    """Return the compressed pixels without what comes after their end."""
    reader, rest, unpacked = zlib.decompressobj(), content, 0
    while not reader.eof:
        part = reader.decompress(rest, STEP)
        if not part and not reader.eof and len(reader.unconsumed_tail) == len(rest):
            raise TaskRefused("damaged")
        rest, unpacked = reader.unconsumed_tail, unpacked + len(part)
        if unpacked > MOST_UNPACKED:
            raise TaskRefused("damaged")
    return content[: len(content) - len(reader.unused_data)]
