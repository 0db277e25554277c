"""Lanes: a mail waits for no film, and of films one is made at a time on a machine, by whichever process is free."""

import asyncio
import time
from contextlib import asynccontextmanager
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection
from django.utils import timezone

from projects.errands import loop, run
from projects.errands.kinds import LANES, ErrandKind
from projects.errands.loop import BUSY, INTERVAL, ErrandLoop, pause_until
from projects.errands.run import next_due, run_due, run_lane
from projects.files import child
from projects.files.machine_lock import machine_lock
from projects.models import Errand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files"), pytest.mark.both_databases]


@pytest.fixture
def film():
    """Held while a film is being made."""
    return Event()


@pytest.fixture
def done(monkeypatch, film):
    """What was done, by its key; a film waits for a signal."""
    done = []

    def make(errand):
        done.append(f"{errand.key} begins")
        film.wait(10)
        done.append(errand.key)

    kinds = {
        "note": ErrandKind(do=lambda errand: done.append(errand.key)),
        "film": ErrandKind(do=make, lane="heavy", lease=timedelta(minutes=6)),
    }
    monkeypatch.setattr(run, "KINDS", kinds)
    monkeypatch.setattr(loop, "run_in_thread", in_thread)
    return done


def add(kind, *keys, **fields):
    Errand.objects.add([Errand(kind=kind, key=key, **fields) for key in keys])


@asynccontextmanager
async def loops(*lanes):
    """The loops of a server process, for these lanes."""
    running = [ErrandLoop(lane) for lane in lanes or LANES]
    for each in running:
        await each.start()
    yield running
    for each in running:
        each.stop()
        await each.task
    child.server_ends.clear()  # this process goes on


async def in_thread(work, *args, **more):
    """As run_in_thread, whose threads would keep a connection to a database that is to go."""

    def run():
        try:
            return work(*args, **more)
        finally:
            connection.close()

    return await asyncio.to_thread(run)


async def until(what, seconds=10):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.02)


def test_a_lane_does_its_own_kinds(done, film):
    film.set()
    add("film", "film")
    add("note", "mail")
    assert run_lane("mail") == 1
    assert done == ["mail"]
    assert run_due() == 1
    assert done == ["mail", "film begins", "film"]


def test_a_lane_whose_turn_another_process_has_is_left_alone(done, film):
    film.set()
    add("film", "film")
    with machine_lock():
        assert run_due() == 0
    assert Errand.objects.get().tries == 0
    assert run_due() == 1


def test_an_errand_is_taken_for_as_long_as_its_kind_may_last(done, monkeypatch):
    taken = []
    monkeypatch.setattr(Errand, "take", lambda self, lease: taken.append(lease) or not self.delete())
    add("film", "film")
    run_lane("heavy")
    assert taken == [timedelta(minutes=6)]


def test_the_loop_looks_again_when_something_is_due_or_another_may_be_ready():
    now = timezone.now()
    assert pause_until(None) == INTERVAL
    assert pause_until(now + timedelta(hours=1)) == INTERVAL
    assert 28 < pause_until(now + timedelta(seconds=30)) <= 30
    assert pause_until(now) == BUSY


def test_what_is_due_first_in_a_lane_is_asked_by_one_query(done, django_assert_num_queries):
    first = timezone.now() + timedelta(minutes=1)
    add("film", "later", due=first + timedelta(minutes=1))
    add("film", "first", due=first)
    with django_assert_num_queries(1):
        assert next_due("heavy") == first
    assert next_due("mail") is None


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_sent_while_a_film_is_made(done, film):
    async def serve():
        async with loops():
            await in_thread(add, "film", "film")
            await until(lambda: done == ["film begins"])
            await in_thread(add, "note", "mail")
            await until(lambda: done == ["film begins", "mail"])
            film.set()
            await until(lambda: done == ["film begins", "mail", "film"])

    asyncio.run(serve())


@pytest.mark.django_db(transaction=True)
def test_a_film_begins_soon_after_another_process_has_ended_its_own(done, film, monkeypatch):
    monkeypatch.setattr(loop, "BUSY", 0.2)
    film.set()

    async def serve():
        async with loops("heavy"):
            with machine_lock():
                await in_thread(add, "film", "film")
                await asyncio.sleep(0.5)
                assert done == []
            await until(lambda: done == ["film begins", "film"], seconds=2)

    asyncio.run(serve())


@pytest.mark.django_db(transaction=True)
def test_a_film_is_tried_again_when_it_is_due_not_when_the_loop_would_look(done, film, monkeypatch):
    monkeypatch.setattr(loop, "BUSY", 0.1)
    film.set()
    add("film", "film", due=timezone.now() + timedelta(seconds=1))

    async def serve():
        async with loops("heavy"):
            await asyncio.sleep(0.3)
            assert done == []
            await until(lambda: done == ["film begins", "film"], seconds=5)

    asyncio.run(serve())
