"""CPU of pages and moves, as a multiple of what a bare view takes."""

import pytest

from tests.bench import year
from tests.bench.boards import BIG, slug_of

pytestmark = pytest.mark.bench
KB = 1000


@pytest.fixture(scope="module")
def found(site, table):
    found = site.bench("cpu")
    table.note("CPU of a bare view, signed in, same middleware", found["bare"], "ms")
    return found


def test_a_board_page_of_100_cards_costs_at_most_8_bare_views(found, table):
    table.at_most("CPU, warm board page of 100 cards", found["page 100"]["times"], 8, "×")


def test_a_board_page_of_1000_cards_costs_at_most_30_bare_views(found, table):
    table.at_most("CPU, warm board page of 1,000 cards", found["page 1000"]["times"], 30, "×")


@pytest.mark.parametrize("size", [100, 1000])
def test_what_compression_adds_is_told(found, table, size):
    assert found[f"page {size}, compressed"]["bytes"] < found[f"page {size}"]["bytes"] / 5
    table.note(f"... and compressed, {size:,} cards", found[f"page {size}, compressed"]["times"], "×")


AMONG = pytest.mark.parametrize(
    ("slug", "cards"),
    [(slug_of(100), "100 cards"), (slug_of(1000), "1,000 cards"), (BIG, "5,000 in a column")],
)


@AMONG
def test_a_move_costs_at_most_8_bare_views(found, table, slug, cards):
    table.at_most(f"CPU, move among {cards}", found[f"move {slug}"]["times"], 8, "×")


@AMONG
def test_the_answer_to_a_move_is_at_most_3_kb(found, table, slug, cards):
    """As it travels: a browser asks for compression."""
    sent = found[f"move {slug}, compressed"]
    table.at_most(f"bytes, answer to a move among {cards}, compressed", sent["bytes"] / KB, 3, "KB")
    table.note("... and as it is", found[f"move {slug}"]["bytes"] / KB, "KB")


@pytest.mark.parametrize(
    ("slug", "what", "most"),
    [
        (slug_of(100), "100 cards", 30),
        (year.CLOSED, "5,000 cards and a year, closed weeks", 110),
        (year.LEFT_OPEN, "5,000 cards and a year, no week closed", 220),
    ],
)
def test_the_progress_of_a_large_project_stays_within_bounds(found, table, slug, what, most):
    table.at_most(f"CPU, progress of {what}", found[f"progress {slug}"]["times"], most, "×")
