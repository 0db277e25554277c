"""The account of each week: what was planned, added and done, and where the rest went. Computed only here.

For a closed week it is the latest snapshot, and nothing that happens later changes it. For an open one it is computed
from the cards as they are and the events since the week began, going back from now:

*Planned* is what was in the week at its first midnight, in the project's time zone, with the estimates of then. If
nothing was in it, because the project was set up later or the team plans on the first day, it is what was there at
the end of the day on which the first card came in. Until then all there is counts as planned. What the closing of
another week has carried in is planned, whenever that was.

*Added* is what came in since and is still there. A card that came and went in between is not counted. The minutes
also hold by how much estimates have changed since the start, below zero if they have shrunk. So a split adds cards,
and no minutes.

Where a planned card is now decides the rest: *done* or *open* in the week; *dropped* if it was archived or deleted;
*later* if it has no week; *carried* if it went to another one, by the closing or by hand. One that left counts with
the estimate that it had when it went. So, in cards and in minutes: planned + added = done + dropped + carried + later
+ open, and done and open are what `ProjectTotals` counts for the board.

What was undone has not happened: an event and the one that undid it are ignored together. A first day that is moved
moves the midnight with it. An event or a card that no longer exists (`prune_events`, `purge_deleted`) takes with it
what it would have told, and nothing else: a card counts as if it had always been as the remaining events begin with
it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta

from django.utils import timezone

from boards.models import WeekSnapshot
from boards.reporting.card_timelines import CardTimeline, load_timelines
from boards.reporting.totals import NOTHING, Progress, Totals
from projects.models import Milestone, Project


@dataclass(frozen=True)
class WeekAccount:
    """One week in figures; of each of the totals only `cards` and `minutes` are set."""

    planned: Totals = NOTHING
    added: Totals = NOTHING
    done: Totals = NOTHING
    dropped: Totals = NOTHING
    carried: Totals = NOTHING
    later: Totals = NOTHING
    open: Totals = NOTHING
    over: int = 0  # cards that were estimated over the limit, whatever became of them
    is_closed: bool = False

    def __add__(self, other: "WeekAccount") -> "WeekAccount":
        sums = {name: getattr(self, name) + getattr(other, name) for name in TOTALS}
        return WeekAccount(**sums, over=self.over + other.over, is_closed=self.is_closed and other.is_closed)

    @property
    def left(self) -> Totals:
        """Return what left the week without being done."""
        return self.dropped + self.carried + self.later

    @property
    def adds_up(self) -> bool:
        came, went = self.planned + self.added, self.done + self.left + self.open
        return (came.cards, came.minutes) == (went.cards, went.minutes)

    @property
    def figures(self) -> dict[str, int]:
        """Return the figures under the names that a snapshot stores."""
        all_totals = [(name, getattr(self, name)) for name in TOTALS]
        cards = {f"{name}_cards": totals.cards for name, totals in all_totals}
        return {
            **cards,
            **{f"{name}_minutes": totals.minutes for name, totals in all_totals},
            "over": self.over,
        }

    @property
    def progress(self) -> Progress:
        """Return the same as `ProjectTotals.progress` for this week.

        What was added counts as planned if nothing was planned.
        """
        planned = self.planned if self.planned.cards else self.added
        return Progress(self.done, planned if self.is_closed else self.done + self.open)


TOTALS = [each.name for each in fields(WeekAccount) if each.name not in ("over", "is_closed")]


@dataclass(frozen=True)
class WeekEntry:
    """A card in the account of a week: `planned` minutes, None if it was not; `outcome` names one of the totals."""

    number: int
    planned: int | None
    outcome: str
    minutes: int
    is_over: bool

    @property
    def parts(self) -> Iterator[tuple[str, int, int]]:
        """Yield what it adds to the totals: (which, cards, minutes)."""
        planned, minutes = (0, 0) if self.planned is None else (1, self.planned)
        yield "planned", planned, minutes
        yield "added", 1 - planned, self.minutes - minutes
        yield self.outcome, 1, self.minutes


def read_accounts(project: Project, milestones: Iterable[Milestone] | None = None) -> dict[int, WeekAccount]:
    """Return the accounts of these weeks, or of all, by id: four queries for any number of weeks and cards.

    The weeks must be of this project.
    """
    weeks = list(project.milestones.all() if milestones is None else milestones)
    kept = read_snapshots(weeks)
    entries = read_entries(project, [week for week in weeks if week.pk not in kept])
    return {week.pk: kept.get(week.pk) or total(entries[week.pk]) for week in weeks}


def total(entries: Iterable[WeekEntry]) -> WeekAccount:
    """Sum up the entries in plain integers: adding accounts creates seven totals a card, of thousands of cards."""
    sums, over = {name: [0, 0] for name in TOTALS}, 0
    for entry in entries:
        over += entry.is_over
        for name, cards, minutes in entry.parts:
            sums[name][0] += cards
            sums[name][1] += minutes
    all_totals = {name: Totals(*each) for name, each in sums.items()}
    return WeekAccount(**all_totals, over=over, is_closed=False)


# --- Closed weeks ---------------------------------------------------------------------------------------
def read_snapshots(weeks: Iterable[Milestone]) -> dict[int, WeekAccount]:
    closed = [week.pk for week in weeks if week.closed_at]
    snapshots = WeekSnapshot.objects.filter(milestone__in=closed).latest_of_each() if closed else []
    return {snapshot.milestone_id: account_in(snapshot) for snapshot in snapshots}


def account_in(snapshot: WeekSnapshot) -> WeekAccount:
    all_totals = {
        name: Totals(getattr(snapshot, f"{name}_cards"), getattr(snapshot, f"{name}_minutes"))
        for name in TOTALS
    }
    return WeekAccount(**all_totals, over=snapshot.over, is_closed=snapshot.kind != WeekSnapshot.Kind.UNDONE)


# --- Open weeks -----------------------------------------------------------------------------------------
def read_entries(project: Project, weeks: Iterable[Milestone]) -> dict[int, list[WeekEntry]]:
    now = timezone.now()
    starts = {week.pk: min(first_instant(project, week), now) for week in weeks}
    timelines = load_timelines(project, starts) if starts else []
    baselines = find_baselines(project, timelines, starts)
    entries: dict[int, list[WeekEntry]] = defaultdict(list)
    for timeline in timelines:
        for week in timeline.weeks & starts.keys():
            entry = entry_of(timeline, week, baselines[week], project.card_limit_minutes)
            if entry:
                entries[week].append(entry)
    return entries


def entry_of(timeline: CardTimeline, week: int, baseline: datetime, limit: int) -> WeekEntry | None:
    planned, end = timeline.planned_in(week, baseline), timeline.end_in(week)
    if end is None:
        return None
    became, minutes = end
    if planned is None and became not in ("done", "open"):
        return None
    return WeekEntry(timeline.number, planned, became, minutes, minutes > limit)


def first_instant(project: Project, week: Milestone) -> datetime:
    """Return the first midnight of a week, or the day's first instant where clocks go forward at midnight."""
    return datetime.combine(week.starts_on, time.min, project.zone)


def find_baselines(
    project: Project, timelines: Iterable[CardTimeline], starts: dict[int, datetime]
) -> dict[int, datetime]:
    """Return when each week counts as planned: at its start, or at the end of the day of its first card."""
    first: dict[int, datetime] = {}
    for timeline in timelines:
        for week in timeline.weeks & starts.keys():
            began = timeline.began_in(week, starts[week])
            if began:
                first[week] = min(began, first.get(week, began))
    return {
        week: start if first.get(week, start) <= start else end_of_day(project, first[week])
        for week, start in starts.items()
    }


def end_of_day(project: Project, instant: datetime) -> datetime:
    tomorrow = project.local(instant).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, project.zone) - timedelta(microseconds=1)
