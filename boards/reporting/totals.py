"""The figures of a project: how many cards and hours, where. The one place that counts them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import connection

from boards.models import Column
from boards.models.card.conditions import BLOCKED_SQL, NOT_DONE_SQL, ON_BOARD_SQL, OVER_LIMIT_SQL
from projects.hours import as_hours
from projects.models import Milestone, Project
from projects.words import plural


@dataclass(frozen=True)
class Totals:
    """The sums of some cards; `over`, `blocked` and `unknown` (without an estimate) leave out what is done."""

    cards: int = 0
    minutes: int = 0
    over: int = 0
    blocked: int = 0
    unknown: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.cards + other.cards,
            self.minutes + other.minutes,
            self.over + other.over,
            self.blocked + other.blocked,
            self.unknown + other.unknown,
        )

    def __str__(self) -> str:
        """Format as "3 cards (10 h)", or without hours as long as nothing is estimated."""
        hours = f" ({as_hours(self.minutes)} h)" if self.minutes else ""
        return f"{self.cards} {plural(self.cards, 'card')}{hours}"


# Written out: the same built from querysets takes as long as drawing the page's frame (make bench).
TOTALS_BY_WEEK = f"""
    SELECT card.project_id, card.milestone_id, card."column",
           COUNT(*),
           COALESCE(SUM(card.estimate_minutes), 0),
           COUNT(*) FILTER (WHERE {OVER_LIMIT_SQL}),
           COUNT(*) FILTER (WHERE {BLOCKED_SQL}),
           COUNT(*) FILTER (WHERE {NOT_DONE_SQL} AND card.estimate_minutes IS NULL)
    FROM boards_card card JOIN projects_project project ON project.id = card.project_id
    WHERE project.id IN ({{ids}}) AND {ON_BOARD_SQL}
    GROUP BY card.project_id, card.milestone_id, card."column"
    UNION ALL
    SELECT week.project_id, week.id, 'closed',
           CASE WHEN kept.planned_cards > 0 THEN kept.planned_cards ELSE kept.added_cards END,
           CASE WHEN kept.planned_cards > 0 THEN kept.planned_minutes ELSE kept.added_minutes END,
           kept.done_cards, kept.done_minutes, 0
    FROM projects_milestone week JOIN boards_weeksnapshot kept ON kept.milestone_id = week.id
    WHERE week.project_id IN ({{ids}}) AND week.closed_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM boards_weeksnapshot newer
        WHERE newer.milestone_id = week.id AND newer.revision > kept.revision)"""  # noqa: S608 - constants
# The saved figures of a closed week, beside the cards in its columns.
CLOSED = ("planned at closing", "done at closing")


def read_totals(project_ids: Iterable[int]) -> dict[int, dict[tuple[int | None, str], Totals]]:
    """Return the totals of projects by week and column, with one query for any number of weeks and cards.

    A closed week also has what its snapshot says, under the names in CLOSED.
    """
    all_totals: dict[int, dict[tuple[int | None, str], Totals]] = defaultdict(dict)
    ids = list(project_ids)
    if not ids:
        return all_totals
    with connection.cursor() as cursor:
        cursor.execute(TOTALS_BY_WEEK.format(ids=", ".join(["%s"] * len(ids))), ids * 2)
        for project_id, week, column, *sums in cursor.fetchall():
            if column == "closed":
                all_totals[project_id] |= {
                    (week, CLOSED[0]): Totals(*sums[:2]),
                    (week, CLOSED[1]): Totals(*sums[2:4]),
                }
            else:
                all_totals[project_id][week, column] = Totals(*sums)
    return all_totals


NOTHING = Totals()
EVERYTHING = object()
IN_PLAN = object()  # every week; what is for later is not planned yet
LATER = None
type WeekScope = Milestone | int | object | None


class ProjectTotals:
    """The totals of one project; read from the database unless they are given."""

    def __init__(self, project: Project, all_totals: dict[tuple[int | None, str], Totals] | None = None):
        read = read_totals([project.pk])[project.pk] if all_totals is None else all_totals
        self.by_week: dict[int | None, dict[str, Totals]] = defaultdict(dict)
        self.closed: dict[int | None, dict[str, Totals]] = defaultdict(dict)
        for (week, column), totals in read.items():
            kept = self.closed if column in CLOSED else self.by_week
            kept[week][column] = totals

    @property
    def weeks(self) -> list[int]:
        return sorted(week for week in self.by_week if week is not None)

    def for_week(self, week: WeekScope = EVERYTHING, column: str | None = None) -> Totals:
        """Sum up a week (None is Later; all cards if none is given), in one column or in all three."""
        chosen = (self.by_week.get(pk, {}) for pk in self.within(week))
        all_totals = [
            totals for columns in chosen for place, totals in columns.items() if column in (None, place)
        ]
        return all_totals[0] if len(all_totals) == 1 else sum(all_totals, NOTHING)

    def within(self, week: WeekScope) -> list[int | None]:
        if week is EVERYTHING:
            return list(self.by_week)
        if week is IN_PLAN:
            return list(self.weeks)
        return [week.pk if isinstance(week, Milestone) else week]  # type: ignore[list-item]

    def progress(self, week: WeekScope = EVERYTHING) -> "Progress":
        """Return what is done: in an open week of what is in it, in a closed one of what was planned.

        Of everything, what is done of the plan, with Later beside it; Later itself is no plan.
        """
        if week is EVERYTHING:
            return replace(self.progress(IN_PLAN), later=self.for_week(LATER))
        if week is LATER:
            return Progress(NOTHING, NOTHING, later=self.for_week(LATER))  # nothing of it is planned yet
        pk = week.pk if isinstance(week, Milestone) else week
        if kept := self.closed.get(pk):  # type: ignore[call-overload]
            planned, done = (kept[name] for name in CLOSED)
            return Progress(done, planned)
        return Progress(self.for_week(week, Column.DONE), self.for_week(week))


@dataclass(frozen=True)
class Progress:
    """How much of what was planned is done: in hours, or in cards as long as nothing is estimated."""

    done: Totals
    planned: Totals
    later: Totals = NOTHING  # not in the plan and not counted; only of a whole project

    @property
    def in_hours(self) -> bool:
        return self.planned.minutes > 0

    def __str__(self) -> str:
        """Format as "18 of 65 h", or in cards as long as nothing is estimated."""
        if self.in_hours:
            return f"{as_hours(self.done.minutes)} of {as_hours(self.planned.minutes)} h"
        return f"{self.done.cards} of {self.planned.cards} {plural(self.planned.cards, 'card')}"

    @property
    def planned_text(self) -> str:
        """Format as "65 h planned", or in cards as long as nothing is estimated."""
        if self.in_hours:
            return f"{as_hours(self.planned.minutes)} h planned"
        return f"{self.planned} planned" if self.planned.cards else "Nothing planned"

    @property
    def value(self) -> int:
        return self.done.minutes if self.in_hours else self.done.cards

    @property
    def max(self) -> int:
        """Return what is planned, but never 0: an HTML progress bar without a maximum would be full."""
        return (self.planned.minutes if self.in_hours else self.planned.cards) or 1
