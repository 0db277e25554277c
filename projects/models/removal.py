"""Who was taken out of a project by somebody else, and stays out until an owner asks for them anew."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Removal(models.Model):
    """Keeps somebody from coming back by the project's link or an invitation of before.

    It ends when they are in again.
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="removals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="removal_once")]

    def __str__(self) -> str:
        return f"{self.person} was taken out of {self.project}"
