"""Invitations: a link by which one address may join one project in one role, once."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils import timezone

from projects import limits
from projects.models.membership import Role
from projects.models.refused import Refused
from projects.models.removal import Removal
from projects.models.user import User, same
from projects.people.tokens import Way, make_token, parse_token
from projects.text import LineField

if TYPE_CHECKING:
    from projects.models.project import Project

VALID_FOR = timedelta(days=14)  # from the last sending


class JoinRefused(Refused):
    """A link leads nobody in: `heading` says why in a few words, the message what to do."""

    status = 410

    def __init__(self, heading: str, sentence: str):
        super().__init__(sentence)
        self.heading = heading


class LeadsNowhere(JoinRefused):
    """No row has such a token (any more), which is then a guess as well as anything else."""

    status = 404

    def __init__(self) -> None:
        super().__init__(
            "This link leads nowhere",
            "It was taken back, or a part of it was lost on the way. Ask whoever sent it for a new one.",
        )


class ForSomebodyElse(JoinRefused):
    """The invitation of one address is followed by the account of another one."""

    status = 403

    def __init__(self, address: str, person: User):
        sentence = f"It is for {address}, and you are signed in as {person.name_and_address}."
        super().__init__("This invitation is for somebody else", sentence)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> "InvitationQuerySet":
        """Select those that were neither used nor taken back; an expired one can still be sent again."""
        return self.filter(used_at=None, taken_back_at=None)

    def usable(self) -> "InvitationQuerySet":
        return self.waiting().filter(sent_at__gt=timezone.now() - VALID_FOR, project__archived_at=None)

    def of(self, person: User) -> "InvitationQuerySet":
        """Select those by which this person can join, if it is known that the address is theirs."""
        if person.email_confirmed_at is None:
            return self.none()
        out = Removal.objects.filter(
            project=OuterRef("project"), person=person, at__gte=OuterRef("invited_at")
        )
        return self.usable().at(person.email).exclude(project__memberships__user=person).exclude(Exists(out))

    def at(self, address: str) -> "InvitationQuerySet":
        return self.filter(same("address", address))

    def by_token(self, text: str) -> "Invitation | None":
        """Return the invitation of a valid token, by mail or to copy, whether it can still be used or not."""
        token = parse_token(text)
        if token is None or token.way not in (Way.MAIL, Way.COPY):
            return None
        found = self.select_related("project", "invited_by").filter(pk=token.pk).first()
        return found if found and token.is_of(found.generation, found.address) else None


class Invitation(models.Model):
    """The one row of an address in a project, renewed each time that an owner asks it to join.

    Its links are derived from id and `generation` (`projects.people.tokens`). `invited_at` is when an owner last
    asked; `sent_at`, from which the days count, is later where the mail had to wait.
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="invitations")
    address = models.EmailField("e-mail address", max_length=254)
    name = LineField(max_length=limits.NAME, blank=True)
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.MEMBER)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    generation = models.PositiveIntegerField(default=1)
    invited_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(Lower("address"), name="invitation_address")]
        constraints = [
            models.UniqueConstraint("project", Lower("address"), name="invitation_once"),
            limits.value_between("role", Role.VIEWER, Role.OWNER, name="invitation_role"),
            limits.length_between("name", 0, limits.NAME, name="invitation_name_length"),
        ]

    def __str__(self) -> str:
        return self.address

    # --- How it stands -----------------------------------------------------------------------------------
    @property
    def is_waiting(self) -> bool:
        return self.used_at is None and self.taken_back_at is None

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + VALID_FOR

    @property
    def is_expired(self) -> bool:
        return timezone.now() >= self.expires_at

    def token(self, way: Way) -> str:
        return make_token(way, self.pk, self.generation, self.address)

    @property
    def token_to_copy(self) -> str:
        """Return the token that may be shown: whoever has the mailed one has the address."""
        return self.token(Way.COPY)

    @property
    def as_what(self) -> str:
        return as_what(self.role)

    def is_for(self, person: User) -> bool:
        """Compare as ASCII: to some databases and languages a Kelvin sign is a small k."""
        return person.email.encode().lower() == self.address.encode().lower()

    def check_usable(self, person: User | None = None) -> None:
        """Raise JoinRefused if nobody may join by it, or this person may not."""
        if self.used_at:
            raise JoinRefused("This invitation was used", "It works once. If it was you, sign in.")
        if self.is_expired:
            days = VALID_FOR.days
            sentence = (
                f"Links are good for {days} days. Ask whoever sent it for a new one; nothing else is needed."
            )
            raise JoinRefused("This invitation has expired", sentence)
        check_not_archived(self.project)
        if not self.project.may_invite(self.invited_by):
            sentence = f"Whoever sent it does not own {self.project} any more. Ask an owner for a new one."
            raise JoinRefused("This invitation does not count any more", sentence)
        if person and self.project.removals.filter(person=person, at__gte=self.invited_at).exists():
            raise taken_out(self.project)

    # --- What owners do ----------------------------------------------------------------------------------
    def renew(self, *, role: Role, name: str, by: User) -> None:
        """Ask again. Links that were sent go on working, unless they are used up or for another role.

        Only within `Project.changing`.
        """
        if not self._state.adding and not (self.is_waiting and self.role == role):
            self.generation += 1
        self.role, self.name, self.invited_by = role, name or self.name, by
        self.invited_at = self.sent_at = timezone.now()
        self.used_at = self.taken_back_at = None
        self.full_clean(validate_constraints=False)
        self.save()
        self.project.record("invited", by=by, invitation=self.pk, role=role)

    def take_back(self, *, by: User) -> None:
        """Make all its links invalid. Raises Refused if it was used, or taken back, meanwhile."""
        with self.project.changing():
            self.refresh_from_db(fields=["generation", "used_at", "taken_back_at"])
            if not self.is_waiting:
                raise Refused("This invitation was used or taken back meanwhile.")
            self.generation += 1
            self.taken_back_at = timezone.now()
            self.save(update_fields=["generation", "taken_back_at"])
            self.project.record("invitation_taken_back", by=by, invitation=self.pk)

    # --- What becomes of it ------------------------------------------------------------------------------
    def mark_sent(self) -> None:
        """Count its days from now on: the mail has gone out."""
        self.sent_at = timezone.now()
        self.save(update_fields=["sent_at"])

    def use(self) -> None:
        """Let nobody else join by it. Only where `check_usable` was asked under the project's lock."""
        self.used_at = timezone.now()
        self.save(update_fields=["used_at"])

    def told(self) -> dict[str, object]:
        """Return what the event says of how somebody joined."""
        return {"how": "invitation", "invitation": self.pk}


def as_what(role: int) -> str:
    """Return "a viewer", "a member" or "an owner"."""
    return f"{'an' if role == Role.OWNER else 'a'} {Role(role).label.lower()}"


def check_not_archived(project: "Project") -> None:
    if project.archived_at:
        sentence = f"{project} is archived: it takes nobody in. Ask whoever sent you the link."
        raise JoinRefused("This project is finished", sentence)


def taken_out(project: "Project") -> JoinRefused:
    sentence = f"You were taken out of {project}. Only a new invitation by an owner lets you in again."
    return JoinRefused("This link does not let you in", sentence)
