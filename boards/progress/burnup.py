"""The burn-up chart of a project: turns its series of numbers into points, lines and labels in pixels."""

from collections.abc import Iterable, Iterator

from boards.progress.chart import LETTER, LINE, Chart, ChartLabel, Dot, Level, Rect, Size
from boards.progress.series import ProgressSeries
from boards.reporting.unit import Unit

HEADROOM = 48  # pixels above the highest line, for the bracket of the finish and its label
MOST_DOTS = 30  # with more finished weeks than this, the line has no dots
A_QUARTER = 13  # coming weeks that are shown of a forecast without an end


def burn_up(series: ProgressSeries, size: Size) -> Chart:
    plot = Plot(series, size)
    return Chart(
        size=size,
        plot=plot.box,
        levels=tuple(plot.levels()),
        weeks=tuple(plot.weeks()),
        now=plot.now(),
        band=plot.band(),
        median=plot.median(),
        median_dot=plot.median_dot(),
        finish=plot.finish(),
        scope=plot.scope(),
        planned=plot.line(enumerate([0, *series.planned])),
        done=plot.line(plot.done()),
        dots=tuple(plot.dots()),
        labels=tuple(plot.labels()),
    )


class Plot:
    """Converts weeks and amounts to pixels, for one series on a sheet of one size."""

    def __init__(self, series: ProgressSeries, size: Size):
        self.series, self.size, self.unit = series, size, series.unit
        self.end = end_of_axis(series)
        peak = max(1, *series.scope, *series.planned, series.done_now)
        self.most = peak / (1 - HEADROOM / (size.foot - size.top))
        self.amounts = list(round_amounts(self.most / self.unit.scale, size.levels, self.unit))
        left = round(16 + LETTER * max(len(words) for words in self.amount_words()))
        self.box = Rect(left, size.top, size.width - size.right - left, size.foot - size.top)

    def x(self, week: float) -> float:
        return round(self.box.x + self.slot * week, 1)

    def y(self, amount: float) -> float:
        return round(self.size.foot - self.box.height * amount / self.most, 1)

    @property
    def slot(self) -> float:
        """Return the width of one week in pixels."""
        return self.box.width / self.end

    def line(self, points: Iterable[tuple[float, float]], *, closed: bool = False) -> str:
        drawn = "L".join(f"{self.x(week):g} {self.y(amount):g}" for week, amount in points)
        return f"M{drawn}{'Z' if closed else ''}" if drawn else ""

    # --- The sheet --------------------------------------------------------------------------------------
    def amount_words(self) -> list[str]:
        words = [f"{amount:.1f}".removesuffix(".0") for amount in self.amounts]
        return [*words[:-1], f"{words[-1]} h" if self.unit == Unit.HOURS else words[-1]]

    def levels(self) -> Iterator[Level]:
        for amount, words in zip(self.amounts, self.amount_words(), strict=True):
            y = self.y(amount * self.unit.scale)
            yield Level(y, ChartLabel(self.box.x - 8, y + 4, words, anchor="end"))

    def weeks(self) -> Iterator[ChartLabel]:
        """Yield the numbers of as many weeks as there is room for; the present one's in any case."""
        now = self.week_label(self.series.first, css="axis now") if self.now() else None
        room = LETTER * (len(self.week_words(self.end)) + 1)
        every = next(every for every in round_steps(1) if self.slot * every >= room)
        for week in range(every, self.end + 1, every):
            label = self.week_label(week)
            if now is None or not label.overlaps(now):
                yield label
        if now:
            yield now

    def week_label(self, week: int, css: str = "axis") -> ChartLabel:
        words, x = self.week_words(week), self.x(week - 0.5)
        edge = LETTER * len(words) / 2
        x = min(max(x, edge), self.size.width - edge)
        return ChartLabel(x, self.size.foot + 20, words, css, "middle")

    def week_words(self, week: int) -> str:
        return f"W{week}" if self.size.is_wide else str(week)

    def now(self) -> Rect | None:
        """Return the rectangle of the present week; None outside the plan's weeks, or if nothing is left to do."""
        week = self.series.first
        if not week - 1 < self.series.now <= week or not self.series.is_under_way:
            return None
        return Rect(self.x(week - 1), self.box.y, round(self.slot, 1), self.box.height)

    # --- What was ---------------------------------------------------------------------------------------
    def done(self) -> list[tuple[float, float]]:
        series = self.series
        now = max(series.now, series.finished)
        return [*enumerate([0, *series.done]), (now, series.done_now)]

    def dots(self) -> Iterator[Dot]:
        *_, last = points = self.done()
        if len(points) <= MOST_DOTS:
            yield from (Dot(self.x(week), self.y(amount), 3.5) for week, amount in points[1:-1])
        yield Dot(self.x(last[0]), self.y(last[1]), 5)

    def steps(self) -> Iterator[tuple[float, int, int]]:
        """Yield the changes of all work as (week on the axis, change, amount after it).

        A finished week's change is drawn in its middle, that of the present week halfway between its start and now.
        """
        series = self.series
        for week, (change, level) in enumerate(zip(series.growth, series.scope[1:], strict=True), start=1):
            place = week - 0.5
            if week > series.finished:
                place = (series.finished + max(series.now, series.finished)) / 2
            if change:
                yield place, change, level

    def scope(self) -> str:
        drawn = f"M{self.x(0):g} {self.y(self.series.scope[0]):g}"
        for place, _, level in self.steps():
            drawn += f"H{self.x(place):g}V{self.y(level):g}"
        return f"{drawn}H{self.x(self.end):g}"

    # --- What is to come --------------------------------------------------------------------------------
    def reach(self, future: str) -> list[tuple[int, int]]:
        """Return (week, amount done by its end) for each coming week on the sheet, in one of the forecast's futures.

        `future` is "slow", "likely" or "fast".
        """
        series = self.series
        weeks = series.forecast.weeks if series.forecast else ()
        shown = enumerate(weeks[: self.end - series.first + 1], start=series.first)
        return [(week, series.before + getattr(reach, future)) for week, reach in shown]

    @property
    def start(self) -> tuple[int, int]:
        return self.series.first - 1, self.series.before

    def band(self) -> str:
        """Return the path between the fast and the slow future.

        It meets the line of all work from the earliest week that the work may end in to the latest.
        """
        fast, slow = self.reach("fast"), self.reach("slow")
        return self.line([self.start, *fast, *reversed(slow)], closed=True) if fast else ""

    def median(self) -> str:
        series, likely = self.series, self.reach("likely")
        shown = [point for point in likely if series.likely is None or point[0] <= series.likely]
        return self.line([self.start, *shown]) if shown else ""

    def median_dot(self) -> Dot | None:
        series = self.series
        if series.likely is None or series.likely > self.end:
            return None
        return Dot(self.x(series.likely), self.y(series.total), 4.5)

    def finish(self) -> str:
        """Return the path of a bracket over the weeks in which the end may fall."""
        earliest, latest, y = self.series.earliest, self.series.latest, self.y(self.series.total) - 8
        if earliest is None or latest is None:
            return ""
        return f"M{self.x(earliest - 1):g} {y:g}v-6H{self.x(latest):g}v6"

    # --- Words ------------------------------------------------------------------------------------------
    def labels(self) -> list[ChartLabel]:
        """Place the labels for which there is room, the most important first; of each, the first choice that fits."""
        placed: list[ChartLabel] = []
        for choices in (self.finish_label(), self.scope_label(), self.done_label(), *self.step_labels()):
            free = (label for label in choices if self.fits(label) and not any(map(label.overlaps, placed)))
            placed.extend(label for label in [next(free, None)] if label)
        return placed

    def fits(self, label: ChartLabel) -> bool:
        return label.left >= 0 and label.right <= self.size.width and LINE / 2 < label.y < self.size.foot - 3

    def finish_label(self) -> list[ChartLabel]:
        earliest, latest = self.series.earliest, self.series.latest
        if earliest is None or latest is None:
            return []
        words = f"Finish: week {earliest}" if self.size.is_wide else f"Finish W{earliest}"
        if latest > earliest:
            words += f" to {latest}" if self.size.is_wide else f"–{latest}"
        half = LETTER * len(words) / 2
        x = min(max((self.x(earliest - 1) + self.x(latest)) / 2, half), self.size.width - half)
        return [ChartLabel(x, self.y(self.series.total) - 22, words, "tag forecast", "middle")]

    def scope_label(self) -> list[ChartLabel]:
        y, said = self.y(self.series.total), self.unit.with_unit(self.series.total)
        if self.size.is_wide:
            return [ChartLabel(self.box.x + self.box.width + 10, y + 4, f"All work {said}", "tag whole")]
        return [ChartLabel(self.box.x + 6, self.y(max(self.series.scope)) - 8, f"All {said}", "tag whole")]

    def done_label(self) -> list[ChartLabel]:
        week, amount = self.done()[-1]
        said = self.unit.with_unit(self.series.done_now)
        words = f"Done {said}" if self.size.is_wide else f"{said} done"
        x, y = self.x(week), self.y(amount)
        places = [(8, 22, "start"), (-10, -12, "end"), (8, -12, "start"), (-10, 22, "end")]
        return [
            ChartLabel(x + right, y + down, words, "tag brought", anchor) for right, down, anchor in places
        ]

    def step_labels(self) -> list[list[ChartLabel]]:
        """Return the labels that tell by how much all work has grown, and when, the largest change first.

        Narrow sheets have none: the table says the same.
        """
        if not self.size.is_wide:
            return []
        return [
            [ChartLabel(self.x(place) + 4, self.y(level) + 18, self.step_words(place, change), "tag step")]
            for place, change, level in sorted(self.steps(), key=lambda step: -abs(step[1]))
        ]

    def step_words(self, place: float, change: int) -> str:
        sign = "+" if change > 0 else "−"
        week = int(place) + 1 if place < self.series.finished else self.series.first
        return f"{sign}{self.unit.with_unit(abs(change))} in week {week}"


def end_of_axis(series: ProgressSeries) -> int:
    """Return the last week on the sheet: the plan's last, the present one, or the latest that the end may fall in."""
    ends = [series.last, series.first if series.is_under_way else 1, -int(-series.now // 1)]
    if series.forecast:
        ends.append(series.latest or series.first + A_QUARTER - 1)
    return max(ends)


def round_amounts(most: float, count: int, unit: Unit) -> Iterator[float]:
    """Yield at most `count` amounts from 0 to `most`, in round steps: 1, 2, 5, 10, 20, 50 …"""
    step = next(step for step in round_steps(0.1 if unit == Unit.HOURS else 1) if most / step < count)
    yield from (step * place for place in range(int(most / step) + 1))


def round_steps[Number: (int, float)](smallest: Number) -> Iterator[Number]:
    while True:
        yield from (smallest, 2 * smallest, 5 * smallest)
        smallest *= 10
