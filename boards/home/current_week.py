"""Where a project stands: its week, and what has become of that week's demo."""

from dataclasses import dataclass
from datetime import date

from projects.models import Milestone, Project


@dataclass(kw_only=True)
class CurrentWeek:
    project: Project
    current: Milestone | None  # the week that the board opens on
    is_delivered: bool  # this week's demo

    @property
    def demo_due(self) -> date | None:
        return self.current.demo_due(self.project.demo_weekday) if self.current else None

    @property
    def demo_state(self) -> str:
        """Return "delivered", "overdue", "due" in the week itself, else "to come"."""
        if self.is_delivered:
            return "delivered"
        if self.days is not None and self.days < 0:
            return "overdue"
        return "due" if self.current and self.current.starts_on <= self.project.today() else "to come"

    @property
    def days(self) -> int | None:
        """Return the days until this week's demo; negative once it is past."""
        return self.project.days_to_demo(self.current) if self.current else None
