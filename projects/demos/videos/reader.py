"""Bounded reads of a file of nested elements, each with a name and a size."""

from typing import IO

MAX_ELEMENTS = 20_000  # more than any film begins with; a file of tiny ones must not keep a thread busy


class DamagedFile(Exception):
    """The file is cut off or malformed."""


class NoPicture(Exception):
    """The file has no track of moving pictures: it is sound alone, say."""


class Reader:
    """Reads a few bytes at an offset, and counts the elements so that their number is bounded."""

    def __init__(self, file: IO[bytes]):
        self.file = file
        self.size = file.seek(0, 2)
        self.elements = 0

    def read(self, offset: int, count: int) -> bytes:
        """Return exactly `count` bytes from `offset`."""
        self.file.seek(offset)
        content = self.file.read(count)
        if len(content) != count:
            raise DamagedFile
        return content

    def count(self) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise DamagedFile
