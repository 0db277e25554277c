"""The standup of a project: who leads it, since when, and where they are. Whoever follows is taken there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from projects import limits
from projects.models import Demo, Event, Membership, Project, Refused, User
from projects.models.visitor_access import ARCHIVED
from projects.write_lock import limit_row_lock_wait, write_lock

UNTOUCHED = timedelta(hours=1)  # after which a standup is over by itself
FIRST_STOP = {"address": "standup/"}
PARTS = ("member", "demo")  # of a place: what it is gone without


class Standup(models.Model):
    """The one row of a project, overwritten by each standup and each step of it.

    `version` counts its changes and never begins again: what a browser has heard last may have been sent first.
    `place` is what `boards.standup.place` makes of an address: the `address` within the project, the number of a
    `card` in it, a `name` for it, and the `member` or the `demo` without which it is gone.
    """

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="standup")
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    place = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True)  # NULL: there is none
    touched_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    Length(Cast(F("place"), models.TextField())), Value(limits.STANDUP_PLACE)
                ),
                name="standup_place_length",
            )
        ]

    def __str__(self) -> str:
        return f"Standup of {self.project}"

    # --- What people do ----------------------------------------------------------------------------------
    def lead(self, place: dict | None = None, *, by: User) -> None:
        """Lead, if nobody does. Raises Refused if somebody was faster."""
        with self.changing():
            if self.is_on and self.leader_id != by.pk and self.has_leader():
                raise Refused(f"{self.leader} leads already. You can follow, or take the lead.")
            self.begin(place, by)

    def take(self, place: dict | None = None, *, by: User) -> None:
        """Take the lead from whoever has it, who can take it back."""
        with self.changing():
            self.begin(place, by)

    def step(self, place: dict | None, *, by: User) -> None:
        """Go to another place; without one, stay. Raises Refused for whoever does not lead."""
        with self.changing():
            if not self.is_on:
                raise Refused("There is no standup at the moment. Press Lead to begin one.")
            if self.leader_id != by.pk:
                raise Refused(f"{self.leader or 'Nobody'} leads now, so your steps take nobody along.")
            self.write(place=place or self.place)

    def finish(self, *, by: User) -> Event | None:
        """End it, whoever leads, and say so in the history.

        One that nobody touched for an hour has ended by itself, and leaves nothing behind.
        """
        with self.project.changing():
            self.reload_locked()
            if not self.is_on:
                return None
            leader = self.leader or by
            minutes = max(1, round((timezone.now() - self.started_at) / timedelta(minutes=1)))  # type: ignore[operator]
            event = self.project.record(
                "standup_ended", by=by, leader=leader.pk, name=str(leader), minutes=minutes
            )
            self.write(leader=None, place={}, started_at=None)
        return event

    # --- How it stands -----------------------------------------------------------------------------------
    @property
    def is_on(self) -> bool:
        return self.started_at is not None and timezone.now() < self.touched_at + UNTOUCHED

    def has_leader(self) -> bool:
        """Tell whether the leader may still lead: who was taken out, or only looks on now, does not."""
        leads = Membership.objects.at_work().filter(project=self.project_id, user=self.leader_id)
        return is_superuser(self.leader) or leads.exists()

    # --- Writing -----------------------------------------------------------------------------------------
    def begin(self, place: dict | None, by: User) -> None:
        """Set the leader; the clock of one that is on goes on."""
        if not self.is_on:
            self.write(leader=by, place=place or FIRST_STOP, started_at=timezone.now())
        else:
            self.write(leader=by, place=place or self.place)

    def write(self, **fields: object) -> None:
        """Save what differs as a new version; else only that somebody was there."""
        changed = {name: value for name, value in fields.items() if getattr(self, name) != value}
        for name, value in changed.items():
            setattr(self, name, value)
        self.version += bool(changed)
        self.touched_at = timezone.now()
        self.save(update_fields=[*changed, "version", "touched_at"])

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Open a transaction in which nobody else changes this standup.

        It locks the row of the standup alone, takes no `seq` and writes no event: leading from stop to stop makes no
        history, and waits for nobody who moves a card. Raises what `Project.changing` raises.
        """
        with write_lock(), transaction.atomic():
            limit_row_lock_wait()
            self.project.recheck_access()
            self.reload_locked()
            if self.project.archived_at:
                raise PermissionDenied(ARCHIVED)
            yield

    def reload_locked(self) -> None:
        """Read the row again, and lock it; the first time it is made. Two who do so at once get the same one.

        Not joined with its leader: PostgreSQL, having waited for the row, would join the new row with the old leader,
        and there would seem to be none.
        """
        rows = Standup.objects.select_for_update(of=("self",)).select_related("project")
        row = rows.filter(pk=self.pk).first()
        if row is None:
            Standup.objects.bulk_create([Standup(pk=self.pk)], ignore_conflicts=True)
            row = rows.get(pk=self.pk)
        for name in ("leader_id", "place", "started_at", "touched_at", "version"):
            setattr(self, name, getattr(row, name))
        self.project.archived_at = row.project.archived_at


def is_superuser(user: User | None) -> bool:
    return user is not None and user.is_active and user.is_superuser


# --- Read along with a project -------------------------------------------------------------------------------
def with_standup(projects: models.QuerySet[Project]) -> models.QuerySet[Project]:
    """Read the standup by the same statement, and whether its leader may still lead."""
    leads = Membership.objects.at_work().filter(project=OuterRef("pk"), user=OuterRef("standup__leader"))
    return projects.select_related("standup__leader").annotate(has_leader=Exists(leads))


def standup_state(project: Project, *, check_place: bool) -> dict[str, Any]:
    """Return what open pages are told of the standup of a project that was read `with_standup`.

    `check_place` asks whether the place has gone, which only an event can have done. `leader` is None where nobody
    leads any more; `started`, in milliseconds since 1970, where there is no standup.
    """
    standup: Standup | None = getattr(project, "standup", None)
    if standup is None or not standup.is_on or project.archived_at:
        return {"version": standup.version if standup else 0, "started": None}
    leads = project.has_leader or is_superuser(standup.leader)  # type: ignore[attr-defined]
    place = FIRST_STOP if check_place and not is_there(project, standup.place) else standup.place
    return {
        "version": standup.version,
        "started": round(standup.started_at.timestamp() * 1000),  # type: ignore[union-attr]
        "minutes": project.standup_minutes,
        "leader": standup.leader_id if leads else None,
        "by": str(standup.leader) if leads else "",
        "place": {name: value for name, value in place.items() if name not in PARTS},
    }


def is_there(project: Project, place: dict) -> bool:
    """Tell whether the person or the demo of a place is still there; a card that is gone is only not outlined."""
    if "member" in place:
        return project.memberships.filter(pk=place["member"]).exists()
    return "demo" not in place or Demo.objects.of(project).filter(pk=place["demo"]).exists()
