"""SQLite: the processes poll the database's file, and each reports its viewers in a file of a folder beside it."""

import asyncio
import json
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from boards.live.notifiers import OnPresence
from boards.live.presence import Viewers

POLL_INTERVAL = 0.05  # seconds; a poll costs some microseconds
PRESENCE_INTERVAL = 1.0  # seconds between two reads of the other processes' presence files
RETRY_DELAY = 1.0  # seconds until a file that cannot be opened is tried again
STALE_AFTER = (
    60.0  # seconds without an update, after which a presence file belongs to a process that was killed
)


class SqliteNotifier:
    """Polls `PRAGMA data_version`, which changes whenever another connection, of any process, has committed."""

    def __init__(self, database: str, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.watcher: DataVersionWatcher | None = None
        self.name = f"{os.getpid()}-{secrets.token_hex(4)}.json"
        self.last_published: Viewers = {}
        self.read_at: dict[
            str, float
        ] = {}  # the times of writing of the other files, when they were read last

    async def listen(self, on_change: Callable[[], None], on_presence: OnPresence) -> None:
        await asyncio.gather(self.poll_database(on_change), self.poll_presence(on_presence))

    # --- Changes -------------------------------------------------------------------------------------------
    async def poll_database(self, on_change: Callable[[], None]) -> None:
        while True:
            # mode=rw: connecting must not create a file that is missing.
            address = f"file:{quote(self.database)}?mode=rw"
            with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as database:
                self.watcher = DataVersionWatcher(database, on_change)
                while True:
                    self.watcher.check()
                    await asyncio.sleep(POLL_INTERVAL)
            self.watcher = None
            on_change()
            await asyncio.sleep(RETRY_DELAY)

    def check_now(self) -> None:
        if self.watcher:
            with suppress(sqlite3.Error):  # the next poll meets it as well, and reconnects
                self.watcher.check()

    # --- Presence ------------------------------------------------------------------------------------------
    async def poll_presence(self, on_presence: OnPresence) -> None:
        while True:
            await asyncio.sleep(PRESENCE_INTERVAL)
            with suppress(OSError):
                self.read_presence_files(on_presence)

    def read_presence_files(self, on_presence: OnPresence) -> None:
        """Pass on every file that is new since the last read; a process without a file has no viewers."""
        written_at = {file.name: file.stat().st_mtime for file in self.other_files()}
        for name in self.read_at.keys() - written_at.keys():
            on_presence(name, {})
        for name, time_written in written_at.items():
            if time_written != self.read_at.get(name):
                with suppress(OSError, ValueError, AttributeError, TypeError):
                    on_presence(name, read_viewers(self.folder / name))
        self.read_at = written_at

    def other_files(self) -> Iterator[os.DirEntry[str]]:
        """Yield the files of the other processes; delete those that killed processes have left."""
        for file in os.scandir(self.folder) if self.folder.exists() else ():
            if time.time() - file.stat().st_mtime > STALE_AFTER:
                Path(file).unlink(missing_ok=True)
            elif file.name.endswith(".json") and file.name != self.name:
                yield file

    def publish_presence(self, viewers: Viewers, *, repeat: bool) -> None:
        if viewers == self.last_published and not (repeat and viewers):
            return
        self.last_published = viewers
        with suppress(OSError):  # a full disk costs the presence marks and nothing else
            self.write(viewers)

    def write(self, viewers: Viewers) -> None:
        if not viewers:
            return self.close()
        self.folder.mkdir(mode=0o700, exist_ok=True)
        new = self.folder / f"{self.name}.new"
        new.write_text(json.dumps({project: sorted(ids) for project, ids in viewers.items()}))
        new.replace(self.folder / self.name)  # atomically: no process reads half a file

    def close(self) -> None:
        with suppress(OSError):
            (self.folder / self.name).unlink(missing_ok=True)


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


def read_viewers(file: Path) -> Viewers:
    return {int(project): frozenset(ids) for project, ids in json.loads(file.read_text()).items()}
