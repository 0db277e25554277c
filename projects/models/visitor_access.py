"""Who has come to a project, and what they may do there: found at the door, asked again under the lock."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import connection

from projects.models.membership import Role
from projects.models.user import User

if TYPE_CHECKING:
    from projects.models.project import Project

ARCHIVED = "This project is archived: it can be looked at, not changed."
OUT_OF_REACH = "You do not have permission to do this in this project."

# Written out, because everybody waits meanwhile: built from a queryset it takes twenty times as long.
ROLE = "SELECT role FROM projects_membership WHERE project_id = %s AND user_id = %s"


class Visited:
    """What a project knows of the person for whom it was read."""

    archived_at: datetime | None

    role: int | None = None  # what `visible_to` adds
    membership_id: int | None = None
    visitor: User | None = None  # whoever the door has let in (projects/access/permissions.py)
    relied_on = 0  # the highest role that was asked for and was there

    def has_role(self, role: Role) -> bool:
        """Whether the person for whom `visible_to` found it has at least this role in it.

        A yes is remembered: it has to hold under the project's lock as well.
        """
        if (self.role or 0) < role:
            return False
        self.relied_on = max(self.relied_on, role)
        return True

    @property
    def can_write(self) -> bool:
        """Whether that person may change what it holds: an archived project can be looked at and no more."""
        return self.has_role(Role.MEMBER) and not self.archived_at

    def must_let_on(self: "Project") -> None:
        """Ask again, under the lock, for the role that the visitor came in with.

        Raises Project.DoesNotExist for who has left the project, which is what it looks like to them, and
        PermissionDenied where their role does not reach any more.
        """
        if self.visitor is None or self.visitor.is_superuser:
            return
        with connection.cursor() as cursor:
            cursor.execute(ROLE, [self.pk, self.visitor.pk])
            found = cursor.fetchone()
        if found is None:
            raise type(self).DoesNotExist("The visitor was taken out of this project meanwhile.")
        [self.role] = found
        if self.role < self.relied_on:
            raise PermissionDenied(OUT_OF_REACH)
