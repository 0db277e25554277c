"""The members of a project and their roles."""

from django.conf import settings
from django.db import models

from projects import limits
from projects.models.user import User


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

    def take_role(self, role: Role, *, by: User | None) -> None:
        with self.project.changing():
            was = Membership.objects.values_list("role", flat=True).get(pk=self.pk)
            if role == was:
                return
            self.role = role
            self.save(update_fields=["role"])
            self.project.record("role_changed", by=by, person=self.user_id, was=was, now=role)

    def leave(self, *, by: User | None) -> None:
        """Remove the person from the project and from its cards, which are rendered anew."""
        with self.project.changing(even_archived=True):  # an account that is deleted leaves those as well
            self.delete()
            self.project.bump_render_version()
            self.project.record("left", by=by, person=self.user_id, name=str(self.user))
