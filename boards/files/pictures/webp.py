"""Takes from a WebP all that is not the picture: its frames stay as they are compressed. Imports no Django."""

from collections.abc import Iterable, Iterator

from projects.files.task import TaskRefused

LOSSY, LOSSLESS, TRANSPARENCY = b"VP8 ", b"VP8L", b"ALPH"  # the last stands before the first
ICC, ALPHA, ANIMATION = 0x20, 0x10, 0x02  # what a picture has, in the first byte of its VP8X; EXIF and XMP go
FRAME_HEADER = 16


def stripped(content: bytes, profile: bytes | None) -> bytes:
    size = int.from_bytes(content[4:8], "little")
    if size + 8 > len(content):
        raise TaskRefused("damaged")
    parts = list(kept(content[12 : 8 + size], profile))
    return riff(b"RIFF", b"WEBP" + b"".join(parts))


def kept(content: bytes, profile: bytes | None) -> Iterator[bytes]:
    parts = list(chunks(content))
    for name, data in parts:
        if name == b"VP8X":
            flags = data[0] & (ALPHA | ANIMATION) | (ICC if profile else 0)
            yield riff(name, bytes([flags, 0, 0, 0]) + data[4:10])
            if profile:
                yield riff(b"ICCP", profile)
        elif name == b"ANMF":
            yield riff(name, data[:FRAME_HEADER] + pixels(chunks(data[FRAME_HEADER:])))
        elif name == b"ANIM":
            yield riff(name, data[:6])
    if all(name != b"ANMF" for name, _ in parts):
        yield pixels(parts)


def pixels(parts: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return the one picture that is shown of these parts; another one may come after it."""
    transparency = b""
    for name, data in parts:
        if name == TRANSPARENCY:
            transparency = transparency or riff(name, data)
        elif name in (LOSSY, LOSSLESS):
            return (transparency if name == LOSSY else b"") + riff(name, data)
    raise TaskRefused("damaged")


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
    return any(name == LOSSLESS for name, _ in chunks(content[12:]))
