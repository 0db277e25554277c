"""The project: creating one, and adding members."""

from collections.abc import Iterable

from django.db import transaction

from projects.models.former_slug import FormerSlug
from projects.models.membership import Membership, Role
from projects.models.plan import PlanChanges
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

    def join(self, user: User, role: Role, *, by: User | None) -> Membership:
        """Add a member. Raises IntegrityError if they are one already."""
        with self.changing():
            membership = self.memberships.create(user=user, role=role)
            self.record("joined", by=by, person=user.pk, name=str(user), role=role)
        return membership
