"""What is to be done after a response: sending a mail, say. It waits in a table, so that no restart loses it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from projects.errands.waking import wake

LEASE = timedelta(minutes=3)  # longer than sending a mail takes: after it, whoever took one is dead
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MOST_TRIES = 14  # in about a day and a half


class GiveUp(Exception):
    """An errand cannot be done, now or later; the text says why, and holds no secret."""


class ErrandQuerySet(models.QuerySet["Errand"]):
    def add(self, errands: Iterable["Errand"]) -> None:
        """Write errands and wake the loop at the commit. Of a key that is known already, nothing is written."""
        Errand.objects.bulk_create(errands, ignore_conflicts=True)
        transaction.on_commit(wake)

    def waiting(self) -> "ErrandQuerySet":
        return self.filter(done_at=None, due__isnull=False)

    def due(self, kinds: Iterable[str]) -> "ErrandQuerySet":
        """Select what is to be done now, the oldest first; only of these kinds: an older version may not know all."""
        return self.waiting().filter(due__lte=timezone.now(), kind__in=kinds).order_by("due", "id")

    def given_up(self) -> "ErrandQuerySet":
        return self.filter(done_at=None, due=None)


class Errand(models.Model):
    """One thing to do, at least once. `key` says which: of the same key there are never two.

    `due` is when it is to be tried, and NULL when it was given up. Who takes it moves `due` on first, so that another
    process does it if this one dies. What is done is deleted, or kept for as long as its kind says (`done_at`).
    `data` and `last_error` are seen by admins and kept in backups: no secret may be in them.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    data = models.JSONField(default=dict)
    due = models.DateTimeField(default=timezone.now, null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    objects = ErrandQuerySet.as_manager()

    lease = LEASE  # of whoever has taken it

    class Meta:
        indexes = [models.Index(fields=["due", "id"], condition=Q(done_at=None), name="errand_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    def take(self, lease: timedelta = LEASE) -> bool:
        """Take it, unless another process was quicker: the row is changed only if it is as it was read."""
        self.lease = lease
        return self.change(due=timezone.now() + lease, tries=self.tries + 1)

    def renew(self) -> bool:
        """Keep it for as long again once half the time is over; tell whether no other process has taken it."""
        now = timezone.now()
        is_fresh = self.due is not None and self.due > now + self.lease / 2
        return is_fresh or self.change(due=now + self.lease)

    def give_back(self) -> None:
        """Leave it to another process, as if it had not been tried."""
        self.change(due=timezone.now(), tries=self.tries - 1)

    def finish(self, *, keep: bool) -> None:
        if keep:
            self.change(done_at=timezone.now(), last_error="")
        else:
            self.unchanged().delete()

    def fail(self, error: str) -> None:
        """Try it again later, after a pause that doubles."""
        self.change(due=timezone.now() + pause(self.tries), last_error=shortened(error))

    def give_up(self, error: str) -> None:
        self.change(due=None, last_error=shortened(error))

    def change(self, **fields: Any) -> bool:
        changed = self.unchanged().update(**fields)
        for name, value in fields.items():
            setattr(self, name, value)
        return bool(changed)

    def unchanged(self) -> ErrandQuerySet:
        return Errand.objects.filter(pk=self.pk, due=self.due, tries=self.tries, done_at=None)


def pause(tries: int) -> timedelta:
    return min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)


def shortened(error: str) -> str:
    return error[: Errand._meta.get_field("last_error").max_length]
