"""From where an empty week can take cards: what a board offers, and what the list of them holds."""

from collections.abc import Iterable
from dataclasses import dataclass

from boards.models import Column
from boards.reporting.totals import ProjectTotals, Totals
from projects.models import Milestone


@dataclass(frozen=True)
class BringOffer:
    """The week before one that is empty, if it has something to bring. What is in Later can be brought besides."""

    source: Milestone | None
    is_over: bool = False

    @classmethod
    def of(cls, week: Milestone, weeks: Iterable[Milestone], figures: ProjectTotals) -> "BringOffer":
        source = week_to_bring_from(week, weeks, figures)
        return cls(source, source is not None and is_over(source))


def is_over(week: Milestone) -> bool:
    """Tell whether a week brings nothing any more: its days are past, or it is closed."""
    return week.closed_at is not None or week.last_day < week.project.today()


def open_in(week: Milestone | None, figures: ProjectTotals) -> Totals:
    """Return the totals of the open cards in a week; None is Later."""
    return figures.for_week(week, Column.TODO) + figures.for_week(week, Column.DOING)


def week_to_bring_from(
    week: Milestone, weeks: Iterable[Milestone], figures: ProjectTotals
) -> Milestone | None:
    """Find the last week before this one that has begun and has open cards: one to come has them for itself."""
    today = week.project.today()
    begun = (other for other in weeks if other.number < week.number and other.starts_on <= today)
    return next((other for other in reversed(list(begun)) if open_in(other, figures).cards), None)
