"""Another process holds what a change needs."""

import contextlib
import fcntl
import threading
import time
from urllib.parse import urlsplit

import pytest

from tests.outages.people import movers
from tests.outages.place import SLUG
from tests.site import HOST

pytestmark = [pytest.mark.programs, pytest.mark.both_databases]


@pytest.fixture(scope="module")
def address(place):
    """A server as it is."""
    with place.served() as (_, port):
        yield HOST, port


@pytest.fixture(scope="module")
def impatient(place):
    """One that waits for a fifth of a second instead of nine."""
    with place.served("tests.config.program") as (_, port):
        yield HOST, port


@pytest.fixture(scope="module")
def queueing(place):
    """Three processes with few threads: many wait for a thread, then for each other, for two seconds."""
    few = {"WORKERS": "3", "THREADS": "2", "LOCK_WAIT": "2"}
    with place.served("tests.config.program", **few) as (_, port):
        yield HOST, port


@contextlib.contextmanager
def lock_held(place):
    """By a program that is not ours: of SQLite's file, or of the project's row."""
    with contextlib.closing(place.connect()) as other:
        other.execute("BEGIN IMMEDIATE" if place.url.startswith("sqlite") else "BEGIN")
        other.execute(f"UPDATE projects_project SET look = look + 1 WHERE slug = '{SLUG}'")
        yield
        other.execute("ROLLBACK")


def test_a_move_waits_three_seconds_for_the_lock_and_succeeds(place, address):
    [person] = movers(place, address, 1)
    with lock_held(place):
        moving = threading.Thread(target=person.move)
        moving.start()
        time.sleep(3)
        assert person.answers == []
    moving.join()
    [(_, spent, status)] = person.answers
    assert status == 200
    assert 2.5 < spent < 9


def test_a_board_is_read_while_somebody_holds_the_lock(place, address):
    [person] = movers(place, address, 1)
    person.look()  # a first look, which draws
    with lock_held(place):
        person.look()
    assert person.statuses() == {200}
    assert person.answers[-1][1] < 3


def test_a_lock_held_too_long_is_a_503_that_says_when_to_come_back(place, impatient):
    [person] = movers(place, impatient, 1)
    with lock_held(place):
        assert person.move(patience=0) == 503
        assert person.last.headers["Retry-After"] == "5"
    assert person.move() == 200
    assert place.doctor() == []


@contextlib.contextmanager
def line_held(place):
    """By a process that is stopped in the middle of a change: the file that writers to SQLite queue for."""
    with open(f"{urlsplit(place.url).path.removeprefix('/')}-turn", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def longest_wait(place, address, held):
    """Of 18 writers at once, while something is held; each of them is told that the database is busy."""
    people = movers(place, address, 18)
    with held(place):
        moving = [threading.Thread(target=person.move, kwargs={"patience": 0}) for person in people]
        for thread in moving:
            thread.start()
        for thread in moving:
            thread.join()
    assert {person.answers[-1][2] for person in people} == {503}
    assert people[0].move() == 200
    return max(person.answers[0][1] for person in people)


def test_all_waits_for_a_lock_of_the_database_end_together(place, queueing):
    assert 1.5 < longest_wait(place, queueing, lock_held) < 4.5


@pytest.mark.one_database  # which PostgreSQL's writers do not queue for
def test_all_waits_for_the_place_in_the_line_end_together(place, queueing):
    assert 1.5 < longest_wait(place, queueing, line_held) < 4.5
