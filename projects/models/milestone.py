"""One week of the plan."""

from datetime import date, timedelta

from django.db import models

from projects import limits
from projects.text import LineField

WEEK = timedelta(days=7)
LAST_DAY = date(2210, 12, 31)


class Milestone(models.Model):
    """Week `number`: what it is for, and what its demo will show. Seven days from `starts_on`, a plain date."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="milestones")
    number = models.PositiveSmallIntegerField("week")
    starts_on = models.DateField("first day")
    goal = LineField("high-level goal", max_length=limits.GOAL, blank=True)
    demo_task = LineField(
        "weekly demo task",
        max_length=limits.GOAL,
        blank=True,
        help_text="What the 30 second video will show.",
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"],
                name="week_once",
                violation_error_message="The plan has a week of this number already.",
            ),
            limits.value_between("number", 1, limits.WEEKS, name="week_number"),
            limits.value_between("starts_on", limits.FIRST_DAY, LAST_DAY, name="week_first_day"),
            limits.length_between("goal", 0, limits.GOAL, name="goal_length"),
            limits.length_between("demo_task", 0, limits.GOAL, name="demo_task_length"),
        ]

    def __str__(self) -> str:
        return f"W{self.number} · {self.goal}" if self.goal else f"W{self.number}"

    @property
    def last_day(self) -> date:
        return self.starts_on + WEEK - timedelta(days=1)

    def demo_due(self, weekday: int) -> date:
        """The week's demo day, where `weekday` counts from Monday = 0: the first such day of the week."""
        return self.starts_on + timedelta(days=(weekday - self.starts_on.weekday()) % 7)

    def when(self, current: "Milestone | None") -> str:
        """ "past", "now" or "next", seen from the week that is the current one."""
        if current is None or self.number > current.number:
            return "next"
        return "now" if self.number == current.number else "past"
