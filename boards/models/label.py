"""A word on cards, with a colour."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from projects import limits
from projects.models import Project
from projects.models.user import HUES
from projects.text import LineField

ALREADY_THERE = "There is a label of this name already."


def must_have_room_for_label(count: int) -> None:
    """Raise ValidationError when a project with so many labels has as many as a list of them can show."""
    if count >= limits.LABELS:
        raise ValidationError(
            f"A project has at most {limits.LABELS} labels, and these are there. Use one of them."
        )


class LabelQuerySet(models.QuerySet["Label"]):
    def named(self, project: Project, names: list[str]) -> list["Label"]:
        """The project's labels of these names, made where missing. Only within `project.changing`.

        Raises ValidationError when it would have more than a list of them can show.
        """
        known = {label.name.lower(): label for label in project.labels.all()}
        for name in names:
            if name.lower() not in known:
                must_have_room_for_label(len(known))
                label = self.model(project=project, name=name, hue=len(known) % HUES + 1)
                label.full_clean()
                label.save()
                known[name.lower()] = label
        return [known[name.lower()] for name in names]


class Label(models.Model):
    """Belongs to one project; its name is unique there, whatever the case."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="labels")
    name = LineField(max_length=limits.NAME)
    hue = models.PositiveSmallIntegerField(default=1)

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                "project",
                Lower("name"),
                name="label_once",
                violation_error_message=ALREADY_THERE,
            ),
            limits.length_between("name", 1, limits.NAME, name="label_name_length"),
            limits.value_between("hue", 1, HUES, name="label_hue"),
        ]

    def __str__(self) -> str:
        return self.name
