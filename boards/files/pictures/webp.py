"""Takes from a WebP all that is not the picture: its frames stay as they are compressed. Imports no Django."""

from collections.abc import Iterator

from projects.files.task import TaskRefused

PIXELS = {b"VP8 ", b"VP8L", b"ALPH"}
ICC, ALPHA, ANIMATION = 0x20, 0x10, 0x02  # what a picture has, in the first byte of its VP8X; EXIF and XMP go
FRAME_HEADER = 16


def stripped(content: bytes, profile: bytes | None) -> bytes:
    size = int.from_bytes(content[4:8], "little")
    if size + 8 > len(content):
        raise TaskRefused("damaged")
    parts = list(kept(content[12 : 8 + size], profile))
    return riff(b"RIFF", b"WEBP" + b"".join(parts))


def kept(content: bytes, profile: bytes | None) -> Iterator[bytes]:
    for name, data in chunks(content):
        if name == b"VP8X":
            flags = data[0] & (ALPHA | ANIMATION) | (ICC if profile else 0)
            yield riff(name, bytes([flags, 0, 0, 0]) + data[4:10])
            if profile:
                yield riff(b"ICCP", profile)
        elif name == b"ANMF":
            frame = (riff(*part) for part in chunks(data[FRAME_HEADER:]) if part[0] in PIXELS)
            yield riff(name, data[:FRAME_HEADER] + b"".join(frame))
        elif name == b"ANIM":
            yield riff(name, data[:6])
        elif name in PIXELS:
            yield riff(name, data)


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        data = content[at + 8 : at + 8 + size]
        if len(name) < 4 or len(data) < size:
            raise TaskRefused("damaged")
        yield name, data
        at += 8 + size + size % 2


def riff(name: bytes, data: bytes) -> bytes:
    return b"".join((name, len(data).to_bytes(4, "little"), data, b"\0" * (len(data) % 2)))


def is_lossless(content: bytes) -> bool:
    return any(name == b"VP8L" for name, _ in chunks(content[12:]))
