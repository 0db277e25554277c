"""Forecast when the work that is left will be done, judged by the finished weeks.

Every coming week is taken to go as one of the finished weeks went, each as likely as any other. That is throughput
forecasting by Monte Carlo, as Troy Magennis ("Forecasting and Simulating Software Development Projects") and Daniel
Vacanti ("When Will It Be Done?") teach it. They draw thousands of random runs; here all possible runs are counted, so
the answer is exact, and the same each time.

Shown is the middle 80 %: of ten such futures one ends before it and one after it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import gcd
from typing import NamedTuple

ENOUGH = 2  # with fewer finished weeks there is no forecast
HORIZON = 52  # coming weeks that are forecast: a year
STEPS = 1024  # what is left is counted in at most so many steps, so that time and memory are bounded


class Reach(NamedTuple):
    """How much of what is left is done by the end of a coming week: in a slow, a middling and a fast future."""

    slow: int
    likely: int
    fast: int


# How many tenths of all futures have done no more than that by the end of the week.
TENTHS = Reach(slow=1, likely=5, fast=9)


@dataclass(frozen=True)
class Forecast:
    """What is done by the end of each coming week, until the slow future has done all that is `left`, or the horizon.

    `earliest`, `likely` and `latest` count coming weeks, the first is 1; None is beyond the horizon.
    """

    left: int
    weeks: tuple[Reach, ...]

    @property
    def earliest(self) -> int | None:
        return self.first_that_reaches(2)

    @property
    def likely(self) -> int | None:
        return self.first_that_reaches(1)

    @property
    def latest(self) -> int | None:
        return self.first_that_reaches(0)

    def first_that_reaches(self, future: int) -> int | None:
        return next((n for n, reach in enumerate(self.weeks, 1) if reach[future] == self.left), None)


@lru_cache(maxsize=512)
def forecast(left: int, finished: tuple[int, ...], done_this_week: int = 0) -> Forecast:
    """Forecast `left`, which is at least 1, by what was done in each finished week, in the same unit.

    `done_this_week` is what is done so far in the first of the coming weeks: it will not end with less.
    """
    step = step_of(left, done_this_week, *finished)
    goal = -(-left // step)
    draws, so_far = [round(done / step) for done in finished], round(done_this_week / step)
    reaches = tuple(
        Reach(*(min(left, edge * step) if edge < goal else left for edge in edges))
        for edges in reach_by_week(goal, draws, so_far)
    )
    return Forecast(left, reaches)


def step_of(left: int, *others: int) -> int:
    """Return the largest step that counts everything exactly; a coarser one if that takes more than STEPS steps."""
    exact = gcd(left, *others)
    return exact if left // exact <= STEPS else -(-left // STEPS)


def reach_by_week(goal: int, draws: list[int], done_this_week: int) -> Iterator[Reach]:
    """Yield the reach of each coming week in steps, until the slow future reaches `goal`.

    The futures are counted in one long integer. It has a slot of bits for each amount below the goal; the slot for r
    holds how many futures have done at most r. A week in which x is done shifts all slots by x, and the sum of the
    shifted integers, one for each draw, counts the futures after another week. A slot is wide enough for the number
    of all possible futures, so that none overflows into the next.
    """
    slot = (len(draws) ** HORIZON).bit_length()
    one, all_slots = (1 << slot) - 1, (1 << slot * goal) - 1
    at_most, futures = all_slots // one, 1  # nothing done yet, in one way: a 1 in every slot
    for week in range(HORIZON):
        weeks = Counter(max(draw, done_this_week) if week == 0 else draw for draw in draws)
        at_most = sum(n * (at_most << slot * draw) for draw, n in weeks.items() if draw < goal) & all_slots
        futures *= len(draws)
        yield (reach := Reach(*(edge(at_most, slot, goal, futures * tenths // 10) for tenths in TENTHS)))
        if reach.slow == goal:
            return


def edge(at_most: int, slot: int, goal: int, futures: int) -> int:
    """Return the least amount that more than `futures` futures do not exceed; the goal if no lower one is."""
    one = (1 << slot) - 1
    return bisect_right(range(goal), futures, key=lambda amount: at_most >> slot * amount & one)
