"""How a process learns that something has changed, and who looks on in other processes: no broker is needed."""

from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.db import connection

from boards.live.presence import People

type Heard = Callable[[str, People], None]


class Wire(Protocol):
    """Between the processes of one database."""

    async def listen(self, changed: Callable[[], None], heard: Heard) -> None:
        """For ever: call `changed` when anything may have changed, `heard` when a process says who looks on there."""

    def look(self) -> None:
        """Call `changed` now if anything has changed, where it would else be seen only at the next look."""

    def say(self, people: People, *, again: bool) -> None:
        """Tell the other processes who looks on here: if it is new, or once more because time has passed."""

    def close(self) -> None:
        """This process ends: nobody looks on here any more."""


def wire() -> Wire:
    """The one that fits the database of the settings."""
    if connection.vendor == "postgresql":
        from boards.live.notifiers.postgresql import PostgresqlWire

        return PostgresqlWire()
    from boards.live.notifiers.sqlite import SqliteWire

    return SqliteWire(str(settings.DATABASES["default"]["NAME"]), settings.DATA_DIR / "here")
