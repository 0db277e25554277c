"""The plan page: the weeks as a table, with what is done in each."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from boards.models import Column
from boards.rendering.badges import TeamMember, people_of
from boards.reporting.totals import NOTHING, Progress, ProjectTotals, Totals
from projects.hours import as_hours
from projects.models import Demo, Milestone, Project
from projects.words import counted, in_words, plural

DAY = timedelta(days=1)
LONG = 14  # weeks; with more a plan is printed small and upright, to stay on one page


@dataclass(frozen=True)
class Break:
    """Days between two weeks that belong to neither."""

    first: date
    last: date
    is_now: bool

    def __str__(self) -> str:
        days = (self.last - self.first) // DAY + 1
        weeks, rest = divmod(days, 7)
        count, unit = (days, "day") if rest else (weeks, "week")
        return f"Break of {counted(count, unit)}"


@dataclass(frozen=True)
class PlanRow:
    """One week; `pause` is the break before it, if there is one."""

    week: Milestone
    project: Project
    when: str  # "past", "now" or "next", by the date in the project's time zone
    state: str  # see `Milestone.state_on`
    progress: Progress
    pause: Break | None
    demo: Demo | None

    @property
    def iso(self) -> str:
        """Return the calendar week that it begins in, by ISO 8601: the last days of a year may be in W01."""
        year, week, _ = self.week.starts_on.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def calendar_week(self) -> int:
        return self.week.starts_on.isocalendar().week

    @property
    def goal(self) -> "PlanCell":
        return PlanCell(self.week, "goal")

    @property
    def demo_task(self) -> "PlanCell":
        return PlanCell(self.week, "demo_task")

    @property
    def progress_text(self) -> str:
        """Say what is done so far, or what is planned for a week that has not begun."""
        planned = self.progress.planned
        if not planned.cards:
            return "Nothing planned"
        if self.when != "next":
            return str(self.progress)
        if self.progress.in_hours:
            return f"{as_hours(planned.minutes)} h planned"
        return f"{planned.cards} {plural(planned.cards, 'card')} planned"

    @property
    def demo_due(self) -> str:
        """Say when the demo of the present week is due; "" for other weeks."""
        if self.when != "now":
            return ""
        days, day = self.project.days_to_demo(self.week), self.week.demo_due(self.project.demo_weekday)
        return "Due today" if days == 0 else f"{'Was due' if days < 0 else 'Due'} {day:%a}"


@dataclass(frozen=True)
class PlanCell:
    """One text of a week in the table: its goal, or its demo task."""

    week: Milestone
    name: str

    @property
    def text(self) -> str:
        return getattr(self.week, self.name)

    @property
    def noun(self) -> str:
        return {"goal": "goal", "demo_task": "demo task"}[self.name]


class PlanPage:
    """Everything on the page, in four queries for any number of weeks and cards."""

    def __init__(self, project: Project):
        self.project = project
        self.weeks = list(project.milestones.all())
        self.today = project.today()

    @cached_property
    def figures(self) -> ProjectTotals:
        return ProjectTotals(self.project)

    @cached_property
    def demos(self) -> dict[int, list[Demo]]:
        return Demo.objects.delivered().by_week(self.project)

    @property
    def is_long(self) -> bool:
        return len(self.weeks) > LONG

    @cached_property
    def team(self) -> list[TeamMember]:
        return people_of(self.project)

    @cached_property
    def rows(self) -> list[PlanRow]:
        befores = [None, *self.weeks]
        return [self.row(week, before) for week, before in zip(self.weeks, befores, strict=False)]

    def row(self, week: Milestone, before: Milestone | None) -> PlanRow:
        pause = self.pause(before, week) if before else None
        demo = next(iter(self.demos.get(week.pk, [])), None)
        when, state = week.when_on(self.today), week.state_on(self.today)
        return PlanRow(week, self.project, when, state, self.figures.progress(week), pause, demo)

    def pause(self, before: Milestone, week: Milestone) -> Break | None:
        first, last = before.last_day + DAY, week.starts_on - DAY
        return Break(first, last, first <= self.today <= last) if first <= last else None

    # --- The sentence under the title ------------------------------------------------------------------------
    @property
    def count(self) -> str:
        return counted(len(self.weeks), "week")

    @property
    def period(self) -> str:
        """Return the first day and the last demo's: "7 September – 13 November 2026"."""
        if not self.weeks:
            return ""
        first, last = self.weeks[0].starts_on, self.weeks[-1].demo_due(self.project.demo_weekday)
        year = f" {first.year}" if first.year != last.year else ""
        return f"{first.day} {first:%B}{year} – {last.day} {last:%B} {last.year}"

    @property
    def delivered(self) -> str:
        """Count the demos in words: "four of ten demos"."""
        return f"{in_words(len(self.demos))} of {counted(len(self.weeks), 'demo')}"

    @property
    def progress(self) -> Progress:
        """Return the progress of all weeks together, without the cards in Later."""
        return Progress(self.sum_of(Column.DONE), self.sum_of())

    def sum_of(self, column: str | None = None) -> Totals:
        return sum((self.figures.for_week(week, column) for week in self.weeks), NOTHING)
