"""How a process learns of a commit on SQLite; and what it says when PostgreSQL is away."""

import asyncio
import contextlib
import sqlite3
from contextlib import closing

import psycopg
import pytest

from boards.live.notifiers import postgresql, sqlite
from boards.live.notifiers.sqlite import SqliteNotifier


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "weekboard.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE card (title)")
        yield connection


@pytest.fixture
def notifier(file, tmp_path, monkeypatch):
    """A notifier that does not poll by itself."""
    monkeypatch.setattr(sqlite, "POLL_INTERVAL", 60)
    return SqliteNotifier(str(tmp_path / "weekboard.sqlite3"), tmp_path / "here")


def commit(file):
    file.execute("INSERT INTO card VALUES ('Train it')")
    file.commit()


def play(notifier, scene):
    """How often a change was seen after the first check, while the scene went on."""
    seen = []

    async def run():
        task = asyncio.create_task(notifier.listen(lambda: seen.append("change"), lambda *_: None))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        seen.clear()
        scene()
        task.cancel()

    asyncio.run(run())
    return len(seen)


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


def test_that_postgresql_is_lost_and_back_is_said_once_each(monkeypatch, caplog):
    tried = []

    class Listener:
        async def __aenter__(self):
            return self

        async def __aexit__(self, *error):
            pass

        async def execute(self, sql):
            pass

        async def notifies(self):
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
                await postgresql.PostgresqlNotifier().listen(lambda: None, lambda *_: None)

    monkeypatch.setattr(postgresql, "connection_parameters", dict)
    monkeypatch.setattr(postgresql, "RETRY_DELAY", 0.01)
    monkeypatch.setattr(postgresql.psycopg.AsyncConnection, "connect", connect)
    asyncio.run(listen())
    assert [record.getMessage() for record in caplog.records] == [
        "The connection that listens to PostgreSQL is lost; trying again.",
        "The connection that listens to PostgreSQL is back.",
    ]
