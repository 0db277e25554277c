"""The members of a project and their roles."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.text import get_text_list

from projects import limits
from projects.models.event import Event
from projects.models.refused import Refused
from projects.models.user import User

if TYPE_CHECKING:
    from projects.models.project import Project


class Role(models.IntegerChoices):
    """What somebody may do in a project; a higher role may do all that a lower one may."""

    VIEWER = 1, "Viewer"
    MEMBER = 2, "Member"
    OWNER = 3, "Owner"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(user__is_active=True)

    def at_work(self) -> "MembershipQuerySet":
        """Select those who can be assigned cards: no viewers, and nobody who cannot sign in."""
        return self.active().filter(role__gte=Role.MEMBER)

    def with_people(self) -> "MembershipQuerySet":
        return self.select_related("user").order_by("user__name", "id")

    # --- A project keeps an owner ------------------------------------------------------------------------
    def owners(self) -> "MembershipQuerySet":
        """Select those who count as owners: nobody who cannot sign in."""
        return self.active().filter(role=Role.OWNER)

    def only_owners(self) -> list[str]:
        """Say for each project that has no owner but among these members who that is, and what to do."""
        owners = Membership.objects.owners().filter(project=OuterRef("project"))
        without = self.owners().exclude(Exists(owners.exclude(pk__in=self.values("pk"))))
        only: dict[Project, list[str]] = {}
        for member in without.select_related("project", "user").order_by("project__name", "user__name"):
            only.setdefault(member.project, []).append(str(member.user))
        return [only_owners_of(project, people) for project, people in only.items()]

    def check_not_only_owners(self) -> None:
        """Raise Refused if a project would have no owner without these members: only an admin could add one again.

        Only under the locks of their projects. A project that has none anyway is left as it is.
        """
        if sentences := self.only_owners():
            raise Refused(" ".join(sentences))


class Membership(models.Model):
    """A person in a project. Cards point here, so that nobody from outside can be given one."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="person"
    )
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.MEMBER)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "member"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user"],
                name="member_once",
                violation_error_message="This person is in the project already.",
            ),
            limits.value_between("role", Role.VIEWER, Role.OWNER, name="member_role"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def take_role(self, role: Role, *, by: User | None) -> Event | None:
        """Set the role, and return the event; None if they have it already.

        Raises Refused for the only owner of the project, who stays one.
        """
        with self.project.changing():
            was = Membership.objects.values_list("role", flat=True).get(pk=self.pk)
            if role == was:
                return None
            if role < Role.OWNER:
                Membership.objects.filter(pk=self.pk).check_not_only_owners()
            self.role = role
            self.save(update_fields=["role"])
            name = str(self.user)
            return self.project.record(
                "role_changed", by=by, person=self.user_id, name=name, was=was, now=role
            )

    def leave(self, *, by: User | None, **data: Any) -> Event:
        """Remove the person from the project; `boards.people` tells their cards in the same change.

        `data` is stored in the event. Raises Refused for the only owner of the project, and DoesNotExist for who
        has left it meanwhile.
        """
        with self.project.changing(even_archived=True):  # an account that is deleted leaves those as well
            self.refresh_from_db(fields=["role"])
            Membership.objects.filter(pk=self.pk).check_not_only_owners()
            pk = self.pk
            self.delete()
            name = str(self.user)
            return self.project.record(
                "left", by=by, person=self.user_id, member=pk, name=name, role=self.role, **data
            )


def only_owners_of(project: "Project", people: list[str]) -> str:
    are = "is the only owner" if len(people) == 1 else "are the only owners"
    return f"{get_text_list(people, 'and')} {are} of {project}. Make somebody else an owner first."
