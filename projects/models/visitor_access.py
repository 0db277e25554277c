"""The access of the person for whom a project was read: read with it, checked again under its lock."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, models

from projects.models.membership import Role
from projects.models.user import User

ARCHIVED = "This project is archived: it can be looked at, not changed."
OUT_OF_REACH = "You do not have permission to do this in this project."

# Plain SQL, because other writers wait meanwhile: a queryset takes twenty times as long to build.
ROLE = "SELECT role FROM projects_membership WHERE project_id = %s AND user_id = %s"


class VisitorAccess(models.Model):
    """The access of the person for whom a project was read."""

    class Meta:
        abstract = True

    archived_at: datetime | None

    role: int | None = None  # what `visible_to` adds
    membership_id: int | None = None
    visitor: User | None = None  # set by `let_in`
    required_role = 0  # the highest role that this request has needed and found

    def let_in(self, visitor: User) -> None:
        """Set for whom the project was read; a superuser acts as an owner of every one."""
        self.visitor = visitor
        if visitor.is_superuser:
            self.role = Role.OWNER

    def has_role(self, role: Role) -> bool:
        """Tell whether the person for whom `visible_to` found the project has at least this role in it.

        A yes is remembered: it must still be true under the project's lock.
        """
        if (self.role or 0) < role:
            return False
        self.required_role = max(self.required_role, role)
        return True

    @property
    def can_write(self) -> bool:
        """Tell whether that person may change its content: an archived project can only be read."""
        return self.has_role(Role.MEMBER) and not self.archived_at

    @property
    def is_owner(self) -> bool:
        """Whether pages offer them what is an owner's; no change relies on it."""
        return (self.role or 0) >= Role.OWNER

    def recheck_access(self) -> None:
        """Read the visitor's role again, under the lock.

        Raises Project.DoesNotExist if they have left the project, which looks deleted to them then, and
        PermissionDenied if their role is no longer high enough.
        """
        if self.visitor is None or self.visitor.is_superuser:
            return
        with connection.cursor() as cursor:
            cursor.execute(ROLE, [self.pk, self.visitor.pk])
            row = cursor.fetchone()
        if row is None:
            raise type(self).DoesNotExist("The visitor was removed from this project meanwhile.")
        [self.role] = row
        if self.role < self.required_role:
            raise PermissionDenied(OUT_OF_REACH)
