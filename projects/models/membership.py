"""Who works on a project, and what they may do there."""

from django.conf import settings
from django.db import models

from projects import limits


class Role(models.IntegerChoices):
    """What somebody may do in a project; a higher one may all that a lower one may."""

    VIEWER = 1, "Viewer"
    MEMBER = 2, "Member"
    OWNER = 3, "Owner"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(user__is_active=True)

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
