"""One week of the plan."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from django.db import models

from projects import limits
from projects.models.event import Event
from projects.models.refused import Edited, Refused
from projects.models.user import User
from projects.text import LineField, changed_since

WEEK = timedelta(days=7)
LAST_DAY = date(2210, 12, 31)
GONE = "This week was taken out of the plan meanwhile."


class Milestone(models.Model):
    """Week `number`: its goal, and what its demo will show. It has seven days from `starts_on`, a plain date."""

    GONE = "This week is not in the plan. Reload the page to see the plan as it is now."

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
        """Return the first day of the week that is a `weekday`, counted from Monday = 0."""
        return self.starts_on + timedelta(days=(weekday - self.starts_on.weekday()) % 7)

    def edit(
        self, *, by: User | None, base_hashes: dict[str, str] | None = None, **texts: str
    ) -> Event | None:
        """Set `goal` or `demo_task`.

        `base_hashes` holds the content hash of what each said when the person began; raises Edited if it says
        something else by now, and not just the same as what is to be written. Raises Refused if the week is gone.
        """
        return self.project.change_plan("plan_edited", partial(self.write, texts, base_hashes or {}), by=by)

    def write(
        self, texts: Mapping[str, str], base_hashes: Mapping[str, str], weeks: list["Milestone"]
    ) -> list["Milestone"]:
        """Set the texts on this week of `weeks`, and on the instance itself; see `edit`."""
        week = next((week for week in weeks if week == self), None)
        if week is None:
            raise Refused(GONE)
        new = {name: text for name, text in texts.items() if getattr(week, name) != text}
        stale = changed_since(base_hashes, {name: getattr(week, name) for name in new})
        if stale:
            raise Edited(stale)
        for name, text in new.items():
            setattr(week, name, text)
            setattr(self, name, text)
        return weeks

    def when_on(self, day: date) -> str:
        """Return "past", "now" or "next" by the calendar alone: in a break and outside the plan no week is "now"."""
        if self.last_day < day:
            return "past"
        return "now" if self.starts_on <= day else "next"

    def state_on(self, day: date) -> str:
        """Return "closed"; "now"; "open" if it is over and nobody has closed it; else ""."""
        if self.closed_at:
            return "closed"
        return {"now": "now", "past": "open"}.get(self.when_on(day), "")

    def when(self, current: "Milestone | None") -> str:
        """Return "past", "now" or "next" relative to the current week, whatever the calendar says."""
        if current is None or self.number > current.number:
            return "next"
        return "now" if self.number == current.number else "past"
