"""SQLite: processes of one machine tell each other of commits and of their viewers by datagrams (`projects/peers`).

Who writes past Django tells nobody, so the file is looked at as well, slowly, and only while a board is open.
"""

import asyncio
import logging
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from urllib.parse import quote

from boards.live.notifiers import OnPresence
from boards.live.presence import Viewers, decode_report, encode_report
from projects.peers import Peers

POLL_INTERVAL = 1.0  # seconds between two looks at the file, for what no datagram has told
RETRY_DELAY = 1.0  # seconds until a file that cannot be opened is tried again
MAX_BYTES = 256 * 1024  # of a datagram; the kernel lets fewer through

log = logging.getLogger("boards.live")


class SqliteNotifier:
    """Looks at `PRAGMA data_version`, which changes whenever another connection, of any process, has committed."""

    def __init__(self, database: str, peers: Peers) -> None:
        self.database = database
        self.peers = peers
        self.inbox: socket.socket | None = None
        self.watcher: DataVersionWatcher | None = None
        self.last_published: Viewers = {}

    async def listen(
        self, on_change: Callable[[], None], on_presence: OnPresence, has_boards: asyncio.Event
    ) -> None:
        self.close()
        try:
            self.inbox = self.peers.listen()
        except OSError as error:
            log.info("No datagrams of other processes (%s): open boards follow them once a second.", error)
        else:
            asyncio.get_running_loop().add_reader(self.inbox, self.receive, self.inbox, on_presence)
        await self.poll_database(on_change, has_boards)

    # --- Changes -------------------------------------------------------------------------------------------
    async def poll_database(self, on_change: Callable[[], None], has_boards: asyncio.Event) -> None:
        while True:
            await has_boards.wait()
            try:
                await self.poll_while(has_boards, on_change)
            except sqlite3.Error:
                on_change()
                await asyncio.sleep(RETRY_DELAY)

    async def poll_while(self, has_boards: asyncio.Event, on_change: Callable[[], None]) -> None:
        # mode=rw: connecting must not create a file that is missing.
        address = f"file:{quote(self.database)}?mode=rw"
        with closing(sqlite3.connect(address, uri=True)) as database:
            self.watcher = DataVersionWatcher(database, on_change)
            try:
                while has_boards.is_set():
                    self.watcher.check()
                    await asyncio.sleep(POLL_INTERVAL)
            finally:
                self.watcher = None

    def check_now(self) -> None:
        if self.watcher:
            with suppress(sqlite3.Error):  # the next poll meets it as well, and reconnects
                self.watcher.check()

    def receive(self, inbox: socket.socket, on_presence: OnPresence) -> None:
        """Read what has arrived. Any datagram is a reason to look: of a full inbox some were lost."""
        with suppress(OSError):
            while True:
                report = decode_report(inbox.recv(MAX_BYTES))
                if report:
                    on_presence(*report)
        self.check_now()

    # --- Presence ------------------------------------------------------------------------------------------
    def publish_presence(self, viewers: Viewers, *, repeat: bool) -> None:
        if viewers == self.last_published and not (repeat and viewers):
            return
        self.last_published = viewers
        if self.inbox:
            self.peers.send(encode_report(self.peers.name, viewers))

    def close(self) -> None:
        self.publish_presence({}, repeat=False)
        if self.inbox:
            asyncio.get_running_loop().remove_reader(self.inbox)
            self.peers.close(self.inbox)
            self.inbox = None


class DataVersionWatcher:
    """Calls back when another connection has committed since the last check."""

    def __init__(self, database: sqlite3.Connection, on_change: Callable[[], None]) -> None:
        self.database, self.on_change = database, on_change
        self.version: int | None = None

    def check(self) -> None:
        [version] = self.database.execute("PRAGMA data_version").fetchone()
        if version != self.version:
            self.version = version
            self.on_change()
