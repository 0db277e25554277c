"""What the last finished weeks brought: what a coming week can be compared with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from boards.reporting.totals import IN_PLAN, ProjectTotals
from boards.reporting.unit import Unit
from projects.models import Milestone
from projects.words import in_words

LAST = 3  # finished weeks that are looked back at


def finished_weeks(weeks: Iterable[Milestone], today: date) -> list[Milestone]:
    """List the weeks that are over or closed, up to the first that is neither."""
    finished = []
    for week in weeks:
        if not week.closed_at and week.last_day >= today:
            break
        finished.append(week)
    return finished


@dataclass(frozen=True)
class RecentThroughput:
    """What each of the last finished weeks brought on average, in minutes or cards, as the progress page counts it.

    The totals of a project hold all of it: a page that has read them asks nothing more.
    """

    unit: Unit
    weeks: tuple[int, ...]  # by their numbers
    average: int

    @classmethod
    def of(cls, figures: ProjectTotals, weeks: Iterable[Milestone], today: date) -> "RecentThroughput":
        unit = Unit.HOURS if figures.progress(IN_PLAN).in_hours else Unit.CARDS
        last = finished_weeks(weeks, today)[-LAST:]
        done = [unit.of(figures.progress(week).done) for week in last]
        average = unit.rounded(sum(done) / len(done)) if done else 0
        return cls(unit, tuple(week.number for week in last), average)

    def __str__(self) -> str:
        """Format as "the last three weeks brought 53 h each"; nothing where no week is finished."""
        if not self.weeks:
            return ""
        brought = self.unit.with_unit(self.average) if self.average else "nothing"
        if len(self.weeks) == 1:
            return f"week {self.weeks[0]} brought {brought}"
        each = " each" if self.average else ""
        return f"the last {in_words(len(self.weeks))} weeks brought {brought}{each}"
