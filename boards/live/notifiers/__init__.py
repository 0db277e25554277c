"""How a process learns that something has changed, and who is present in other processes, without a broker."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.db import connection

from boards.live.presence import Viewers
from projects.peers import peers

type OnPresence = Callable[[str, Viewers], None]


class ChangeNotifier(Protocol):
    """Connects the processes that share one database."""

    async def listen(
        self, on_change: Callable[[], None], on_presence: OnPresence, has_boards: asyncio.Event
    ) -> None:
        """Run forever: call `on_change` when anything may have changed, `on_presence` when a process reports.

        While `has_boards` is not set nobody wants to know of changes, and nothing may be spent on them.
        """

    def check_now(self) -> None:
        """Call `on_change` at once if anything has changed, where it would otherwise wait for the next poll."""

    def publish_presence(self, viewers: Viewers, *, repeat: bool) -> None:
        """Tell the other processes who is present here, if that is new; with `repeat`, even if it is not."""

    def close(self) -> None:
        """Tell the other processes that this one ends, and that nobody is present here any more."""


def create_notifier() -> ChangeNotifier:
    if connection.vendor == "postgresql":
        from boards.live.notifiers.postgresql import PostgresqlNotifier

        return PostgresqlNotifier()
    from boards.live.notifiers.sqlite import SqliteNotifier

    return SqliteNotifier(str(settings.DATABASES["default"]["NAME"]), peers)
