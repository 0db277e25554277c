"""Events: the record of what changed in a project."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Event(models.Model):
    """One change, written in the transaction that made it, and never changed itself.

    `seq` counts without a gap within the project: it is taken under the lock on the project's row, so that somebody
    who has seen number n knows that nothing below n can still appear.

    `card_number` is a plain number: this app does not know what a card is.

    `data` holds what is needed to describe the change and to undo it; weeks are in it by their id.
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    card_number = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    data = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, null=True)  # noqa: DJ001 - NULLs do not collide, "" would

    class Meta:
        ordering = ["project_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["project", "seq"], name="event_seq_once"),
            models.UniqueConstraint(fields=["project", "request_id"], name="event_request_once"),
        ]
        indexes = [models.Index(fields=["project", "card_number", "seq"], name="event_by_card")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.card_number or '-'} ({self.seq})"
