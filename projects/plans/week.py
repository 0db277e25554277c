"""What a plan is made of, before it belongs to a project."""

from dataclasses import dataclass

from projects import limits
from projects.plans.error import PlanError


@dataclass(frozen=True)
class PlannedWeek:
    """A week without a date. Its texts may be empty: a plan is corrected after it was read."""

    number: int
    goal: str = ""
    demo_task: str = ""


def empty_weeks(count: int) -> list[PlannedWeek]:
    """A plan of `count` weeks in which nothing is written yet."""
    if not 1 <= count <= limits.WEEKS:
        raise PlanError(f"A plan has 1 to {limits.WEEKS} weeks, not {count}.")
    return [PlannedWeek(number) for number in range(1, count + 1)]
