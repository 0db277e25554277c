"""PostgreSQL goes away in the middle of the day, and comes back."""

import contextlib
import subprocess
import sys
import threading
import time

import pytest

from tests import postgres
from tests.outages.chaos import outcome
from tests.outages.looking import Looker
from tests.outages.people import at_work, movers
from tests.outages.place import Place
from tests.site import HOST, ROOT

pytestmark = [pytest.mark.programs, pytest.mark.both_databases]
OUTAGE, AFTER = 2.0, 2.0  # seconds


@pytest.fixture(scope="module")
def server():
    """One that keeps every promise, and that nobody else uses."""
    with postgres.own_server(durable=True) as server:
        yield server


@pytest.fixture(scope="module")
def place(server, tmp_path_factory, static):
    return Place(tmp_path_factory.mktemp("restarted"), server.url, static)


@pytest.fixture(scope="module")
def restarted(place, server):
    """(people at work, when the database was away, when it was back, what came of it all)"""
    with (
        place.served() as (process, port),
        contextlib.closing(Looker((HOST, port), place.session())) as looker,
    ):
        people = movers(place, (HOST, port), 3)
        with at_work(people):
            time.sleep(2)
            server.stop()
            gone = time.monotonic()
            time.sleep(OUTAGE)
            server.start()
            back = time.monotonic()
            time.sleep(AFTER + 3)
        assert process.poll() is None
        return people, gone, back, outcome(place, people, [looker])


def test_meanwhile_there_is_no_other_answer_than_503(restarted):
    people, gone, *_ = restarted
    assert {status for person in people for status in person.statuses()} == {200, 503}
    assert {status for person in people for status in person.statuses(gone, gone + OUTAGE / 2)} == {503}


def test_two_seconds_later_all_is_well_without_a_restart_of_ours(restarted):
    people, _, back, _ = restarted
    assert {status for person in people for status in person.statuses(since=back + AFTER)} == {200}


def test_every_acknowledged_move_is_there_after_the_restart(restarted):
    assert restarted[-1].made
    assert restarted[-1].lost == set()


def test_a_board_that_was_open_meanwhile_is_true_again_without_a_reload_of_anybodys(restarted):
    assert restarted[-1].shown > 10
    assert (restarted[-1].behind, restarted[-1].untrue) == ([], {})


def test_the_doctor_finds_nothing_and_every_promise_of_the_database_in_force(place, restarted):
    """`doctor` itself, without leaving anything out: its exit code is 0."""
    said = place.run("manage.py", "doctor").decode()
    assert "PostgreSQL: fsync on, full_page_writes on, synchronous_commit on" in said
    assert "Nothing is wrong with" in said


def test_a_server_that_starts_before_its_database_waits_for_it(place, server):
    server.stop()
    late = threading.Timer(2, server.start)
    late.start()
    with place.served() as (_, port):
        [person] = movers(place, (HOST, port), 1)
        assert person.move() == 200
    late.join()


def test_a_database_that_stays_away_is_one_sentence(place, server):
    server.stop()
    command = [sys.executable, "-c", "import config.serve; config.serve.main(wait=0.5)"]
    ran = subprocess.run(
        command, cwd=ROOT, env=place.environment, capture_output=True, text=True, timeout=60, check=False
    )
    server.start()
    assert ran.returncode == 1
    assert ran.stderr.startswith("Weekboard does not start: the database does not answer (")
    assert ran.stderr.count("\n") == 1
