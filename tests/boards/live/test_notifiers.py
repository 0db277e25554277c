"""How a process learns of a commit on SQLite; and what it says when PostgreSQL is away."""

import asyncio
import contextlib
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from boards.live.notifiers import postgresql, sqlite
from boards.live.notifiers.sqlite import SqliteNotifier
from projects.peers import COMMITTED, Peers


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "weekboard.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE card (title)")
        yield connection


@pytest.fixture
def notifier(file, settings, monkeypatch):
    """A notifier that does not poll by itself."""
    settings.DATA_DIR = Path(file.execute("PRAGMA database_list").fetchone()[2]).parent
    monkeypatch.setattr(sqlite, "POLL_INTERVAL", 60)
    return SqliteNotifier(str(settings.DATA_DIR / "weekboard.sqlite3"), Peers())


def commit(file):
    file.execute("INSERT INTO card VALUES ('Train it')")
    file.commit()


def play(notifier, scene, *, is_open=True, wait=0.0):
    """How often a change was seen after the first check, while the scene went on and a while after."""
    seen = []

    async def run():
        has_boards = asyncio.Event()
        if is_open:
            has_boards.set()
        task = asyncio.create_task(notifier.listen(lambda: seen.append("change"), ignore, has_boards))
        await asyncio.sleep(0.01)
        seen.clear()
        scene()
        await asyncio.sleep(wait)
        task.cancel()
        notifier.close()

    asyncio.run(run())
    return len(seen)


def ignore(process, viewers):
    """Be told who is present, and do nothing."""


def test_a_check_sees_a_commit_at_once(notifier, file):
    assert play(notifier, lambda: (commit(file), notifier.check_now())) == 1


def test_a_second_check_reports_nothing_new(notifier, file):
    assert play(notifier, lambda: (commit(file), notifier.check_now(), notifier.check_now())) == 1


def test_a_check_before_the_file_is_open_does_nothing(notifier):
    notifier.check_now()
    assert play(notifier, lambda: None) == 0


def test_a_check_after_the_end_does_nothing(notifier, file):
    play(notifier, lambda: None)
    commit(file)
    notifier.check_now()


# --- Datagrams -------------------------------------------------------------------------------------------
def test_a_datagram_tells_of_a_commit_within_20_ms(notifier, file):
    assert play(notifier, lambda: (commit(file), Peers().send(COMMITTED)), wait=0.02) == 1


def test_a_datagram_without_a_commit_is_no_change(notifier):
    assert play(notifier, lambda: Peers().send(COMMITTED), wait=0.02) == 0


def test_nobody_looks_at_the_file_while_no_board_is_open(notifier, file, monkeypatch):
    monkeypatch.setattr(sqlite, "POLL_INTERVAL", 0.001)
    monkeypatch.setattr(sqlite.sqlite3, "connect", lambda *_, **__: pytest.fail("The file was opened."))
    told = play(notifier, lambda: (Peers().send(COMMITTED), notifier.check_now()), is_open=False, wait=0.02)
    assert told == 0


def test_the_file_is_closed_after_the_last_board(notifier, monkeypatch):
    monkeypatch.setattr(sqlite, "POLL_INTERVAL", 0.001)

    async def run():
        has_boards = asyncio.Event()
        task = asyncio.create_task(notifier.listen(lambda: None, ignore, has_boards))
        has_boards.set()
        await asyncio.sleep(0.01)
        opened = notifier.watcher is not None
        has_boards.clear()
        await asyncio.sleep(0.02)
        task.cancel()
        notifier.close()
        return opened, notifier.watcher

    assert asyncio.run(run()) == (True, None)


def test_the_file_alone_is_looked_at_where_no_socket_can_be_made(notifier, file, settings, monkeypatch):
    monkeypatch.setattr(sqlite, "POLL_INTERVAL", 0.005)
    settings.DATA_DIR = settings.DATA_DIR / ("long" * 30)
    settings.DATA_DIR.mkdir()
    assert play(notifier, lambda: commit(file), wait=0.05) == 1
    assert list((settings.DATA_DIR / "here").iterdir()) == []


def test_a_file_that_is_missing_is_tried_again(notifier, settings, monkeypatch):
    monkeypatch.setattr(sqlite, "RETRY_DELAY", 0.001)
    notifier.database = str(settings.DATA_DIR / "away.sqlite3")
    assert play(notifier, lambda: None, wait=0.05) > 1


def test_that_postgresql_is_lost_and_back_is_said_once_each(monkeypatch, caplog):
    tried = []

    class Listener:
        async def __aenter__(self):
            return self

        async def __aexit__(self, *error):
            pass

        async def execute(self, sql):
            pass

        async def notifies(self, timeout):
            await asyncio.sleep(60)
            yield

    async def connect(**parameters):
        tried.append(parameters)
        if len(tried) < 4:
            raise psycopg.OperationalError("away")
        return Listener()

    async def listen():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                await postgresql.PostgresqlNotifier().listen(lambda: None, ignore, asyncio.Event())

    monkeypatch.setattr(postgresql, "connection_parameters", dict)
    monkeypatch.setattr(postgresql, "RETRY_DELAY", 0.01)
    monkeypatch.setattr(postgresql.psycopg.AsyncConnection, "connect", connect)
    asyncio.run(listen())
    assert [record.getMessage() for record in caplog.records] == [
        "The connection that listens to PostgreSQL is lost; trying again.",
        "The connection that listens to PostgreSQL is back.",
    ]


def test_nobody_wakes_up_while_postgresql_says_nothing():
    class Listener:
        asked = 0

        async def notifies(self, timeout):
            self.asked += 1
            for byte in ours.recv(100) if self.asked > 1 else b"":
                yield byte

        def fileno(self):
            return ours.fileno()

    async def listen():
        listener = Listener()
        notified = postgresql.notifications(listener)
        first = asyncio.ensure_future(anext(notified))
        await asyncio.sleep(0.05)
        asked = listener.asked
        theirs.send(b"!")
        arrived = await asyncio.wait_for(first, 1)
        await notified.aclose()
        return asked, arrived

    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        assert asyncio.run(listen()) == (1, ord("!"))
