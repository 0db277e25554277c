"""A server as `make run` and the image start it: eight who read, sixteen who move cards, and its memory."""

from collections import Counter
from functools import partial

import pytest

from tests.bench import process, urls
from tests.bench.boards import slug_of
from tests.bench.client import APART, visitors
from tests.bench.crowd import PEOPLE
from tests.bench.options import BEFORE, rounds
from tests.bench.turns import Turns
from tests.site import HOST, on_postgresql

pytestmark = pytest.mark.bench
READERS = 8
ROUNDS, SECONDS = rounds(6, 3), rounds(5, 2)
BOARD = f"/p/{slug_of(100)}/board/"
beside = pytest.mark.parametrize("beside", ["bare", *BEFORE])


@pytest.fixture(scope="module")
def installed(sites):
    """With as many processes as a server takes where nobody says how many."""
    with visitors(sites, WORKERS=None) as found:
        yield found


def in_turns(installed, measure):
    """Something a second, of each version; and how many bare views a second our server answers."""
    bare = installed["now"]
    measures = {"bare": partial(bare.answers_a_second, urls.BARE, READERS, SECONDS)}
    measures |= {name: partial(measure, name) for name in installed}
    return Turns.take(ROUNDS, measures)


@pytest.fixture(scope="module")
def pages(installed):
    return in_turns(installed, lambda name: installed[name].answers_a_second(BOARD, READERS, SECONDS))


@beside
def test_pages_a_second(pages, table, beside):
    if beside == "bare":
        table.note(f"board pages a second, {READERS} clients, unchanged", pages.median("now"))
        table.at_least("... of bare views a second", pages.ratio("now", "bare"), 0.41, "×")
    else:
        table.at_least("... of the version before", pages.ratio("now", "before"), 5, "×", goal=5)


class Crowd:
    """What sixteen people found out about each version, a round each."""

    def __init__(self, installed):
        self.installed, self.found, self.spent = installed, {name: [] for name in installed}, []
        self.turns = in_turns(installed, self.moves)

    def moves(self, name):
        visitor = self.installed[name]
        begun = process.cpu(visitor.server.pid)
        found = visitor.site.bench("crowd", HOST, visitor.port, SECONDS, APART)
        if name == "now":
            self.spent.append(1000 * (process.cpu(visitor.server.pid) - begun) / found["answers"])
        self.found[name].append(found)
        return found["moves"]

    def worst(self, name):
        return max(found[name] for found in self.found["now"])


@pytest.fixture(scope="module")
def crowd(installed, table):
    crowd = Crowd(installed)
    table.note(f"moves a second, {PEOPLE} people on one board", crowd.turns.median("now"))
    for name in ("p50", "p99", "worst"):
        table.note(f"... answer to a move, {name} of the worst round", 1000 * crowd.worst(name), "ms")
    table.note("... CPU of the server, a move", max(crowd.spent), "ms")
    return crowd


@beside
def test_moves_a_second(crowd, table, beside):
    if beside == "bare":
        table.at_least("... of bare views a second", crowd.turns.ratio("now", "bare"), 0.1, "×")
    else:
        goal = 1.8 if on_postgresql() else 2.3
        table.at_least("... of the version before", crowd.turns.ratio("now", "before"), 1.6, "×", goal=goal)


def test_no_answer_fails(crowd, table):
    answers = sum(found["answers"] for found in crowd.found["now"])
    failed = sum((Counter(found["failed"]) for found in crowd.found["now"]), Counter())
    table.at_most(f"moves that failed, of {answers:,}", failed.total(), 0)


def test_no_card_is_lost_or_doubled(crowd):
    assert all(found["cards as before"] for found in crowd.found["now"])


def test_no_two_cards_share_a_place(crowd, table):
    shared = sum(found["shared places"] for found in crowd.found["now"])
    table.at_most("places that two cards share", shared, 0)


def test_events_are_numbered_without_a_gap_and_one_a_move(crowd):
    for found in crowd.found["now"]:
        said, recorded = found["moves said and recorded"]
        assert found["gapless"]
        assert said == recorded
