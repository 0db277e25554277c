"""Where the burn-up of a project has its points and its words."""

from collections.abc import Iterable, Iterator

from boards.progress.chart import LETTER, LINE, Box, Chart, Dot, Label, Level, Size
from boards.progress.series import Course, Unit

HEADROOM = 48  # above the highest line: the finish and its words
MOST_DOTS = 30  # finished weeks from which on the line goes without them
A_QUARTER = 13  # coming weeks that are shown of a forecast that ends nowhere


def burn_up(course: Course, size: Size) -> Chart:
    plot = Plot(course, size)
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
        planned=plot.line(enumerate([0, *course.planned])),
        done=plot.line(plot.done()),
        dots=tuple(plot.dots()),
        labels=tuple(plot.labels()),
    )


class Plot:
    """The way from weeks and amounts to pixels, for one course on one sheet."""

    def __init__(self, course: Course, size: Size):
        self.course, self.size, self.unit = course, size, course.unit
        self.end = end_of_axis(course)
        peak = max(1, *course.scope, *course.planned, course.done_now)
        self.most = peak / (1 - HEADROOM / (size.foot - size.top))
        self.amounts = list(round_amounts(self.most / self.unit.scale, size.levels, self.unit))
        left = round(16 + LETTER * max(len(words) for words in self.amount_words()))
        self.box = Box(left, size.top, size.width - size.right - left, size.foot - size.top)

    def x(self, week: float) -> float:
        return round(self.box.x + self.slot * week, 1)

    def y(self, amount: float) -> float:
        return round(self.size.foot - self.box.height * amount / self.most, 1)

    @property
    def slot(self) -> float:
        """The width of a week."""
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
            yield Level(y, Label(self.box.x - 8, y + 4, words, anchor="end"))

    def weeks(self) -> Iterator[Label]:
        """The numbers of as many weeks as there is room for; the present one's in any case."""
        now = self.week_label(self.course.first, css="axis now") if self.now() else None
        room = LETTER * (len(self.week_words(self.end)) + 1)
        every = next(every for every in round_steps(1) if self.slot * every >= room)
        for week in range(every, self.end + 1, every):
            label = self.week_label(week)
            if now is None or not label.overlaps(now):
                yield label
        if now:
            yield now

    def week_label(self, week: int, css: str = "axis") -> Label:
        words, x = self.week_words(week), self.x(week - 0.5)
        edge = LETTER * len(words) / 2
        x = min(max(x, edge), self.size.width - edge)
        return Label(x, self.size.foot + 20, words, css, "middle")

    def week_words(self, week: int) -> str:
        return f"W{week}" if self.size.is_wide else str(week)

    def now(self) -> Box | None:
        """The present week, if one is on and there is still something to do."""
        week = self.course.first
        if not week - 1 < self.course.now <= week or not self.course.is_under_way:
            return None
        return Box(self.x(week - 1), self.box.y, round(self.slot, 1), self.box.height)

    # --- What was ---------------------------------------------------------------------------------------
    def done(self) -> list[tuple[float, float]]:
        course = self.course
        now = max(course.now, course.finished)
        return [*enumerate([0, *course.done]), (now, course.done_now)]

    def dots(self) -> Iterator[Dot]:
        *_, last = points = self.done()
        if len(points) <= MOST_DOTS:
            yield from (Dot(self.x(week), self.y(amount), 3.5) for week, amount in points[1:-1])
        yield Dot(self.x(last[0]), self.y(last[1]), 5)

    def steps(self) -> Iterator[tuple[float, int, int]]:
        """The changes of all work: where each is drawn, by how much, and to how much."""
        course = self.course
        for week, (change, level) in enumerate(zip(course.growth, course.scope[1:], strict=True), start=1):
            place = week - 0.5
            if week > course.finished:
                place = (course.finished + max(course.now, course.finished)) / 2
            if change:
                yield place, change, level

    def scope(self) -> str:
        drawn = f"M{self.x(0):g} {self.y(self.course.scope[0]):g}"
        for place, _, level in self.steps():
            drawn += f"H{self.x(place):g}V{self.y(level):g}"
        return f"{drawn}H{self.x(self.end):g}"

    # --- What is to come --------------------------------------------------------------------------------
    def reach(self, future: str) -> list[tuple[int, int]]:
        """Where a slow, a likely or a fast future stands by the end of each coming week on the sheet."""
        course = self.course
        weeks = course.forecast.weeks if course.forecast else ()
        shown = enumerate(weeks[: self.end - course.first + 1], start=course.first)
        return [(week, course.before + getattr(reach, future)) for week, reach in shown]

    @property
    def start(self) -> tuple[int, int]:
        return self.course.first - 1, self.course.before

    def band(self) -> str:
        """Between the fast future and the slow one; it meets the line of all work from the earliest to the latest."""
        fast, slow = self.reach("fast"), self.reach("slow")
        return self.line([self.start, *fast, *reversed(slow)], closed=True) if fast else ""

    def median(self) -> str:
        course, likely = self.course, self.reach("likely")
        shown = [point for point in likely if course.likely is None or point[0] <= course.likely]
        return self.line([self.start, *shown]) if shown else ""

    def median_dot(self) -> Dot | None:
        course = self.course
        if course.likely is None or course.likely > self.end:
            return None
        return Dot(self.x(course.likely), self.y(course.total), 4.5)

    def finish(self) -> str:
        """A bracket over the weeks in which the end may fall."""
        earliest, latest, y = self.course.earliest, self.course.latest, self.y(self.course.total) - 8
        if earliest is None or latest is None:
            return ""
        return f"M{self.x(earliest - 1):g} {y:g}v-6H{self.x(latest):g}v6"

    # --- Words ------------------------------------------------------------------------------------------
    def labels(self) -> list[Label]:
        """What has room, the most important first."""
        placed: list[Label] = []
        for choices in (self.finish_label(), self.scope_label(), self.done_label(), *self.step_labels()):
            free = (label for label in choices if self.fits(label) and not any(map(label.overlaps, placed)))
            placed.extend(label for label in [next(free, None)] if label)
        return placed

    def fits(self, label: Label) -> bool:
        return label.left >= 0 and label.right <= self.size.width and LINE / 2 < label.y < self.size.foot - 3

    def finish_label(self) -> list[Label]:
        earliest, latest = self.course.earliest, self.course.latest
        if earliest is None or latest is None:
            return []
        words = f"Finish: week {earliest}" if self.size.is_wide else f"Finish W{earliest}"
        if latest > earliest:
            words += f" to {latest}" if self.size.is_wide else f"–{latest}"
        half = LETTER * len(words) / 2
        x = min(max((self.x(earliest - 1) + self.x(latest)) / 2, half), self.size.width - half)
        return [Label(x, self.y(self.course.total) - 22, words, "tag forecast", "middle")]

    def scope_label(self) -> list[Label]:
        y, said = self.y(self.course.total), self.unit.said(self.course.total)
        if self.size.is_wide:
            return [Label(self.box.x + self.box.width + 10, y + 4, f"All work {said}", "tag whole")]
        return [Label(self.box.x + 6, self.y(max(self.course.scope)) - 8, f"All {said}", "tag whole")]

    def done_label(self) -> list[Label]:
        week, amount = self.done()[-1]
        said = self.unit.said(self.course.done_now)
        words = f"Done {said}" if self.size.is_wide else f"{said} done"
        x, y = self.x(week), self.y(amount)
        places = [(8, 22, "start"), (-10, -12, "end"), (8, -12, "start"), (-10, 22, "end")]
        return [Label(x + right, y + down, words, "tag brought", anchor) for right, down, anchor in places]

    def step_labels(self) -> list[list[Label]]:
        """By how much all work has grown, and when, the largest change first; narrow sheets leave it to the table."""
        if not self.size.is_wide:
            return []
        return [
            [Label(self.x(place) + 4, self.y(level) + 18, self.step_words(place, change), "tag step")]
            for place, change, level in sorted(self.steps(), key=lambda step: -abs(step[1]))
        ]

    def step_words(self, place: float, change: int) -> str:
        sign = "+" if change > 0 else "−"
        week = int(place) + 1 if place < self.course.finished else self.course.first
        return f"{sign}{self.unit.said(abs(change))} in week {week}"


def end_of_axis(course: Course) -> int:
    """The last week on the sheet: the plan's last, the present one, or the latest that the end may fall in."""
    ends = [course.last, course.first if course.is_under_way else 1, -int(-course.now // 1)]
    if course.forecast:
        ends.append(course.latest or course.first + A_QUARTER - 1)
    return max(ends)


def round_amounts(most: float, count: int, unit: Unit) -> Iterator[float]:
    """At most `count` amounts from 0 to `most`, in steps that one counts in: 1, 2, 5, 10, 20, 50 …"""
    step = next(step for step in round_steps(0.1 if unit == Unit.HOURS else 1) if most / step < count)
    yield from (step * place for place in range(int(most / step) + 1))


def round_steps[Number: (int, float)](smallest: Number) -> Iterator[Number]:
    while True:
        yield from (smallest, 2 * smallest, 5 * smallest)
        smallest *= 10
