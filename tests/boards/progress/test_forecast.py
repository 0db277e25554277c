"""The forecast: every future counted, the middle 80 % of them told."""

import random
import time
from itertools import accumulate, product

from hypothesis import given
from hypothesis import strategies as st

from boards.progress.forecast import HORIZON, STEPS, Forecast, Reach, forecast
from tests.examples import examples

FINISHED = st.lists(st.integers(0, 12), min_size=2, max_size=4).map(tuple)


def told(found: Forecast):
    return found.earliest, found.likely, found.latest


def test_weeks_that_all_went_alike_leave_no_doubt():
    assert told(forecast(30, (10, 10, 10))) == (3, 3, 3)


def test_one_week_too_few_hours_takes_another_week():
    assert told(forecast(31, (10, 10, 10))) == (4, 4, 4)


def test_two_weeks_of_which_one_is_twice_as_good():
    """Of 8 futures of three weeks with 1 or 2 each, one has done no more than 3, one has done 6."""
    assert told(forecast(6, (1, 2))) == (3, 4, 5)
    assert forecast(6, (1, 2)).weeks[0] == Reach(slow=1, likely=2, fast=2)


def test_exactly_one_future_in_ten_is_outside_on_either_side():
    weeks = (0, 5, 5, 5, 5, 5, 5, 5, 5, 9)
    assert forecast(100, weeks).weeks[0] == Reach(slow=5, likely=5, fast=9)
    assert forecast(9, weeks).earliest == 1
    assert forecast(5, weeks).latest == 1


def test_where_nothing_was_ever_finished_nothing_will_be():
    assert told(forecast(10, (0, 0, 0))) == (None, None, None)


def test_what_is_more_than_a_year_away_is_not_told():
    assert told(forecast(10 * HORIZON, (10, 10))) == (HORIZON, HORIZON, HORIZON)
    assert told(forecast(10 * HORIZON + 1, (10, 10))) == (None, None, None)


def test_a_week_does_not_end_with_less_than_it_has_brought_already():
    assert told(forecast(10, (0, 0), done_this_week=4)) == (None, None, None)
    assert forecast(10, (0, 0), done_this_week=4).weeks[0] == Reach(4, 4, 4)
    assert told(forecast(10, (5, 5), done_this_week=7)) == (2, 2, 2)


# --- Beside other ways to the same numbers ----------------------------------------------------------------
def futures(finished, weeks, done_this_week):
    """Every way that so many coming weeks can go, as what they have brought together at the end of each."""
    for future in product(finished, repeat=weeks):
        yield list(accumulate([max(future[0], done_this_week), *future[1:]]))


def counted_one_by_one(left, finished, done_this_week, week):
    amounts = sorted(future[week - 1] for future in futures(finished, week, done_this_week))
    reached = [amounts[min(len(amounts) * tenths // 10, len(amounts) - 1)] for tenths in (1, 5, 9)]
    return Reach(*(min(left, amount) for amount in reached))


@examples(60)
@given(finished=FINISHED, left=st.integers(1, 40), done_this_week=st.integers(0, 12))
def test_the_reach_of_each_week_is_what_one_finds_by_going_through_all_futures(
    finished, left, done_this_week
):
    for week, reach in enumerate(forecast(left, finished, done_this_week).weeks[:5], start=1):
        assert reach == counted_one_by_one(left, finished, done_this_week, week)


def test_ten_thousand_random_runs_say_nearly_the_same():
    finished, left, dice = (44, 50, 61, 49, 12, 30), 334, random.Random(4)
    ends = []
    for _ in range(10_000):
        weeks, done = 0, 0
        while done < left:
            weeks, done = weeks + 1, done + dice.choice(finished)
        ends.append(weeks)
    ends.sort()
    assert told(forecast(left, finished)) == (ends[1000], ends[5000], ends[9000])


# --- What holds for every project --------------------------------------------------------------------------
MANY = st.lists(st.integers(0, 6000), min_size=2, max_size=12).map(tuple)


@examples(60)
@given(finished=MANY, left=st.integers(1, 60_000), done_this_week=st.integers(0, 6000))
def test_the_band_holds_the_median_and_never_turns_back(finished, left, done_this_week):
    found = forecast(left, finished, done_this_week)
    for reach in found.weeks:
        assert 0 <= reach.slow <= reach.likely <= reach.fast <= left
    for edge in zip(*found.weeks, strict=True):
        assert list(edge) == sorted(edge)
    beyond = [week or HORIZON + 1 for week in told(found)]
    assert beyond == sorted(beyond)


@examples(60)
@given(
    finished=st.lists(st.integers(0, 60), min_size=2, max_size=8).map(tuple),
    left=st.integers(1, STEPS),
    more=st.integers(0, 30),
)
def test_whoever_brings_more_a_week_finishes_no_later(finished, left, more):
    slow = [week or HORIZON + 1 for week in told(forecast(left, finished))]
    fast = [week or HORIZON + 1 for week in told(forecast(left, tuple(done + more for done in finished)))]
    assert all(after <= before for before, after in zip(slow, fast, strict=True))


@examples(40)
@given(finished=FINISHED, left=st.integers(2, 60))
def test_less_to_do_is_done_no_later(finished, left):
    more, less = ([week or HORIZON + 1 for week in told(forecast(n, finished))] for n in (left, left - 1))
    assert all(after <= before for before, after in zip(more, less, strict=True))


def test_it_says_the_same_each_time_and_in_whatever_order_the_weeks_were():
    first = forecast(700, (30, 70, 55))
    forecast.cache_clear()
    assert forecast(700, (30, 70, 55)) == first
    assert forecast(700, (70, 55, 30)) == first


@examples(30)
@given(finished=st.lists(st.integers(60, 6000), min_size=2, max_size=8).map(tuple))
def test_counting_in_coarser_steps_moves_the_reach_by_little(finished):
    """Ten thousand hours to the minute are more steps than are counted."""
    left = 600_007
    for reach, week in zip(forecast(left, finished).weeks, range(1, 4), strict=False):
        exact = counted_one_by_one(left, finished, 0, week)
        assert all(abs(a - b) <= week * left / STEPS for a, b in zip(reach, exact, strict=True))


def test_the_largest_project_there_can_be_takes_a_moment():
    """52 weeks that all went differently, 10,000 hours left: bounded, whatever the numbers."""
    dice = random.Random(1)
    finished = tuple(dice.randrange(0, 12_000) for _ in range(52))
    began = time.thread_time()
    forecast(600_007, finished)
    assert time.thread_time() - began < 2
