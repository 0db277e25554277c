"""A project's link: whoever has it may join, until a day, and so many at most."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from projects import limits
from projects.models.invitation import JoinRefused, check_not_archived, taken_out
from projects.models.membership import Role
from projects.models.refused import Refused
from projects.models.user import User
from projects.people.tokens import Way, make_token, parse_token

if TYPE_CHECKING:
    from projects.models.project import Project

FIELDS = ("is_on", "role", "until", "joins", "generation", "made_by_id", "made_at")


class ProjectLinkQuerySet(models.QuerySet["ProjectLink"]):
    def by_token(self, text: str) -> "ProjectLink | None":
        """Return the link of a valid token, whether it can still be used or not."""
        token = parse_token(text)
        if token is None or token.way != Way.PROJECT:
            return None
        found = self.select_related("project").filter(pk=token.pk, is_on=True).first()
        return found if found and token.is_of(found.generation, found.made_at.isoformat()) else None


class ProjectLink(models.Model):
    """The one row of a project whose link was ever on. `joins` counts those who came by the link of now.

    Another role makes another link, as rotating it and switching it off do: a page that somebody has open joins as
    what it says, or not at all.
    """

    project = models.OneToOneField(
        "projects.Project", models.CASCADE, primary_key=True, related_name="project_link"
    )
    is_on = models.BooleanField(default=False)
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.MEMBER)
    until = models.DateField(null=True)  # the last day, where the project lives
    joins = models.PositiveIntegerField(default=0)
    generation = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ProjectLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            limits.value_between("role", Role.VIEWER, Role.MEMBER, name="project_link_role"),
            limits.value_between("joins", 0, limits.LINK_JOINS, name="project_link_joins"),
        ]

    def __str__(self) -> str:
        return f"Link of {self.project}"

    @classmethod
    def of(cls, project: "Project") -> "ProjectLink":
        """Return the link of a project; one that is off where there never was one."""
        link = cls.objects.select_related("made_by").filter(pk=project.pk).first() or cls(project=project)
        link.project = project
        return link

    # --- How it stands -----------------------------------------------------------------------------------
    @property
    def token(self) -> str:
        return make_token(Way.PROJECT, self.pk, self.generation, self.made_at.isoformat())

    @property
    def is_over(self) -> bool:
        return self.until is None or self.project.today() > self.until

    @property
    def is_full(self) -> bool:
        return self.joins >= limits.LINK_JOINS

    @property
    def is_usable(self) -> bool:
        return self.is_on and not self.is_over and not self.is_full

    def check_usable(self, person: User | None = None) -> None:
        """Raise JoinRefused if nobody may join by it, or this person may not."""
        check_not_archived(self.project)
        if not self.is_usable:
            reason = (
                f"{limits.LINK_JOINS} people have joined by it" if self.is_full else "Its last day is past"
            )
            raise JoinRefused(
                "This link has ended", f"{reason}. Ask an owner of {self.project} for a new one."
            )
        if person and self.project.removals.filter(person=person).exists():
            raise taken_out(self.project)

    # --- What owners do ----------------------------------------------------------------------------------
    def switch_on(self, *, role: Role, until: date, by: User) -> None:
        """Switch it on, or change it: another last day keeps the link, another role makes a new one."""
        with self.changing(by=by):
            if not (self.is_on and self.role == role):
                self.make_new(by)
            self.is_on, self.role, self.until = True, role, until

    def switch_off(self, *, by: User) -> None:
        """Let nobody join by it any more, not even when it is on again. Does nothing if it is off."""
        with self.changing(by=by):
            self.generation += self.is_on
            self.is_on = False

    def rotate(self, *, by: User) -> None:
        """Replace it by another one. Raises Refused if it is off."""
        with self.changing(by=by):
            if not self.is_on:
                raise Refused("The project link is off. Switch it on first.")
            self.make_new(by)

    # --- What becomes of it ------------------------------------------------------------------------------
    def use(self) -> None:
        """Count one who joins. Only where `check_usable` was asked under the project's lock."""
        self.joins += 1
        self.save(update_fields=["joins"])

    def told(self) -> dict[str, object]:
        """Return what the event says of how somebody joined."""
        return {"how": "project link"}

    # --- Writing -----------------------------------------------------------------------------------------
    @contextmanager
    def changing(self, *, by: User) -> Iterator[None]:
        """Lock the project, read the row again, and write it with an event if something in it differs."""
        with self.project.changing():
            self.set_fields(type(self).objects.filter(pk=self.pk).values(*FIELDS).first() or {})
            before = self.fields()
            yield
            if self.fields() != before:
                self.save()
                self.project.record("project_link_changed", by=by, on=self.is_on, role=self.role)

    def make_new(self, by: User) -> None:
        self.generation += 1
        self.joins, self.made_by, self.made_at = 0, by, timezone.now()

    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS}

    def set_fields(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(self, name, value)
