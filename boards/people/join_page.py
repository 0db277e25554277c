"""The page behind a link by which one joins: which project, who asks, as what, and who one is here."""

from functools import cached_property

from django.urls import reverse

from boards.people.joining import Offer, has_account
from boards.reporting.totals import Progress, ProjectTotals
from projects.models import Invitation, Milestone, Role, User
from projects.models.invitation import as_what
from projects.people.tokens import is_mailed

WORK = {
    Role.VIEWER: "the board, the plan and the demos, to look at",
    Role.MEMBER: "cards, comments and demos",
    Role.OWNER: "cards, people, dates and settings",
}
FACES = 8


class JoinPage:
    """What is shown of a project to somebody who may join it."""

    def __init__(self, offer: Offer, token: str):
        self.offer, self.project, self.token = offer, offer.project, token
        self.role = Role(offer.role)

    @property
    def inviter(self) -> User | None:
        """Return who asks; nobody does where a link is for whoever has it."""
        return self.offer.invited_by if isinstance(self.offer, Invitation) else None

    @property
    def address(self) -> str:
        return self.offer.address if isinstance(self.offer, Invitation) else ""

    @property
    def as_what(self) -> str:
        return as_what(self.role)

    @property
    def work(self) -> str:
        return WORK[self.role]

    @cached_property
    def has_account(self) -> bool:
        """Tell whether to sign in. Only whoever reads the mails of an address is told that it has an account."""
        return is_mailed(self.token) and has_account(self.address)

    @property
    def here(self) -> str:
        return address_of(self.token)

    @property
    def sign_in(self) -> str:
        return reverse("account_login", query={"next": self.here})

    # --- What one joins ----------------------------------------------------------------------------------
    @property
    def about(self) -> str:
        return next(iter(self.project.description.splitlines()), "")

    @cached_property
    def weeks(self) -> list[Milestone]:
        return list(self.project.milestones.all())

    @cached_property
    def current(self) -> Milestone | None:
        return self.project.week_at_work(self.weeks)

    @property
    def strip(self) -> list[tuple[Milestone, str, Progress]]:
        totals, now = ProjectTotals(self.project), self.project.current_milestone(self.weeks)
        return [(week, week.when(now), totals.progress(week)) for week in self.weeks]

    @cached_property
    def shown_people(self) -> list[User]:
        return [member.user for member in self.project.memberships.active().with_people()[:FACES]]

    @property
    def names(self) -> str:
        """Name those whose faces are shown, by their first names."""
        count = self.project.memberships.active().count()
        more = [f"and {count - FACES} more"] if count > FACES else []
        return ", ".join([*(person.first for person in self.shown_people), *more])


def address_of(token: str) -> str:
    return reverse("join", args=[token])
