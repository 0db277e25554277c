"""Getting people into a project: who is known to an owner is added at once, every other address is invited."""

from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import Lower
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
        inside = members_among(project, people)
        added = [(user, role) for user, role in people.known if user not in inside]
        for user, role in added:
            add_member(project, user, role, by=by)
            project.invitations.waiting().at(user.email).update(used_at=timezone.now())
        addresses = {user.email.lower() for user in inside}
        others = [each for each in people.addressees if each.address not in addresses]
        invited = invite_all(project, others, by=by)
    return Newcomers([user for user, _ in added], inside, invited)


def members_among(project: Project, people: People) -> list[User]:
    """Return who of these is in already, also by an address that nothing has confirmed: owners see it there."""
    named = Q(pk__in=[user.pk for user, _ in people.known])
    written = Q(small_email__in=[each.address for each in people.addressees])
    members = project.members.annotate(small_email=Lower("email"))
    return list(members.filter(named | written))
