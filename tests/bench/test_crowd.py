"""Sixteen people, one board, twenty seconds, two workers."""

import pytest

from tests.bench.crowd import PEOPLE
from tests.site import HOST, workers_of

pytestmark = pytest.mark.bench
SECONDS, WORKERS = 20, 2


@pytest.fixture(scope="module")
def crowd(site, table):
    with site.served(WORKERS=str(WORKERS)) as (server, port):
        begun = workers_of(server, WORKERS)
        crowd = site.bench("crowd", HOST, port, SECONDS)
        ended = workers_of(server, WORKERS)
    table.note(f"moves, {PEOPLE} people on one board", crowd["moves"], "a second")
    table.note(f"bare transactions, {PEOPLE} processes", crowd["bare"], "a second")
    for name in ("p50", "p99", "worst"):
        table.note(f"answer to a move, {name}", 1000 * crowd[name], "ms")
    spent = sum(cpu for _, cpu in ended) - sum(cpu for _, cpu in begun)
    table.note("CPU of the server, a move", 1000 * spent / crowd["answers"], "ms")
    table.note(f"memory of the {WORKERS} workers afterwards", sum(memory for memory, _ in ended), "MiB")
    return crowd


def test_no_answer_fails(crowd, table):
    table.at_most(f"moves that failed, of {crowd['answers']:,}", sum(crowd["failed"].values()), 0)


def test_no_card_is_lost_or_doubled(crowd):
    assert crowd["cards as before"]


def test_no_two_cards_share_a_place(crowd, table):
    table.at_most("places that two cards share", crowd["shared places"], 0)


def test_events_are_numbered_without_a_gap_and_one_a_move(crowd):
    said, recorded = crowd["moves said and recorded"]
    assert crowd["gapless"]
    assert said == recorded


def test_moves_come_at_half_the_rate_of_bare_transactions(crowd, table):
    table.at_least("moves a second, of bare transactions", crowd["moves"] / crowd["bare"], 0.5, "×")
