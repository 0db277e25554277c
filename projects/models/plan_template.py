"""Plans to begin with."""

from django.db import models

from projects import limits
from projects.plans import PlannedWeek
from projects.text import LineField, LinesField


class PlanTemplate(models.Model):
    """A plan that new projects can start from; the ten-week plan is the first one."""

    name = LineField(max_length=limits.NAME, unique=True)
    description = LinesField(max_length=limits.TEXT, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def plan(self) -> list[PlannedWeek]:
        return [PlannedWeek(week.number, week.goal, week.demo_task) for week in self.weeks.all()]


class PlanTemplateWeek(models.Model):
    """A week of such a plan; it has no date yet."""

    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="weeks")
    number = models.PositiveSmallIntegerField("week")
    goal = LineField("high-level goal", max_length=limits.GOAL, blank=True)
    demo_task = LineField("weekly demo task", max_length=limits.GOAL, blank=True)

    class Meta:
        verbose_name = "week"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"],
                name="template_week_once",
                violation_error_message="The template has a week of this number already.",
            ),
            limits.value_between("number", 1, limits.WEEKS, name="template_week_number"),
            limits.length_between("goal", 0, limits.GOAL, name="template_goal_length"),
            limits.length_between("demo_task", 0, limits.GOAL, name="template_demo_task_length"),
        ]

    def __str__(self) -> str:
        return f"W{self.number} · {self.goal}"
