"""Figures that are cached are those that would be drawn anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.board import figures
from boards.board.columns import column_heads
from boards.models import Column
from boards.reporting.totals import CLOSED, EVERYTHING, LATER, ProjectTotals, Totals
from tests.examples import examples

pytestmark = pytest.mark.one_database

WEEKS = [1, 2, LATER]
TOTALS = st.builds(Totals, *[st.integers(0, 2)] * 5)
COLUMNS = st.dictionaries(st.tuples(st.sampled_from(WEEKS), st.sampled_from(Column.values)), TOTALS)
SNAPSHOTS = st.just({}) | st.fixed_dictionaries({(1, name): TOTALS for name in CLOSED})
BOARDS = st.builds(lambda columns, snapshot: columns | snapshot, COLUMNS, SNAPSHOTS)
SHOWN = st.none() | st.dictionaries(st.sampled_from(Column.values), st.integers(0, 2))
PAGES = st.tuples(BOARDS, SHOWN, st.sampled_from(["", '[data-week-shown="1"] ']))


@examples(60)
@given(st.lists(PAGES, min_size=1, max_size=5))
def test_whatever_was_drawn_before(pages):
    clear()
    cached = [drawn(*page) for page in pages]
    for page, parts in zip(pages, cached, strict=True):
        clear()
        assert drawn(*page) == parts


def drawn(board, shown, within):
    totals = ProjectTotals(None, board)
    heads = [
        figures.render_figures(column_heads(totals, week, shown), totals, week, within)
        for week in (*WEEKS, EVERYTHING)
    ]
    return [*heads, figures.render_week_figures(totals, [1, 2])]


def clear():
    for cache in (figures.render_column, figures.render_state, figures.render_week):
        cache.cache_clear()
