"""The project: creating one, adding members, and asking people in."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from projects import limits
from projects.models.former_slug import FormerSlug
from projects.models.invitation import Invitation
from projects.models.membership import Membership, Role
from projects.models.plan import PlanChanges
from projects.models.refused import Refused
from projects.models.user import User
from projects.plans import PlannedWeek


class Project(PlanChanges):
    """A plan of some weeks, with its team and its board."""

    @transaction.atomic
    def begin(
        self, *, weeks: Iterable[PlannedWeek], by: User | None, people: Iterable[tuple[User, Role]] = ()
    ) -> None:
        self.full_clean()
        self.save(force_insert=True)
        FormerSlug.objects.claim(self)
        self.plan(weeks, by=by)
        Membership.objects.bulk_create(
            Membership(project=self, user=user, role=role) for user, role in people
        )

    def join(self, user: User, role: Role, *, by: User | None, **data: Any) -> Membership:
        """Add a member. `data` is stored in the event.

        Raises IntegrityError if they are one already, and User.DoesNotExist if their account was deleted meanwhile.
        """
        with self.changing():
            User.objects.lock(user)
            membership = self.memberships.create(user=user, role=role)
            self.removals.filter(person=user).delete()
            self.record("joined", by=by, person=user.pk, name=str(user), role=role, **data)
        return membership

    # --- Asking people in ----------------------------------------------------------------------------------
    def invite(self, *, address: str, role: Role, by: User, name: str = "") -> Invitation:
        """Ask whoever has this address to join, known here or not; anew if they were asked before.

        Raises Refused if too many are waiting.
        """
        with self.changing():
            asked = self.invitations.at(address).first()
            if not (asked and asked.is_waiting) and self.invitations.waiting().count() >= limits.INVITATIONS:
                raise Refused(f"{limits.INVITATIONS} invitations are waiting already. Take some back first.")
            invitation = asked or Invitation(address=address)
            invitation.project = self
            invitation.renew(role=role, name=name, by=by)
        return invitation

    def may_invite(self, person: User | None) -> bool:
        """Tell whether what this person asks others to counts: an active owner's, or an admin's of projects."""
        if person is None or not person.is_active:
            return False
        return self.memberships.owners().filter(user=person).exists() or person.has_perm(
            "projects.change_project"
        )
