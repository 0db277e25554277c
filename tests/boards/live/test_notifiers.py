"""How a process learns of a commit on SQLite."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from boards.live.notifiers import sqlite
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
