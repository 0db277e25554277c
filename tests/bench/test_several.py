"""What an act on a hundred cards costs, beside a move of one."""

import time

import pytest

from tests.bench.boards import slug_of
from tests.bench.client import PLAIN, visitors
from tests.bench.options import rounds
from tests.bench.turns import Turns

pytestmark = pytest.mark.bench
SLUG, MANY = slug_of(1000), 100


@pytest.fixture(scope="module")
def visitor(sites):
    with visitors(sites) as found:
        yield found["now"]


def test_an_act_on_a_hundred_cards_takes_as_much_as_a_few_moves(visitor, table):
    def one():
        visitor.move(SLUG, **PLAIN)

    def many():
        visitor.move_several(SLUG, MANY, **PLAIN)

    measures = {"one": lambda: visitor.cpu(one), "many": lambda: visitor.cpu(many)}
    Turns.take(2, measures)
    found = Turns.take(rounds(20, 6), measures)
    table.note(f"CPU, an act on {MANY} cards of 1,000", found.median("many"), "ms")
    table.at_most("... of a move of one", found.ratio("many", "one"), 25, "×")


def test_an_act_on_a_hundred_cards_is_answered_at_once(visitor, table):
    waited = []
    for _ in range(rounds(10, 3)):
        begun = time.monotonic()
        visitor.move_several(SLUG, MANY, **PLAIN)
        waited.append(1000 * (time.monotonic() - begun))
    table.at_most(f"answer to an act on {MANY} cards", min(waited), 300, "ms")
