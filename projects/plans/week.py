"""A week of a plan that belongs to no project yet."""

from dataclasses import dataclass
from typing import NamedTuple

from projects import limits
from projects.plans.error import PlanError


@dataclass(frozen=True)
class PlannedWeek:
    """A week without a date. Its texts may be empty: they can be written after the plan was read."""

    number: int
    goal: str = ""
    demo_task: str = ""


class ImportedPlan(NamedTuple):
    """The weeks in a file, by number, and sentences that say what was read as what, and what was left out."""

    weeks: list[PlannedWeek]
    notes: list[str]


def empty_weeks(count: int) -> list[PlannedWeek]:
    """Return a plan of `count` weeks without texts. Raises PlanError unless there are 1 to `limits.WEEKS`."""
    if not 1 <= count <= limits.WEEKS:
        raise PlanError(f"A plan has 1 to {limits.WEEKS} weeks, not {count}.")
    return [PlannedWeek(number) for number in range(1, count + 1)]
