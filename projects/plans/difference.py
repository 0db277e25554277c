"""What a plan would change in one that is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from projects.plans.table import folded
from projects.plans.week import PlannedWeek


class Week(Protocol):
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


def differences(weeks: Iterable[Week], planned: Iterable[PlannedWeek], *, whole: bool) -> list[Difference]:
    """By number. Only a `whole` plan has something to say of weeks that it does not have, or that are new."""
    there = {week.number: PlannedWeek(week.number, week.goal, week.demo_task) for week in weeks}
    new = {week.number: week for week in planned}
    changed = [
        Difference(number, there.get(number), new.get(number))
        for number in sorted(there | new)
        if not same(there.get(number), new.get(number))
    ]
    return changed if whole else [change for change in changed if change.was and change.now]


def same(was: PlannedWeek | None, now: PlannedWeek | None) -> bool:
    """Spaces aside: a file does not keep two in a row, and that is no reason to change anything."""
    if was is None or now is None:
        return False
    return (folded(was.goal), folded(was.demo_task)) == (folded(now.goal), folded(now.demo_task))
