"""kill -9 of the server ten times during 300 moves, in front of open boards; one process, and two workers."""

import pytest

from tests.bench.options import rounds
from tests.outages.chaos import chaos
from tests.outages.place import Place
from tests.site import database

pytestmark = pytest.mark.bench
KILLS, MOVES = rounds(10, 2), rounds(300, 30)
PROCESSES = {1: "one process", 2: "two workers"}


@pytest.fixture(scope="module")
def place(tmp_path_factory, static):
    home = tmp_path_factory.mktemp("chaos")
    with database(home) as url:
        yield Place(home, url, static)


@pytest.mark.parametrize("workers", PROCESSES, ids=PROCESSES.get)
def test_nothing_acknowledged_is_lost_and_every_board_is_true(place, table, workers):
    outcome = chaos(place, workers=workers, kills=KILLS, moves=MOVES)
    where = f"{KILLS} kills among {MOVES} moves, {PROCESSES[workers]}"
    assert outcome.made == MOVES
    table.note(f"{where}: requests cut off", outcome.cut_off)
    table.note(f"{where}: streams opened by two boards", outcome.streams)
    table.at_most(f"{where}: acknowledged moves lost", len(outcome.lost), 0)
    table.at_most(f"{where}: cards shown untrue in the end", len(outcome.untrue) + len(outcome.behind), 0)
    assert place.doctor() == []
