"""What one open board has still to be sent."""

import asyncio
from collections import deque

from projects.access.stream_session import Visit

MOST = 256 * 1024  # bytes that may wait for a slow reader


class Mailbox:
    """A bounded queue. One that is full is ended: its reader comes back and is told the whole board instead."""

    __slots__ = ("ended", "letters", "size", "visit", "waiting")

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.letters: deque[bytes] = deque()
        self.size = 0
        self.ended = False
        self.waiting: asyncio.Future[None] | None = None

    def put(self, letter: bytes) -> None:
        """Add a message; the same bytes object can be in many mailboxes."""
        if self.ended:
            return
        if self.size + len(letter) > MOST:
            self.letters.clear()
            self.end()
            return
        self.letters.append(letter)
        self.size += len(letter)
        self.wake()

    def end(self, last: bytes = b"") -> None:
        """Nothing comes any more after `last`."""
        if last and not self.ended:
            self.letters.append(last)
        self.ended = True
        self.wake()

    def wake(self) -> None:
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_result(None)

    async def take(self) -> bytes:
        """All that waits, as soon as there is something; nothing once the mailbox has ended."""
        if not self.letters and not self.ended:
            self.waiting = asyncio.get_running_loop().create_future()
            await self.waiting
            self.waiting = None
        join_html = b"".join(self.letters)
        self.letters.clear()
        self.size = 0
        return join_html
