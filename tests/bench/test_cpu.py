"""CPU of pages and moves through the real server, as multiples of a bare view and of the version before."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import pytest

from tests.bench import urls, year
from tests.bench.boards import BIG, slug_of
from tests.bench.client import PLAIN, visitors
from tests.bench.options import BEFORE, rounds
from tests.bench.turns import Turns

pytestmark = pytest.mark.bench
KB = 1000
ROUNDS, FEW_ROUNDS, WARM_UP = rounds(60, 15), rounds(10, 3), 2


def page(slug, **headers):
    return lambda visitor: visitor.get(f"/p/{slug}/board/", **(headers or PLAIN))


def move(slug, **more):
    return lambda visitor: visitor.move(slug, **PLAIN, **more)


def progress(slug):
    return lambda visitor: visitor.get(f"/p/{slug}/progress/", **PLAIN)


def redraw(slug):
    return lambda visitor: visitor.site.bench("redraw", slug)


FEW, MANY = slug_of(100), slug_of(1000)


class Row(NamedTuple):
    """What is asked; at most how many times a bare view and the version before it may take; what was asked for."""

    what: str
    ask: Callable
    bare: float
    before: float
    goal: float | None = None
    change: Callable | None = None  # what comes before and is not counted
    rounds: int = ROUNDS


ROWS = [
    Row("board page of 100 cards after a change", page(FEW), 4.5, 0.58, 0.5, move(FEW)),
    Row("board page of 100 cards, unchanged", page(FEW), 1.6, 0.2, 0.2),
    Row("board page of 1,000 cards after a change", page(MANY), 7, 0.49, 0.5, move(MANY)),
    Row("board page of 1,000 cards, unchanged", page(MANY), 1.6, 0.12, 0.2),
    Row("board page of 1,000 cards never drawn", page(MANY), 85, 0.69, 0.7, redraw(MANY), FEW_ROUNDS),
    Row("move among 100 cards", move(FEW), 3.8, 0.54, 0.65),
    Row("move among 1,000 cards", move(MANY), 4.2, 0.57, 0.65),
    Row("move among 5,000 cards in a column", move(BIG, columns=["todo"]), 5.1, 0.63, 0.65),
    Row("progress of 100 cards", progress(FEW), 17.6, 1.02),
    Row("progress of a year, closed weeks", progress(year.CLOSED), 65, 1.1, rounds=FEW_ROUNDS),
    Row("progress of a year, no week closed", progress(year.LEFT_OPEN), 112, 1.11, rounds=FEW_ROUNDS),
]


@pytest.fixture(scope="module")
def one_process(sites):
    with visitors(sites) as found:
        yield found


@pytest.fixture(scope="module")
def turns(one_process, table):
    turns = {row.what: taken(row, one_process) for row in ROWS}
    table.note("CPU, a bare view, signed in, same middleware", turns[ROWS[0].what].median("bare"), "ms")
    return turns


def taken(row, others):
    """Milliseconds of CPU, a bare view and the versions in turns, when caches are warm."""

    def cost(visitor):
        if row.change:
            visitor.cpu(row.change, visitor)
        return visitor.cpu(row.ask, visitor)

    bare = others["now"]
    measures = {"bare": partial(bare.cpu, bare.get, urls.BARE)}
    measures |= {name: partial(cost, visitor) for name, visitor in others.items()}
    Turns.take(WARM_UP, measures)
    return Turns.take(row.rounds, measures)


@pytest.mark.parametrize("beside", ["bare", *BEFORE])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_a_request_takes_no_more_than_its_bound(turns, table, row, beside):
    found = turns[row.what]
    if beside == "bare":
        table.note(f"CPU, {row.what}", found.median("now"), "ms")
        table.at_most("... of a bare view", found.ratio("now", "bare"), row.bare, "×")
    else:
        table.at_most(
            "... of the version before", found.ratio("now", "before"), row.before, "×", goal=row.goal
        )


@pytest.mark.parametrize("slug", [FEW, MANY])
def test_what_compression_adds_is_told(one_process, table, slug):
    visitor = one_process["now"]
    as_it_is, compressed = page(slug), page(slug, **{"Accept-Encoding": visitor.headers["Accept-Encoding"]})
    assert len(compressed(visitor)) < len(as_it_is(visitor)) / 5
    measures = {
        "plain": lambda: visitor.cpu(as_it_is, visitor),
        "compressed": lambda: visitor.cpu(compressed, visitor),
    }
    found = Turns.take(ROUNDS, measures)
    table.note(f"CPU, {slug} compressed, of the same as it is", found.ratio("compressed", "plain"), "×")


@pytest.mark.parametrize("slug", [FEW, MANY, BIG])
def test_the_answer_to_a_move_is_at_most_3_kb(one_process, table, slug):
    """As it travels: a browser asks for compression."""
    answers = [one_process["now"].move(slug, columns=["todo"]) for _ in range(5)]
    table.at_most(f"bytes, answer to a move, {slug}, compressed", max(map(len, answers)) / KB, 3, "KB")
