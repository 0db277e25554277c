"""What a plan would change in one that is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from projects.plans.table import single_spaced
from projects.plans.week import PlannedWeek


class HasPlanTexts(Protocol):
    """A week of a project."""

    number: int
    goal: str
    demo_task: str


@dataclass(frozen=True)
class Difference:
    """A week that is new (no `was`), would go (no `now`), or says something else."""

    number: int
    was: PlannedWeek | None
    now: PlannedWeek | None


def differences(
    weeks: Iterable[HasPlanTexts], planned: Iterable[PlannedWeek], *, whole: bool
) -> list[Difference]:
    """By number. Only a `whole` plan has something to say of weeks that it does not have, or that are new."""
    there = {week.number: PlannedWeek(week.number, week.goal, week.demo_task) for week in weeks}
    new = {week.number: week for week in planned}
    changed = [
        Difference(number, there.get(number), new.get(number))
        for number in sorted(there | new)
        if not says_the_same(there.get(number), new.get(number))
    ]
    return changed if whole else [change for change in changed if change.was and change.now]


def says_the_same(was: PlannedWeek | None, now: PlannedWeek | None) -> bool:
    """Spaces aside: a file does not keep two in a row, and that is no reason to change anything."""
    if was is None or now is None:
        return False
    return (single_spaced(was.goal), single_spaced(was.demo_task)) == (
        single_spaced(now.goal),
        single_spaced(now.demo_task),
    )
