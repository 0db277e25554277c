"""Joining a project by a link: an invitation's, by mail or copied, or the project's own."""

from typing import cast

from boards.people.membership import add_member
from projects.models import Invitation, JoinRefused, Membership, Project, ProjectLink, Role, User

type Offer = Invitation | ProjectLink


def find_offer(token: str) -> Offer:
    """Return what a token leads to, usable or not. Raises JoinRefused if it leads nowhere."""
    offer = Invitation.objects.by_token(token) or ProjectLink.objects.by_token(token)
    if offer is None:
        raise JoinRefused(
            "This link leads nowhere",
            "It was taken back, or a part of it was lost on the way. Ask whoever sent it for a new one.",
        )
    return cast(Offer, offer)


def check_for(offer: Offer, person: User) -> None:
    """Raise JoinRefused if this person may not join by it."""
    if isinstance(offer, Invitation) and not offer.is_for(person):
        raise JoinRefused(
            "This invitation is for somebody else",
            f"It is for {offer.address}, and you are signed in as {person.name_and_address}.",
        )
    offer.check_usable(person)


def accept(token: str, person: User) -> Membership:
    """Join by a token: as what its row says under the project's lock, whatever was read before.

    Who is in already stays what they are. Raises JoinRefused, also for whoever comes second by what works once.
    """
    offer = find_offer(token)
    if member := member_by(offer, person):
        if isinstance(offer, Invitation) and offer.is_waiting:
            offer.use()
        return member
    try:
        with offer.project.changing(even_archived=True):
            return join_by(find_offer(token), offer.project, person)
    except Project.DoesNotExist:
        return accept(token, person)  # it leads nowhere now


def join_by(offer: Offer, project: Project, person: User) -> Membership:
    """Join by what was read under the project's lock."""
    offer.project = project
    if member := member_by(offer, person):
        return member
    check_for(offer, person)
    member = add_member(project, person, Role(offer.role), by=person, **offer.told())
    offer.use()
    return member


def member_by(offer: Offer, person: User) -> Membership | None:
    """Return the membership of whoever is in already, if the link is for them."""
    if isinstance(offer, Invitation) and not offer.is_for(person):
        return None
    return offer.project.memberships.filter(user=person).first()
