"""The burn-up's geometry: what it shows is where its numbers say, inside the sheet, and no words lie over others."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.progress.burnup import Plot, burn_up
from boards.progress.chart import NARROW, WIDE
from boards.progress.series import ProgressSeries
from boards.reporting.unit import Unit
from tests.examples import examples

HOUR = 60
SIZES = [pytest.param(WIDE, id="wide"), pytest.param(NARROW, id="narrow")]
NUMBER = r"-?\d+(?:\.\d+)?"


def series(**more):
    """Week 5 of ten, as in the design: four weeks finished, 222 of 556 hours done."""
    usual = {
        "unit": Unit.HOURS,
        "planned": tuple(HOUR * h for h in (48, 104, 164, 222, 287, 345, 399, 457, 509, 538)),
        "done": tuple(HOUR * h for h in (44, 94, 155, 204)),
        "done_by_week": tuple(HOUR * h for h in (44, 50, 61, 49)),
        "done_this_week": 18 * HOUR,
        "total": 556 * HOUR,
        "growth": (0, 0, 18 * HOUR, 0, 0),
        "first": 5,
        "now": 4.4,
    }
    return ProgressSeries(**usual | more)


def points(path):
    return [tuple(map(float, pair)) for pair in re.findall(rf"({NUMBER}) ({NUMBER})", path)]


@pytest.mark.parametrize("size", SIZES)
def test_the_lines_go_through_their_numbers(size):
    chart, plot = burn_up(series(), size), Plot(series(), size)
    hours = [0, 44, 94, 155, 204]
    expected = [(plot.x(week), plot.y(HOUR * h)) for week, h in enumerate(hours)]
    assert points(chart.done) == [*expected, (plot.x(4.4), plot.y(222 * HOUR))]
    assert points(chart.planned)[-1] == (plot.x(10), plot.y(538 * HOUR))
    assert (chart.dots[-1].x, chart.dots[-1].y) == points(chart.done)[-1]


@pytest.mark.parametrize("size", SIZES)
def test_all_work_steps_up_in_the_week_that_brought_more(size):
    plot = Plot(series(), size)
    before, after, end = plot.y(538 * HOUR), plot.y(556 * HOUR), plot.x(plot.end)
    expected = f"M{plot.x(0):g} {before:g}H{plot.x(2.5):g}V{after:g}H{end:g}"
    assert burn_up(series(), size).scope == expected


def test_a_change_of_all_work_is_told_beside_its_step():
    words = [label.words for label in burn_up(series(), WIDE).labels]
    assert words == ["Finish: week 11 to 12", "All work 556 h", "Done 222 h", "+18 h in week 3"]


def test_work_that_was_dropped_steps_down():
    labels = burn_up(series(growth=(0, -30 * HOUR, 0, 0, 0)), WIDE).labels
    assert "−30 h in week 2" in [label.words for label in labels]


def test_what_came_since_the_last_finished_week_belongs_to_the_present_one():
    labels = burn_up(series(growth=(0, 0, 0, 0, 90)), WIDE).labels
    assert "+1.5 h in week 5" in [label.words for label in labels]


@pytest.mark.parametrize("size", SIZES)
def test_the_band_is_the_range_of_the_forecast(size):
    told, plot = series(), Plot(series(), size)
    chart, forecast = burn_up(told, size), told.forecast
    top = plot.y(told.total)
    corners = [x for x, y in points(chart.band) if y == top]
    assert (min(corners), max(corners)) == (plot.x(told.earliest), plot.x(told.latest))
    assert points(chart.band)[0] == (plot.x(4), plot.y(204 * HOUR))
    for week, reach in enumerate(forecast.weeks, start=5):
        assert (plot.x(week), plot.y(told.before + reach.slow)) in points(chart.band)
        assert (plot.x(week), plot.y(told.before + reach.fast)) in points(chart.band)


@pytest.mark.parametrize("size", SIZES)
def test_the_bracket_spans_the_weeks_in_which_the_end_may_fall(size):
    told, plot = series(), Plot(series(), size)
    begin, end = re.match(rf"M({NUMBER}) .*H({NUMBER})", burn_up(told, size).finish).groups()
    assert (float(begin), float(end)) == (plot.x(told.earliest - 1), plot.x(told.latest))


@pytest.mark.parametrize("size", SIZES)
def test_the_median_ends_in_a_dot_within_the_band(size):
    told, plot = series(), Plot(series(), size)
    chart = burn_up(told, size)
    assert points(chart.median)[-1] == (chart.median_dot.x, chart.median_dot.y)
    assert plot.x(told.earliest) <= chart.median_dot.x <= plot.x(told.latest)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "state",
    [
        {"done": (), "done_by_week": (), "first": 1, "now": 0.3, "growth": (0,)},
        {"done_by_week": (0, 0, 0, 0), "done": (0, 0, 0, 0), "done_this_week": 0},
        {"total": 222 * HOUR},
    ],
    ids=["too early", "no pace", "all done"],
)
def test_without_a_forecast_nothing_of_it_is_drawn(size, state):
    chart = burn_up(series(**state), size)
    assert (chart.finish, chart.median_dot) == ("", None)
    assert not any("Finish" in label.words for label in chart.labels)


def test_without_a_pace_the_band_lies_flat_for_a_while():
    chart = burn_up(series(done_by_week=(0, 0, 0, 0), done=(0, 0, 0, 0), done_this_week=0), WIDE)
    assert {y for _, y in points(chart.band)} == {WIDE.foot}


def test_the_present_week_is_marked_while_it_lasts():
    assert burn_up(series(), WIDE).now.x == Plot(series(), WIDE).x(4)
    assert burn_up(series(now=4), WIDE).now is None  # a break before week 5
    assert burn_up(series(total=222 * HOUR), WIDE).now is None


def test_after_the_plans_end_the_axis_goes_on():
    late = series(
        first=14, now=13.2, done=tuple(range(0, 10 * HOUR, HOUR)), done_by_week=(HOUR,) * 10, growth=(0,) * 11
    )
    plot = Plot(late, WIDE)
    assert plot.end >= 14
    assert points(burn_up(late, WIDE).done)[-1][0] == plot.x(13.2)


def test_cards_are_counted_in_whole_cards():
    few = series(
        unit=Unit.CARDS,
        planned=(1, 3),
        done=(1,),
        done_by_week=(1,),
        done_this_week=0,
        total=3,
        growth=(0, 0),
        first=2,
        now=1.5,
    )
    chart = burn_up(few, WIDE)
    assert [level.label.words for level in chart.levels] == ["0", "1", "2", "3"]
    assert [label.words for label in chart.labels] == ["All work 3 cards", "Done 1 card"]


# --- For every project ----------------------------------------------------------------------------------
@st.composite
def many_series(draw):
    """Projects of 1 to 52 weeks and 0 to 10,000 hours, in any state."""
    last = draw(st.integers(1, 52))
    most = draw(st.sampled_from([30, 10 * HOUR, 600 * HOUR, 10_000 * HOUR]))
    weekly = st.integers(0, 2 * most // last)
    finished = draw(st.integers(0, last))
    done_by_week = tuple(draw(weekly) for _ in range(finished))
    planned = [draw(weekly) for _ in range(last)]
    done_this_week = draw(weekly) if finished < last else 0
    first = finished + 1 + (draw(st.integers(0, 20)) if finished == last else 0)
    done_now = sum(done_by_week) + done_this_week
    total = max(1, done_now + draw(st.one_of(st.just(0), st.integers(0, most))))
    growth = tuple(draw(st.integers(-most // 9, most // 9)) for _ in range(finished + 1))
    level, changes = total, []
    for change in reversed(growth):  # work is never less than nothing
        change = min(change, level)
        level -= change
        changes.insert(0, change)
    return ProgressSeries(
        unit=draw(st.sampled_from(Unit)),
        planned=tuple(sum(planned[: n + 1]) for n in range(last)),
        done=tuple(sum(done_by_week[: n + 1]) for n in range(finished)),
        done_by_week=done_by_week,
        done_this_week=done_this_week,
        total=total,
        growth=tuple(changes),
        first=first,
        now=first - 1 + draw(st.floats(0, 1)),
    )


def everything(chart):
    paths = [chart.band, chart.median, chart.planned, chart.done]
    yield from (point for path in paths for point in points(path))
    yield from ((dot.x, dot.y) for dot in chart.dots)
    if chart.median_dot:
        yield chart.median_dot.x, chart.median_dot.y
    for path in (chart.scope, chart.finish):
        yield from ((float(x), chart.plot.y) for x in re.findall(rf"[MH]({NUMBER})", path))
    yield from ((chart.plot.x, float(y)) for y in re.findall(rf"V({NUMBER})", chart.scope))


@examples(150)
@given(told=many_series(), size=st.sampled_from([WIDE, NARROW]))
def test_every_point_is_inside_the_plot(told, size):
    chart = burn_up(told, size)
    plot = chart.plot
    for x, y in everything(chart):
        assert plot.x - 0.1 <= x <= plot.x + plot.width + 0.1
        assert plot.y - 0.1 <= y <= plot.y + plot.height + 0.1


@examples(150)
@given(told=many_series(), size=st.sampled_from([WIDE, NARROW]))
def test_words_never_lie_over_other_words_nor_leave_the_sheet(told, size):
    chart = burn_up(told, size)
    for group in (chart.weeks, chart.labels, [level.label for level in chart.levels]):
        for place, label in enumerate(group):
            assert label.left + 0.1 >= 0
            assert label.right <= size.width + 0.1
            assert not any(label.overlaps(other) for other in group[place + 1 :])


@examples(80)
@given(told=many_series(), size=st.sampled_from([WIDE, NARROW]))
def test_lines_across_are_few_and_begin_at_nothing(told, size):
    levels = burn_up(told, size).levels
    assert 1 <= len(levels) <= size.levels
    assert levels[0].y == size.foot
