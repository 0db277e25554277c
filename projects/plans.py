"""A plan as a table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PlannedWeek:
    """One row of a plan: which week, what it is for, what its demo will show."""

    number: int
    goal: str = ""
    demo_task: str = ""
