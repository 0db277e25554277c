"""Another process holds what a change needs."""

import contextlib
import threading
import time

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
    """One that waits for a fifth of a second instead of ten."""
    with place.served("tests.config.program") as (_, port):
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
