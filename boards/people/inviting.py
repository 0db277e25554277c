"""Getting people into a project: who is known to an owner is added at once, every other address is invited."""

from typing import NamedTuple

from django.utils import timezone

from boards.people.membership import add_member
from projects.models import Invitation, Project, User
from projects.people.inviting import invite_all
from projects.people.reading import People


class Newcomers(NamedTuple):
    """What became of people that an owner has named."""

    added: list[User]
    already_in: list[User]
    invited: list[Invitation]


def add_or_invite(project: Project, people: People, *, by: User) -> Newcomers:
    """Add and invite all of them or nobody. Raises Refused if too many invitations would be waiting."""
    with project.changing():
        inside = set(
            project.memberships.filter(user__in=[user for user, _ in people.known]).values_list(
                "user", flat=True
            )
        )
        added = [(user, role) for user, role in people.known if user.pk not in inside]
        for user, role in added:
            add_member(project, user, role, by=by)
            project.invitations.waiting().at(user.email).update(used_at=timezone.now())
        invited = invite_all(project, people.addressees, by=by)
    already_in = [user for user, _ in people.known if user.pk in inside]
    return Newcomers([user for user, _ in added], already_in, invited)
