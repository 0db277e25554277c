"""The progress page: the sentence, the burn-up, and the numbers behind them week by week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate

from boards.models import Column
from boards.progress.burnup import burn_up
from boards.progress.chart import NARROW, WIDE, Chart
from boards.progress.cycle_time import median_cycle_time
from boards.progress.scope_growth import midnight, read_growth
from boards.progress.series import ProgressSeries
from boards.progress.summary import (
    ProgressSummary,
    closed_weeks_note,
    cycle_time_note,
    later_note,
    summarize,
    unestimated_note,
)
from boards.rendering.badges import TeamMember, people_of
from boards.reporting.throughput import finished_weeks
from boards.reporting.totals import IN_PLAN, LATER, Progress, ProjectTotals, Totals
from boards.reporting.unit import Unit
from boards.reporting.week_accounts import WeekAccount, read_accounts
from projects.hours import as_hours
from projects.models import Demo, Milestone, Project

DAY = timedelta(days=1)
NOTHING_YET = "–"
COLUMNS = ["added", "done", "carried", "later", "dropped"]
HEADINGS = ["Planned", "Added", "Done", "Carried over", "To Later", "Dropped", "All work"]


@dataclass(frozen=True)
class WeekRow:
    """A week in the table, as texts."""

    week: Milestone
    when: str
    state: str  # see `Milestone.state_on`
    planned: str
    added: str
    done: str
    carried: str
    later: str
    dropped: str
    all_work: str
    over: str
    demos: list[Demo]
    due: str  # what is said in place of a demo

    @property
    def amounts(self) -> list[str]:
        """List the cells with numbers, in the order of `ProgressPage.headings`."""
        went = [self.carried, self.later, self.dropped]
        return [self.planned, self.added, self.done, *went, self.all_work, self.over]


class ProgressPage:
    """Everything on the page, in a number of queries that does not grow with the weeks and the cards."""

    def __init__(self, project: Project):
        self.project = project
        self.weeks = list(project.milestones.all())
        self.current = project.current_milestone(self.weeks)
        self.today = project.today()

    @cached_property
    def figures(self) -> ProjectTotals:
        return ProjectTotals(self.project)

    @cached_property
    def accounts(self) -> dict[int, WeekAccount]:
        return read_accounts(self.project, self.weeks)

    @cached_property
    def demos(self) -> dict[int, list[Demo]]:
        return Demo.objects.delivered().by_week(self.project)

    @cached_property
    def team(self) -> list[TeamMember]:
        return people_of(self.project)

    @property
    def progress(self) -> Progress:
        """Return the progress of the whole plan, without the cards in Later."""
        return self.figures.progress(IN_PLAN)

    @cached_property
    def unit(self) -> Unit:
        return Unit.HOURS if self.progress.in_hours else Unit.CARDS

    # --- Numbers ----------------------------------------------------------------------------------------
    @cached_property
    def finished(self) -> list[Milestone]:
        return finished_weeks(self.weeks, self.today)

    @cached_property
    def series(self) -> ProgressSeries:
        done = [self.unit.of(self.figures.for_week(week, Column.DONE)) for week in self.weeks]
        finished = len(self.finished)
        return ProgressSeries(
            unit=self.unit,
            planned=tuple(self.planned()),
            done=tuple(accumulate(done[:finished])),
            done_by_week=tuple(self.unit.of(self.accounts[week.pk].done) for week in self.finished),
            done_this_week=sum(done[finished:]),
            total=self.unit.of(self.progress.planned),
            growth=read_growth(self.project, self.ends(), self.unit),
            first=max(finished, int(self.now)) + 1,
            now=self.now,
            is_archived=self.project.archived_at is not None,
        )

    def planned(self) -> Iterable[int]:
        """Yield what was to be done by the end of each week; what a week carries into another counts once."""
        wanted, passed_on = 0, 0
        for week in self.weeks:
            account = self.accounts[week.pk]
            wanted += self.unit.of(account.planned) - passed_on
            passed_on = self.unit.of(account.carried)
            yield max(0, wanted)

    def ends(self) -> list[datetime]:
        """List the ends of the first day of the plan and of each finished week."""
        first_day = [week.starts_on for week in self.weeks[:1]]
        last_days = [self.last_day(week) for week in self.finished]
        return [midnight(self.project, day + DAY) for day in (*first_day, *last_days)]

    def last_day(self, week: Milestone):
        """Return the day a week ended: earlier than planned if it was closed before."""
        return (
            min(week.last_day, self.project.local(week.closed_at).date()) if week.closed_at else week.last_day
        )

    @cached_property
    def now(self) -> float:
        """Return how many weeks have gone by: noon of the third day of week 2 is 1.36."""
        gone = len(self.finished)
        if gone < len(self.weeks):
            days = (self.today - self.weeks[gone].starts_on).days
        else:
            days = (self.today - self.weeks[-1].last_day).days - 1 if self.weeks else -1
        return gone + (days + 0.5) / 7 if days >= 0 else gone

    # --- Words and drawings -----------------------------------------------------------------------------
    @cached_property
    def summary(self) -> ProgressSummary:
        return summarize(self.series, self.progress, self.project.starts_on)

    @cached_property
    def charts(self) -> list[Chart]:
        return [burn_up(self.series, size) for size in (WIDE, NARROW)] if self.series.total else []

    @cached_property
    def rows(self) -> list[WeekRow]:
        levels = [*self.series.scope[1:]][: len(self.finished) + (self.series.now > len(self.finished))]
        scopes = [*levels, *[None] * len(self.weeks)]
        return [self.row(week, scope) for week, scope in zip(self.weeks, scopes, strict=False)]

    @property
    def headings(self) -> list[str]:
        limit = as_hours(self.project.card_limit_minutes)
        return [*HEADINGS, f"Over {limit} h"]

    def row(self, week: Milestone, scope: int | None) -> WeekRow:
        account = self.accounts[week.pk]
        when = week.when_on(self.today)
        texts = {name: self.table_text(getattr(account, name), when) for name in COLUMNS}
        return WeekRow(
            week,
            when,
            state=week.state_on(self.today),
            planned=self.unit.with_unit(self.unit.of(account.planned)),
            all_work=NOTHING_YET if scope is None else self.unit.with_unit(scope),
            over=str(account.over) if account.over or when != "next" else NOTHING_YET,
            demos=self.demos.get(week.pk, []),
            due=self.due(week, when),
            **texts,
        )

    def due(self, week: Milestone, when: str) -> str:
        if when != "now":
            return "None" if when == "past" else NOTHING_YET
        day, days = week.demo_due(self.project.demo_weekday), self.project.days_to_demo(week)
        return "Due today" if days == 0 else f"{'Was due' if days < 0 else 'Due'} {day:%A}"

    @property
    def shown(self) -> str:
        """Say how many of the weeks have a demo: "4 of 10"."""
        return f"{len(self.demos)} of {len(self.weeks)}"

    def table_text(self, totals: Totals, when: str) -> str:
        """Format an amount; a dash for nothing in a week that has not begun."""
        return self.unit.with_unit(self.unit.of(totals)) if totals.cards or when != "next" else NOTHING_YET

    @cached_property
    def total(self) -> WeekAccount:
        return sum(self.accounts.values(), WeekAccount())

    @property
    def done_text(self) -> str:
        return self.unit.with_unit(self.series.done_now)

    @property
    def all_work_text(self) -> str:
        return self.unit.with_unit(self.series.total)

    @property
    def cycle_time(self) -> str:
        cycle_time = median_cycle_time(self.project)
        return cycle_time_note(cycle_time) if cycle_time else ""

    @property
    def notes(self) -> list[str]:
        """List what one has to know to read the numbers right; most of the time nothing."""
        moved = self.unit.of(self.total.done) - self.series.done_now
        notes = [
            later_note(self.figures.for_week(LATER)),
            unestimated_note(self.progress.planned, self.unit),
            closed_weeks_note(moved, self.unit),
        ]
        return [note for note in notes if note]
