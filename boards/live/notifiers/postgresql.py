"""PostgreSQL: LISTEN and NOTIFY, on one connection a process. A trigger says each event (migration say_events)."""

import asyncio
import json
import logging
import os
import secrets
from collections.abc import Callable
from contextlib import suppress

import psycopg
from django.db import Error, connection

from boards.live.presence import People
from projects.threads import in_a_thread

EVENTS, PEOPLE = "weekboard_events", "weekboard_people"
AGAIN = 0.5  # seconds until a database that is away is tried again
MOST = 7000  # bytes of a notification, of the 8,000 that PostgreSQL takes
# A server that vanishes without a word is noticed within half a minute.
ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "connect_timeout": 5}

log = logging.getLogger("boards.live")


class PostgresqlWire:
    """Its connection is the only one that live boards hold, however many are open."""

    def __init__(self) -> None:
        self.name = f"{os.uname().nodename}-{os.getpid()}-{secrets.token_hex(4)}"
        self.said: People = {}
        self.tasks: set[asyncio.Task[None]] = set()

    async def listen(self, changed: Callable[[], None], heard: Callable[[str, People], None]) -> None:
        while True:
            with suppress(psycopg.Error, OSError):
                await self.hear(changed, heard)
            log.warning("The connection that listens to PostgreSQL is lost; trying again.")
            await asyncio.sleep(AGAIN)

    async def hear(self, changed: Callable[[], None], heard: Callable[[str, People], None]) -> None:
        """Until the connection breaks."""
        ears = await psycopg.AsyncConnection.connect(**parameters(), autocommit=True)
        async with ears:
            await ears.execute(f"LISTEN {EVENTS}")
            await ears.execute(f"LISTEN {PEOPLE}")
            changed()  # whatever was said while nobody listened
            async for notification in ears.notifies():
                if notification.channel == EVENTS:
                    changed()
                else:
                    self.understand(notification.payload, heard)

    def look(self) -> None:
        """Nothing to look at: what has changed is said at once."""

    def understand(self, text: str, heard: Callable[[str, People], None]) -> None:
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            said = json.loads(text)
            if said["process"] != self.name:
                people = {int(project): frozenset(ids) for project, ids in said["people"].items()}
                heard(said["process"], people)

    def say(self, people: People, *, again: bool) -> None:
        if people == self.said and not (again and people):
            return
        self.said = people
        self.send(people)

    def close(self) -> None:
        if self.said:
            self.send({})

    def send(self, people: People) -> None:
        """In the background: the loop waits for no database."""
        task = asyncio.get_running_loop().create_task(self.notify(people))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def notify(self, people: People) -> None:
        named = {project: sorted(ids) for project, ids in people.items()}
        text = json.dumps({"process": self.name, "people": named}, separators=(",", ":"))
        if len(text) > MOST:
            return  # hundreds of people in one process: the dots are left out between processes
        with suppress(Error):
            await in_a_thread(say_aloud, text)


def say_aloud(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [PEOPLE, text])


def parameters() -> dict:
    """How Django itself reaches the database, without what belongs to its own connections."""
    given = connection.get_connection_params()
    mine = {"cursor_factory", "context", "prepare_threshold", "isolation_level"}
    return {name: value for name, value in given.items() if name not in mine} | ALIVE
