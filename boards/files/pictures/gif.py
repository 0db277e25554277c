"""Takes from a GIF all that is not the picture: its frames stay as they are compressed. Imports no Django."""

from projects.files.task import TaskRefused

HEADER, TABLE, DESCRIPTOR = 13, 0x80, 9  # bytes, the bit that says a table of colours follows, bytes
EXTENSION, FRAME, END = 0x21, 0x2C, 0x3B
CONTROL, APPLICATION = 0xF9, 0xFF
LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def stripped(content: bytes) -> bytes:
    """Return the picture alone. Browsers show old ones with zeros between their parts, or no mark of their end."""
    at = HEADER + table_size(content[10])
    parts = [content[:at]]
    while at < len(content) and (mark := content[at]) != END:
        if mark == EXTENSION:
            end = after_blocks(content, at + 2)
            parts.append(kept_extension(content[at:end]))
        elif mark == FRAME:
            pixels = at + 1 + DESCRIPTOR + table_size(content[at + DESCRIPTOR]) + 1
            end = after_blocks(content, pixels)
            parts.append(content[at:end])
        elif mark == 0:
            end = at + 1
        else:
            raise TaskRefused("damaged")
        at = end
    return b"".join((*parts, bytes([END])))


def table_size(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & TABLE else 0


def after_blocks(content: bytes, at: int) -> int:
    """Return where a run of blocks ends, each of which begins with its length. The last has none."""
    while length := content[at]:
        at += 1 + length
    return at + 1


def kept_extension(extension: bytes) -> bytes:
    """Return it if it tells how long a frame is shown, or how often all are; else nothing."""
    kind, block = extension[1], extension[3 : 3 + extension[2]]
    if kind == CONTROL and len(block) == 4:
        return extension[:7] + b"\0"
    loop = extension[14:18]  # a length, a one, and the number
    if kind == APPLICATION and block in LOOPS and loop[:2] == b"\x03\x01":
        return extension[:18] + b"\0"
    return b""
