"""The arithmetic of the bench, and its table."""

import pytest

from tests.bench.table import Table
from tests.bench.turns import Turns, percentile, ratio


@pytest.mark.parametrize(("percent", "value"), [(50, 50), (95, 95), (99, 99), (100, 100)])
def test_a_percentile_of_a_hundred_is_the_one_at_that_place(percent, value):
    assert percentile(range(100, 0, -1), percent) == value


def test_a_percentile_of_few_is_one_of_them():
    assert percentile([3, 1, 2], 99) == 3


def test_a_ratio_is_the_median_of_the_rounds():
    """A machine that is slow for a round changes neither the ratio of that round nor which one is in the middle."""
    assert ratio([2, 20, 9], [1, 10, 3]) == 2


def test_versions_take_turns():
    asked = []
    Turns.take(2, {name: lambda name=name: asked.append(name) for name in ("now", "before")})
    assert asked == ["now", "before", "now", "before"]


def test_a_bound_that_is_not_met_is_in_the_table():
    table = Table()
    with pytest.raises(AssertionError, match="move: 9 ms, which is not ≤ 8 ms"):
        table.at_most("move", 9, 8, "ms", goal=5)
    assert str(table).split("\n")[1] == "move  9 ms  ≤ 8 ms  ≤ 5 ms  NOT MET"


def test_numbers_of_a_column_end_below_each_other():
    table = Table()
    table.note("CPU", 1234.5, "ms")
    table.note("pages a second", 6)
    assert str(table).split("\n") == [
        "                     now  bound  goal",
        "CPU             1,234 ms",
        "pages a second         6",
    ]
