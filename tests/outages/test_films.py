"""Films are made while the server, or what makes them, is killed: what is served is whole each time."""

import contextlib
import os
import signal
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.programs

FILMS, SERVER_KILLS, CHILD_KILLS = 14, 10, 10
STEPS = 60  # more than making a film has


def process_that_makes_a_film(server):
    """The child of this server that is there now, if there is one."""
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = path.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            if parent == str(server) and b"child_main" in path.joinpath("cmdline").read_bytes():
                return int(path.name)
    return None


def wait_for(find, seconds=30):
    until = time.monotonic() + seconds
    while not (found := find()):
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)
    return found


def kill_children(server, port, cinema, most):
    """Kill what makes a film, so often at most; return how often. All may be made, or wait for their second try."""
    for killed in range(most):
        try:
            child = wait_for(lambda: process_that_makes_a_film(server.pid), seconds=10 if killed else 30)
        except AssertionError:
            return killed
        time.sleep(cinema.moments.uniform(0, 0.8))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        cinema.check_served(port)
    return most


def test_a_process_that_is_killed_at_each_step_of_making_a_film_leaves_a_whole_one(cinema, worker):
    cinema.hand_in(2)
    for step in range(1, STEPS):
        cinema.try_again()
        worker.begin(step)
        status = worker.end()
        cinema.check_disk()
        if cinema.waiting() < 2:
            break
    assert status == -signal.SIGKILL
    assert 12 < step < STEPS
    cinema.finish(worker)


def test_whatever_is_killed_what_is_served_is_whole(place, cinema, worker):
    left = CHILD_KILLS
    for _ in range(CHILD_KILLS):  # each server makes one film at least
        cinema.hand_in(FILMS)
        with place.served() as (server, port):
            left -= kill_children(server, port, cinema, left)
        if not left:
            break
    assert not left
    cinema.hand_in(FILMS)
    killed = 0
    for _ in range(3 * SERVER_KILLS):  # a fast one may be through before it is killed
        if cinema.waiting() < FILMS // 2:
            cinema.hand_in(FILMS)
        cinema.try_again()
        process = worker.begin()
        time.sleep(cinema.moments.uniform(0, 1.2))
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        status = worker.end()
        assert status in {0, -signal.SIGKILL}
        cinema.check_disk()
        killed += status != 0
        if killed == SERVER_KILLS:
            break
    assert killed == SERVER_KILLS
    cinema.finish(worker)


def test_a_server_that_is_told_to_end_ends_its_film_and_leaves_it_untried(place, cinema):
    cinema.hand_in(3)
    with place.served() as (server, _):
        child = wait_for(lambda: process_that_makes_a_film(server.pid))
        server.terminate()
        assert server.wait(10) == 0
    assert not Path(f"/proc/{child}").exists()
    waiting = "SELECT max(tries) FROM projects_errand WHERE kind = 'video_conversion'"
    assert place.column(waiting) == [0]
    assert cinema.states() <= {"converting", "ready"}
