"""Takes from a colour profile all that is not colours: screens write their serial number into theirs.

Imports no Django. The format is that of ICC.1: a header, a table of what is where, and the parts.
"""

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import ImageCms

HEADER, ENTRY = 128, 12
MOST_BYTES, MOST_PARTS = 4 * 2**20, 100
COLOURS = {
    *(b"wtpt", b"bkpt", b"chad", b"cicp", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC"),
    *(b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt"),
}
# Of the header, with zeros for what says when it was made, by what and for which device.
KEPT = ((8, 24), (36, 40), (64, 80))
DATE = b"".join(part.to_bytes(2) for part in (2000, 1, 1, 0, 0, 0))
TITLE = "Colours"
MODES = {"L": "L", "LA": "L", "1": "L", "I;16": "L", "CMYK": "CMYK"}  # of its colours, by that of a picture


def profile_of(picture: Any) -> bytes | None:
    """Return the colour profile of a picture, if it has one that is whole and fits."""
    content = picture.info.get("icc_profile") or b""
    content = content[: int.from_bytes(content[:4])]
    if not HEADER < int.from_bytes(content[:4]) == len(content) <= MOST_BYTES:
        return None
    try:
        cleaned = only_colours(content)
        own, screen = ImageCms.ImageCmsProfile(BytesIO(cleaned)), ImageCms.createProfile("sRGB")
        ImageCms.buildTransform(own, screen, MODES.get(picture.mode, "RGB"), "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, struct.error):
        return None
    return cleaned


def only_colours(content: bytes) -> bytes:
    found = dict(parts(content)) | texts(content[8])
    places: dict[bytes, int] = {}  # of parts that are the same, such as the curves of three colours
    table, body, start = b"", b"", HEADER + 4 + ENTRY * len(found)
    for name, data in found.items():
        if data not in places:
            places[data] = start + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += name + places[data].to_bytes(4) + len(data).to_bytes(4)
    header = bytearray(HEADER)
    for begin, end in KEPT:
        header[begin:end] = content[begin:end]
    header[0:4], header[4:8], header[24:36] = (start + len(body)).to_bytes(4), b"lcms", DATE
    return bytes(header) + len(found).to_bytes(4) + table + body


def parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the parts that tell colours, by their names."""
    count = min(int.from_bytes(content[HEADER : HEADER + 4]), MOST_PARTS)
    for name, start, size in struct.iter_unpack(">4sII", content[HEADER + 4 :][: ENTRY * count]):
        if name in COLOURS:
            yield name, content[start : start + size]


def texts(version: int) -> dict[bytes, bytes]:
    """Return the two that the format asks for: a title and a licence."""
    if version < 4:
        line = TITLE.encode() + b"\0"
        title = b"desc\0\0\0\0" + len(line).to_bytes(4) + line + bytes(78)  # and no title in other letters
        return {b"desc": title, b"cprt": b"text\0\0\0\0" + line}
    line = TITLE.encode("utf-16-be")
    both = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS" + len(line).to_bytes(4) + b"\0\0\0\x1c" + line
    return {b"desc": both, b"cprt": both}
