"""`kill -9` while people write."""

import os
import random
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.outages.people import at_work, movers
from tests.site import HOST, ROOT, until_answered

pytestmark = pytest.mark.programs
KILLS, PEOPLE, MOVES = 20, 3, 100


@pytest.fixture(scope="module")
def killed(place):
    """Three people have made a hundred moves each, and the server was killed twenty times meanwhile."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.outages.again"]
    environment = place.environment | {"PORT": str(port)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        until_answered(parent, port)
        people = movers(place, (HOST, port), PEOPLE)
        with at_work(people, MOVES) as threads:
            for kill in range(1, KILLS + 1):
                while made(people) < kill * PEOPLE * MOVES / (KILLS + 1):
                    assert any(thread.is_alive() for thread in threads)
                    time.sleep(random.uniform(0.001, 0.01))
                os.kill(child, signal.SIGKILL)
                child = int(parent.stdout.readline())
            for thread in threads:
                thread.join()
        parent.kill()
        os.kill(child, signal.SIGKILL)
    return people


def made(people):
    return sum(person.made for person in people)


def test_writes_were_cut_off(killed):
    """Else this proves nothing."""
    assert sum(status == 0 for person in killed for *_, status in person.answers) >= KILLS


def test_every_acknowledged_move_is_there_after_twenty_kills(place, killed):
    acknowledged = {request_id for person in killed for request_id in person.acknowledged}
    assert len(acknowledged) > PEOPLE * MOVES * 0.8  # a drop on the own place moves nothing
    there = set(place.column("SELECT request_id FROM projects_event WHERE request_id IS NOT NULL"))
    assert acknowledged - there == set()


def test_nobody_got_another_answer_than_yes(killed):
    assert {status for person in killed for status in person.statuses()} <= {200, 0}


def test_the_doctor_finds_nothing_after_twenty_kills(place, killed):
    assert place.doctor() == []
