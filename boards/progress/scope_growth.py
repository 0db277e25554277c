"""By how much all work of a plan has grown, and when."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db.models import Case, Count, Sum, Value, When
from django.db.models.functions import Coalesce

from boards.models import Column
from boards.reporting.totals import Totals
from boards.reporting.unit import Unit
from projects.models import Project

NEVER = -1


def read_growth(project: Project, ends: Sequence[datetime], unit: Unit) -> tuple[int, ...]:
    """Return the change of all work in each period, with one query for any number of cards and periods.

    `ends` are the ends of the periods. In the first the plan is made, so it is left out of the answer; the last
    period runs from the last end until now. If no card was created in the first, the plan was made in the period of
    the first card.

    A card counts from its creation, with the estimate it has today, as if it had always been in the plan; until it
    was archived without being done. A deleted card was a mistake and never counts. So the changes add up from all
    work there was to all there is, which `ProjectTotals` counts.
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
    """Return rows of (period created in, period archived in or NEVER, cards, minutes)."""
    planned = project.cards.not_deleted().exclude(milestone=None)
    counted = planned.exclude(archived_at__isnull=False, column=Column.DONE)
    grouped = counted.values(written=period("created_at", ends), gone=period("archived_at", ends))
    sums = grouped.annotate(cards=Count("pk"), minutes=Coalesce(Sum("estimate_minutes"), 0))
    return list(sums.values_list("written", "gone", "cards", "minutes"))


def period(name: str, ends: Sequence[datetime]) -> Case:
    """Build an expression for the index of the period that the instant in this field falls in."""
    before = [When(**{f"{name}__lt": end}, then=Value(place)) for place, end in enumerate(ends)]
    return Case(When(**{name: None}, then=Value(NEVER)), *before, default=Value(len(ends)))


def midnight(project: Project, day: date) -> datetime:
    return datetime.combine(day, time.min, project.zone)
