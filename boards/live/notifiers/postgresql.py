"""PostgreSQL: LISTEN and NOTIFY, on one connection a process. A trigger notifies of each event (`say_events`)."""

import asyncio
import logging
import os
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import psycopg
from django.db import Error, connection

from boards.live.notifiers import OnPresence
from boards.live.presence import Viewers, decode_report, encode_report
from projects.threads import run_in_thread

EVENTS_CHANNEL, PRESENCE_CHANNEL = "weekboard_events", "weekboard_people"
READ_TIME = 0.05  # seconds in which what belongs to one arrival is read
RETRY_DELAY = 0.5  # seconds until a database that is away is tried again
MAX_BYTES = 7000  # of a notification; PostgreSQL takes 8,000
# A server that vanishes without closing the connection is noticed within half a minute.
KEEPALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "connect_timeout": 5}

log = logging.getLogger("boards.live")


class PostgresqlNotifier:
    """Notifies and listens; its connection is the only one that live updates hold, however many boards are open."""

    def __init__(self) -> None:
        self.name = ""
        self.last_published: Viewers = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.is_lost = False  # said once, however often it is tried

    async def listen(
        self, on_change: Callable[[], None], on_presence: OnPresence, has_boards: asyncio.Event
    ) -> None:
        # Not earlier: processes that were forked from one that has loaded this would share it.
        self.name = f"{os.uname().nodename}-{os.getpid()}-{secrets.token_hex(4)}"
        while True:
            with suppress(psycopg.Error, OSError):
                await self.listen_until_disconnected(on_change, on_presence)
            if not self.is_lost:
                log.warning("The connection that listens to PostgreSQL is lost; trying again.")
            self.is_lost = True
            await asyncio.sleep(RETRY_DELAY)

    async def listen_until_disconnected(self, on_change: Callable[[], None], on_presence: OnPresence) -> None:
        listener = await psycopg.AsyncConnection.connect(**connection_parameters(), autocommit=True)
        async with listener:
            await listener.execute(f"LISTEN {EVENTS_CHANNEL}")
            await listener.execute(f"LISTEN {PRESENCE_CHANNEL}")
            if self.is_lost:
                log.warning("The connection that listens to PostgreSQL is back.")
            self.is_lost = False
            on_change()  # for what was notified while this process did not listen
            async for notification in notifications(listener):
                if notification.channel == EVENTS_CHANNEL:
                    on_change()
                else:
                    self.read_presence(notification.payload, on_presence)

    def check_now(self) -> None:
        """Do nothing: PostgreSQL notifies at once, there is no poll to wait for."""

    def read_presence(self, payload: str, on_presence: OnPresence) -> None:
        """Pass on what another process reports."""
        report = decode_report(payload)
        if report and report[0] != self.name:
            on_presence(*report)

    def publish_presence(self, viewers: Viewers, *, repeat: bool) -> None:
        if viewers == self.last_published and not (repeat and viewers):
            return
        self.last_published = viewers
        self.send(viewers)

    def close(self) -> None:
        if self.last_published:
            self.send({})

    def send(self, viewers: Viewers) -> None:
        """Notify in the background, so that the loop does not wait for the database."""
        task = asyncio.get_running_loop().create_task(self.notify(viewers))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def notify(self, viewers: Viewers) -> None:
        payload = encode_report(self.name, viewers).decode()
        if len(payload) > MAX_BYTES:
            return  # hundreds of people in one process: other processes do not show them as present
        with suppress(Error):
            await run_in_thread(notify_presence, payload)


async def notifications(listener: psycopg.AsyncConnection) -> AsyncIterator[psycopg.Notify]:
    """Yield what is notified, and sleep in between: `notifies()` alone wakes ten times a second for nothing."""
    while True:
        async for notification in listener.notifies(timeout=READ_TIME):
            yield notification
        await readable(listener.fileno())


async def readable(file: int) -> None:
    """Wait until there is something to read, be it the end of the connection."""
    loop = asyncio.get_running_loop()
    arrived = asyncio.Event()
    loop.add_reader(file, arrived.set)
    try:
        await arrived.wait()
    finally:
        loop.remove_reader(file)


def notify_presence(payload: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [PRESENCE_CHANNEL, payload])


def connection_parameters() -> dict:
    """Return how Django reaches the database, without what only its own connections need."""
    parameters = connection.get_connection_params()
    django_only = {"cursor_factory", "context", "prepare_threshold", "isolation_level"}
    return {name: value for name, value in parameters.items() if name not in django_only} | KEEPALIVE
