"""A short run of what `make bench` does at length: three kills among ninety moves, with open boards.

Of two workers, for a server of one process has no more to it; `make bench` kills both.
"""

from contextlib import closing

import pytest

from tests.outages.chaos import LOOKERS, Server, chaos

pytestmark = pytest.mark.programs
KILLS, MOVES = 3, 90


@pytest.fixture(scope="module")
def outcome(place):
    return chaos(place, workers=2, kills=KILLS, moves=MOVES)


def test_each_of_two_workers_may_be_killed(place):
    with closing(Server(place, workers=2)) as server:
        assert len(server.workers()) == 2


def test_something_was_cut_off_and_all_was_done_in_the_end(outcome):
    """Else this proves nothing."""
    assert outcome.made == MOVES
    assert outcome.cut_off
    assert outcome.streams > LOOKERS
    assert outcome.shown > 10


def test_every_acknowledged_move_is_in_the_database(outcome):
    assert outcome.lost == set()


def test_open_boards_come_back_and_show_what_the_database_says(outcome):
    assert outcome.behind == []
    assert outcome.untrue == {}


def test_the_doctor_finds_nothing_after_the_chaos(place, outcome):
    assert place.doctor() == []
