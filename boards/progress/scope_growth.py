"""By how much all work of a plan has grown, and when."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db.models import Case, Count, Sum, Value, When
from django.db.models.functions import Coalesce

from boards.models import Column
from boards.progress.series import Unit
from boards.reporting.totals import Totals
from projects.models import Project

NEVER = -1


def read_growth(project: Project, ends: Sequence[datetime], unit: Unit) -> tuple[int, ...]:
    """The change of all work in each period: one query, whatever the number of cards and periods.

    `ends` are the ends of the periods, the first of which is the making of the plan and is left out of the answer;
    the last period is the one since. Where nothing was written in the first, the plan was made in the one that
    has the first card.

    A card counts from when it was written, with the estimate it has today, as if it had always been in the plan;
    until it was archived without being done. A deleted one is a mistake that never was. So the changes lead from
    all work there was to all there is, which `ProjectTotals` counts.
    """
    changes, made = [0] * (len(ends) + 1), len(ends)
    for written, gone, cards, minutes in periods(project, ends):
        amount = unit.of(Totals(cards, minutes))
        changes[written] += amount
        made = min(made, written)
        if gone != NEVER:
            changes[gone] -= amount
    return tuple(0 if place <= made else change for place, change in enumerate(changes))[1:]


def periods(project: Project, ends: Sequence[datetime]) -> list[tuple[int, int, int, int]]:
    """Cards and minutes by the periods in which they were written and taken out."""
    planned = project.cards.not_deleted().exclude(milestone=None)
    counted = planned.exclude(archived_at__isnull=False, column=Column.DONE)
    grouped = counted.values(written=period("created_at", ends), gone=period("archived_at", ends))
    sums = grouped.annotate(cards=Count("pk"), minutes=Coalesce(Sum("estimate_minutes"), 0))
    return list(sums.values_list("written", "gone", "cards", "minutes"))


def period(name: str, ends: Sequence[datetime]) -> Case:
    """Which period the instant in this field falls in."""
    before = [When(**{f"{name}__lt": end}, then=Value(place)) for place, end in enumerate(ends)]
    return Case(When(**{name: None}, then=Value(NEVER)), *before, default=Value(len(ends)))


def midnight(project: Project, day: date) -> datetime:
    """When a day begins where the project lives."""
    return datetime.combine(day, time.min, project.zone)
