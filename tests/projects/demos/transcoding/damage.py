"""Changes bytes of films, so that they claim or contain what no encoder writes."""

import struct


def changed(path, change):
    path.write_bytes(change(path.read_bytes()))
    return path


def with_length(content, number):
    """Let the headers of an MP4, of the movie and of its tracks, say another length."""
    for name, at in ((b"mvhd", 20), (b"tkhd", 24), (b"mdhd", 20)):
        content = replaced_after(content, name, at, number)
    return content


def replaced_after(content, name, at, number):
    """Write four bytes behind each box of this name, counted from its name's first letter."""
    found = content.find(name)
    while found >= 0:
        content = content[: found + at] + struct.pack(">I", number) + content[found + at + 4 :]
        found = content.find(name, found + 1)
    return content


def with_claim(content):
    """Let the box of the pictures claim 4 GB."""
    at = content.index(b"mdat") - 4
    return content[:at] + b"\xff\xff\xff\xff" + content[at + 4 :]


def with_edit(content, *, skipped, shown):
    """Let the edit list of the first track skip and show so many seconds."""
    at = content.index(b"elst")
    movie_scale, scale = number_after(content, b"mvhd", 16), number_after(content, b"mdhd", 16)
    media_time = number_after(content, b"elst", 16) + round(skipped * scale)
    return (
        content[: at + 12] + struct.pack(">II", round(shown * movie_scale), media_time) + content[at + 20 :]
    )


def number_after(content, name, at):
    return int.from_bytes(content[content.index(name) + at :][:4])


def without_end(content, share):
    return content[: round(len(content) * share)]
