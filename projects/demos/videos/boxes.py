"""Reading a file of nested pieces, each with its name and size: no piece may reach beyond the one it is in."""

from typing import IO

PIECES = 100_000  # more than any half minute has; a file of tiny pieces must not keep a thread busy


class Damaged(Exception):
    """The file is not what it says: cut off, or made up."""


class Reader:
    """A file read in small bites at places named; it counts the pieces it is asked for."""

    def __init__(self, file: IO[bytes]):
        self.file = file
        self.size = file.seek(0, 2)
        self.pieces = 0

    def read(self, place: int, count: int) -> bytes:
        """Exactly `count` bytes from `place`."""
        self.file.seek(place)
        found = self.file.read(count)
        if len(found) != count:
            raise Damaged
        return found

    def count(self) -> None:
        self.pieces += 1
        if self.pieces > PIECES:
            raise Damaged
