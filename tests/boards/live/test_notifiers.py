"""How a process learns of a commit on SQLite."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from boards.live.notifiers import sqlite
from boards.live.notifiers.sqlite import SqliteWire


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "weekboard.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE card (title)")
        yield connection


@pytest.fixture
def wire(file, tmp_path, monkeypatch):
    """A wire that does not look again by itself."""
    monkeypatch.setattr(sqlite, "LOOK", 60)
    return SqliteWire(str(tmp_path / "weekboard.sqlite3"), tmp_path / "here")


def commit(file):
    file.execute("INSERT INTO card VALUES ('Train it')")
    file.commit()


def play(wire, scene):
    """How often a change was seen after the first look, while the scene went on."""
    seen = []

    async def run():
        task = asyncio.create_task(wire.listen(lambda: seen.append("change"), lambda *_: None))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        seen.clear()
        scene()
        task.cancel()

    asyncio.run(run())
    return len(seen)


def test_whoever_knows_better_looks_at_once(wire, file):
    assert play(wire, lambda: (commit(file), wire.look())) == 1


def test_nothing_new_is_not_told_again(wire, file):
    assert play(wire, lambda: (commit(file), wire.look(), wire.look())) == 1


def test_before_the_file_is_open_there_is_nothing_to_see(wire):
    wire.look()
    assert play(wire, lambda: None) == 0


def test_a_look_after_the_end_is_passed_over(wire, file):
    play(wire, lambda: None)
    commit(file)
    wire.look()
