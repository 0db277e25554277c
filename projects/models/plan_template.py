"""Plan templates, from which new projects can start."""

from itertools import count
from typing import TYPE_CHECKING

from django.db import models

from projects import limits
from projects.models.event import Event
from projects.models.searchable import Searchable
from projects.models.user import User
from projects.plans import PlannedWeek
from projects.text import LineField, LinesField

if TYPE_CHECKING:
    from projects.models.project import Project


class PlanTemplate(Searchable):
    """A plan that new projects can start from; the ten-week plan is the first one."""

    SEARCHED = ("name",)

    name = LineField(max_length=limits.NAME, unique=True)
    description = LinesField(max_length=limits.TEXT, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, project: "Project", *, by: User | None) -> Event:
        """Create a template of a project's plan, under its name, with a number if that is taken."""
        with project.changing():
            cls.objects.select_for_update().first()  # a project of the same name has its own lock
            name = free_name(project.name, set(cls.objects.values_list("name", flat=True)))
            template = cls.objects.create(name=name, description=f"The plan of {project.name}.")
            PlanTemplateWeek.objects.bulk_create(
                PlanTemplateWeek(template=template, number=w.number, goal=w.goal, demo_task=w.demo_task)
                for w in project.milestones.order_by("number")
            )
            return project.record("template_made", by=by, template=template.pk, name=name)

    def plan(self) -> list[PlannedWeek]:
        return [PlannedWeek(week.number, week.goal, week.demo_task) for week in self.weeks.all()]


class PlanTemplateWeek(Searchable):
    """A week of a template; it has no date yet."""

    SEARCHED = ("goal", "demo_task")

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


def free_name(name: str, taken: set[str]) -> str:
    numbered = (f"{name[: limits.NAME - 5]} ({number})" for number in count(2))
    return name if name not in taken else next(other for other in numbered if other not in taken)
