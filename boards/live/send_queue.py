"""The messages that one open board has still to be sent."""

import asyncio
from collections import deque

from projects.access.stream_session import StreamSession

MAX_BYTES = 256 * 1024  # that may wait for a slow reader


class SendQueue:
    """A bounded queue. A full one is ended: its browser reconnects and fetches the whole board instead."""

    __slots__ = ("ended", "follows", "messages", "session", "size", "takes_pings", "waiter")

    def __init__(self, session: StreamSession, *, takes_pings: bool = True, follows: bool = False) -> None:
        self.session = session
        self.follows = follows  # is taken along by whoever leads a standup
        self.takes_pings = takes_pings
        self.messages: deque[bytes] = deque()
        self.size = 0
        self.ended = False
        self.waiter: asyncio.Future[None] | None = None

    def put(self, message: bytes) -> None:
        """Add a message; many queues may share the same bytes object."""
        if self.ended:
            return
        if self.size + len(message) > MAX_BYTES:
            self.end(discard=True)
            return
        self.messages.append(message)
        self.size += len(message)
        self.wake()

    def end(self, last: bytes = b"", *, discard: bool = False) -> None:
        """Accept nothing after `last`. With `discard`, drop what is still waiting before it."""
        if discard:
            self.messages.clear()
        if last and not self.ended:
            self.messages.append(last)
        self.ended = True
        self.wake()

    def wake(self) -> None:
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)

    async def next_batch(self) -> bytes:
        """Wait for messages and return all of them joined; empty once the queue has ended."""
        if not self.messages and not self.ended:
            self.waiter = asyncio.get_running_loop().create_future()
            await self.waiter
            self.waiter = None
        batch = b"".join(self.messages)
        self.messages.clear()
        self.size = 0
        return batch
