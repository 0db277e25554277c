"""What a search for cards takes, letter by letter, in a project with as many as one may have."""

from functools import partial

import pytest

from tests.bench import urls
from tests.bench.boards import BIG
from tests.bench.client import PLAIN, Visitor
from tests.bench.options import rounds
from tests.bench.turns import Turns

pytestmark = pytest.mark.bench
ROUNDS, WARM_UP = rounds(40, 10), 2
LIST = {"HX-Request": "true", **PLAIN}
# What is typed: in no card, in all titles, in all comments, in both but for a word. At most so many bare views.
WORDS = {"nowhere": 12, "card": 19, "depot": 28, "card depot nowhere": 22}


@pytest.fixture(scope="module")
def turns(site):
    site.bench("texts", BIG)
    with site.served("tests.bench.server") as served:
        visitor = Visitor(site, *served)
        ask = {words: f"/p/{BIG}/search/?q={words.replace(' ', '+')}&week=5" for words in WORDS}
        measures = {words: partial(visitor.cpu, visitor.get, path, **LIST) for words, path in ask.items()}
        measures["bare"] = partial(visitor.cpu, visitor.get, urls.BARE)
        Turns.take(WARM_UP, measures)
        yield Turns.take(ROUNDS, measures)


@pytest.mark.parametrize(("words", "bound"), WORDS.items())
def test_a_search_among_5000_cards_takes_no_more_than_its_bound(turns, table, words, bound):
    table.note(f"CPU, search for “{words}” among 5,000 cards", turns.median(words), "ms")
    table.at_most("... of a bare view", turns.ratio(words, "bare"), bound, "×")
