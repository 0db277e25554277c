"""What waits for a browser or a server may be tried once more, three of a run may, and each of them is named."""

import re
import subprocess

import pytest

from tests.__main__ import PARTS, SETS, browser
from tests.jobs import ROOT

TRIES = """
import itertools, pytest
tries = {number: itertools.count(1) for number in range(4)}
"""
LATE = f"""{TRIES}
@pytest.mark.parametrize("number", range(%s))
def test_late(number):
    assert next(tries[number]) == 2
"""
FAILING_AT_ITS_END = f"""{TRIES}
@pytest.fixture(scope="session")
def server():
    print("server", "began")

@pytest.fixture
def window(server):
    print("window", "opened")
    yield
    assert next(tries[0]) == %s

def test_at_its_end(window): pass
def test_after_it(): pass
"""
RED = {
    "fails twice": "def test_a_journey(): assert False",
    "fails twice when its window is closed": FAILING_AT_ITS_END % 3,
    "is skipped at the second try": f"""{TRIES}
def test_a_journey():
    assert next(tries[0]) == 2
    pytest.skip("not here")
""",
    "is the fourth to need a second try": LATE % 4,
}


@pytest.fixture
def go(tmp_path):
    """Runs a module as the job for the browser runs its tests."""

    def run(module):
        path = tmp_path / "test_journeys.py"
        path.write_text(module)
        [command] = [
            command for job in browser() for command in job.commands if command[-1] == "tests/browser"
        ]
        command = [*command[:-1], "-p", "no:django", "--capture=no", path]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    return run


def named(done):
    return re.findall("Needed a second try: .*::(.*)", done.stdout)


def test_the_last_lines_of_a_run_name_what_has_failed(go):
    done = go("def test_a_journey(): assert False")
    assert re.fullmatch("Failed: .*test_journeys.py::test_a_journey", done.stdout.splitlines()[-1])


@pytest.mark.parametrize("what", RED)
def test_a_run_is_red_when_a_journey(go, what):
    assert go(RED[what]).returncode == pytest.ExitCode.TESTS_FAILED


def test_three_journeys_may_pass_at_the_second_try_and_are_named_with_what_failed_before(go):
    done = go(LATE % 3)
    assert done.returncode == pytest.ExitCode.OK
    assert named(done) == [f"test_late[{number}]" for number in range(3)]
    assert done.stdout.count("assert 1 == 2") == 3


def test_a_window_is_opened_anew_for_the_second_try_on_what_is_shared(go):
    done = go(FAILING_AT_ITS_END % 2)
    assert done.returncode == pytest.ExitCode.OK
    assert named(done) == ["test_at_its_end"]
    assert [done.stdout.count(what) for what in ("server began", "window opened")] == [1, 2]


def test_nothing_but_what_waits_for_a_browser_or_a_server_is_tried_again():
    jobs = [job for part in (SETS | PARTS).values() for job in part()]
    tried_again = {job.name for job in jobs for command in job.commands if "--reruns" in command}
    assert tried_again == {"browser", "servers"}
