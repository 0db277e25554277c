"""SQLite: the processes look at the database's file, and leave each other notes in a folder beside it."""

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

from boards.live.presence import People

LOOK = 0.05  # seconds; a look costs some microseconds
READ = 1.0  # seconds between two looks at the notes of the other processes
AGAIN = 1.0  # seconds until a file that cannot be opened is tried again
OLD = 60.0  # seconds after which a note is rubbish: its process was killed


class SqliteWire:
    """`PRAGMA data_version` changes whenever another connection, of whatever process, has committed."""

    def __init__(self, database: str, notes: Path) -> None:
        self.database = database
        self.notes = notes
        self.eye: Eye | None = None
        self.name = f"{os.getpid()}-{secrets.token_hex(4)}.json"
        self.said: People = {}
        self.seen: dict[str, float] = {}  # when the notes of others were written that we have read

    async def listen(self, changed: Callable[[], None], heard: Callable[[str, People], None]) -> None:
        await asyncio.gather(self.look_at_database(changed), self.look_at_notes(heard))

    # --- Changes -------------------------------------------------------------------------------------------
    async def look_at_database(self, changed: Callable[[], None]) -> None:
        while True:
            # rw: a file that is not there must not be made by looking at it.
            address = f"file:{quote(self.database)}?mode=rw"
            with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as database:
                self.eye = Eye(database, changed)
                while True:
                    self.eye.look()
                    await asyncio.sleep(LOOK)
            self.eye = None
            changed()
            await asyncio.sleep(AGAIN)

    def look(self) -> None:
        if self.eye:
            with suppress(sqlite3.Error):  # which the next look above meets as well
                self.eye.look()

    # --- Who looks on --------------------------------------------------------------------------------------
    async def look_at_notes(self, heard: Callable[[str, People], None]) -> None:
        while True:
            await asyncio.sleep(READ)
            with suppress(OSError):
                self.read_notes(heard)

    def read_notes(self, heard: Callable[[str, People], None]) -> None:
        """Every note that is new since the last look; a process without one has nobody."""
        there = {note.name: note.stat().st_mtime for note in self.others()}
        for name in self.seen.keys() - there.keys():
            heard(name, {})
        for name, written in there.items():
            if written != self.seen.get(name):
                with suppress(OSError, ValueError, AttributeError, TypeError):
                    heard(name, read(self.notes / name))
        self.seen = there

    def others(self) -> Iterator[os.DirEntry[str]]:
        """The notes of the other processes; one that a killed process has left is swept away."""
        for note in os.scandir(self.notes) if self.notes.exists() else ():
            if time.time() - note.stat().st_mtime > OLD:
                Path(note).unlink(missing_ok=True)
            elif note.name.endswith(".json") and note.name != self.name:
                yield note

    def say(self, people: People, *, again: bool) -> None:
        if people == self.said and not (again and people):
            return
        self.said = people
        with suppress(OSError):  # a full disk takes the dots away, nothing else
            self.write(people)

    def write(self, people: People) -> None:
        if not people:
            return self.close()
        self.notes.mkdir(mode=0o700, exist_ok=True)
        new = self.notes / f"{self.name}.new"
        new.write_text(json.dumps({project: sorted(ids) for project, ids in people.items()}))
        new.replace(self.notes / self.name)  # in one step: nobody reads half a note

    def close(self) -> None:
        with suppress(OSError):
            (self.notes / self.name).unlink(missing_ok=True)


class Eye:
    """Sees whether another connection has committed since it last looked."""

    def __init__(self, database: sqlite3.Connection, changed: Callable[[], None]) -> None:
        self.database, self.changed = database, changed
        self.version: int | None = None

    def look(self) -> None:
        [now] = self.database.execute("PRAGMA data_version").fetchone()
        if now != self.version:
            self.version = now
            self.changed()


def read(note: Path) -> People:
    return {int(project): frozenset(ids) for project, ids in json.loads(note.read_text()).items()}
