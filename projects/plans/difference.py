"""The differences between a plan and the weeks of a project."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from projects.plans.table import single_spaced
from projects.plans.week import PlannedWeek


class HasPlanTexts(Protocol):
    """A week with its texts, of a project or of a plan."""

    number: int
    goal: str
    demo_task: str


@dataclass(frozen=True)
class Difference:
    """A week that would be added (no `was`), removed (no `now`) or changed."""

    number: int
    was: PlannedWeek | None
    now: PlannedWeek | None


def differences(
    weeks: Iterable[HasPlanTexts], planned: Iterable[PlannedWeek], *, whole: bool
) -> list[Difference]:
    """List the differences by week number; only a `whole` plan adds and removes weeks."""
    there = {week.number: PlannedWeek(week.number, week.goal, week.demo_task) for week in weeks}
    new = {week.number: week for week in planned}
    changed = [
        Difference(number, there.get(number), new.get(number))
        for number in sorted(there | new)
        if not says_the_same(there.get(number), new.get(number))
    ]
    return changed if whole else [change for change in changed if change.was and change.now]


def says_the_same(was: PlannedWeek | None, now: PlannedWeek | None) -> bool:
    """Compare the texts but for spaces: a file does not keep two in a row, and that is no change."""
    if was is None or now is None:
        return False
    return (single_spaced(was.goal), single_spaced(was.demo_task)) == (
        single_spaced(now.goal),
        single_spaced(now.demo_task),
    )
