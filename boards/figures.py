"""The figures of a project: how many cards and hours, where. The one place that counts them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum

from boards.models import Card, Column
from projects.models import Milestone, Project


@dataclass(frozen=True)
class Tally:
    """Some cards, summed up; `over` and `blocked` leave out what is done."""

    cards: int = 0
    minutes: int = 0
    over: int = 0
    blocked: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.cards + other.cards,
            self.minutes + other.minutes,
            self.over + other.over,
            self.blocked + other.blocked,
        )


def read_tallies(project_ids: Iterable[int]) -> dict[int, dict[tuple[int | None, str], Tally]]:
    """Tallies by week and column, of some projects: one query, whatever the number of weeks and cards."""
    unfinished = ~Q(column=Column.DONE)
    rows = (
        Card.objects.standing()
        .filter(project__in=list(project_ids))
        .order_by()
        .values_list("project_id", "milestone_id", "column")
        .annotate(
            cards=Count("pk"),
            minutes=Sum("estimate_minutes", default=0),
            over=Count("pk", filter=unfinished & Q(estimate_minutes__gt=F("project__card_limit_minutes"))),
            blocked=Count("pk", filter=unfinished & ~Q(blocked_reason="")),
        )
    )
    tallies: dict[int, dict[tuple[int | None, str], Tally]] = defaultdict(dict)
    for project_id, week, column, *sums in rows:
        tallies[project_id][week, column] = Tally(*sums)
    return tallies


NOTHING = Tally()
EVERYTHING = object()
type Week = Milestone | int | object | None


class Figures:
    """The figures of one project."""

    def __init__(self, project: Project, tallies: dict[tuple[int | None, str], Tally] | None = None):
        self.tallies = read_tallies([project.pk])[project.pk] if tallies is None else tallies

    @property
    def weeks(self) -> list[int]:
        """The ids of the weeks that have cards."""
        return sorted({week for week, _ in self.tallies if week is not None})

    def of(self, week: Week = EVERYTHING, column: str | None = None) -> Tally:
        """The tally of a week (None is Later; every week if none is given), in one column or in all three."""
        pk = week.pk if isinstance(week, Milestone) else week
        chosen = (
            tally
            for (milestone_id, place), tally in self.tallies.items()
            if (week is EVERYTHING or milestone_id == pk) and column in (None, place)
        )
        return sum(chosen, NOTHING)

    def progress(self, week: Week = EVERYTHING) -> "Progress":
        return Progress(self.of(week, Column.DONE), self.of(week))


@dataclass(frozen=True)
class Progress:
    """How much of what was planned is done: in hours, or in cards as long as nothing is estimated."""

    done: Tally
    planned: Tally

    @property
    def in_hours(self) -> bool:
        return self.planned.minutes > 0

    @property
    def value(self) -> int:
        return self.done.minutes if self.in_hours else self.done.cards

    @property
    def max(self) -> int:
        """Never 0: a bar without a maximum would be full."""
        return (self.planned.minutes if self.in_hours else self.planned.cards) or 1
