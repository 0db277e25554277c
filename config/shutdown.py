"""The end of a process: at SIGTERM it drains, until the proxy sends nobody here any more; then it stops.

A proxy keeps connections open and sends the next request on one of them. Closed at SIGTERM, they would take requests
along that nobody can send again. So the health checks say 503 first, and each answer ends its connection.
"""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

FORCED_EXIT_AFTER = 9.0  # seconds from the signal; a container's supervisor kills after ten


class Shutdown:
    """Handles SIGTERM and SIGINT in place of the server, and hands them on when the process is to stop.

    `stop` is called in the loop before the server waits for open answers.
    """

    def __init__(self, drain_seconds: float, stop: Callable[[], None]) -> None:
        self.drain_seconds, self.stop = drain_seconds, stop
        self.is_draining = self.has_stopped = False
        self.server_handlers: dict[int, Any] = {}

    @contextlib.contextmanager
    def on_signals(self) -> Iterator[None]:
        if (
            threading.current_thread() is not threading.main_thread()
        ):  # only the main thread may handle signals
            yield
            return
        loop = asyncio.get_running_loop()

        def handle(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self.begin, number)
            # A view that waits for a lock would keep the process longer than its supervisor waits.
            timer = threading.Timer(FORCED_EXIT_AFTER, os._exit, (1,))
            timer.daemon = True
            timer.start()

        for number in (signal.SIGTERM, signal.SIGINT):
            self.server_handlers[number] = signal.signal(number, handle)
        try:
            yield
        finally:
            for signal_number, handler in self.server_handlers.items():
                signal.signal(signal_number, handler)

    def begin(self, number: int) -> None:
        """Drain at the first SIGTERM; SIGINT, which is somebody's Ctrl-C, stops at once."""
        if number == signal.SIGINT or not self.drain_seconds:
            self.finish(number)
        elif not self.is_draining:
            asyncio.get_running_loop().call_later(self.drain_seconds, self.finish, number)
        self.is_draining = True

    def finish(self, number: int) -> None:
        """Stop, and hand the signal on; only the first, because at a second one the server breaks off."""
        if self.has_stopped:
            return
        self.has_stopped = True
        self.stop()
        self.server_handlers[number](number, None)
