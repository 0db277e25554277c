"""Joining a project by a link: an invitation's, by mail or copied, or the project's own."""

from typing import cast

from boards.people.membership import add_member
from projects.models import (
    ForSomebodyElse,
    Invitation,
    LeadsNowhere,
    Membership,
    Project,
    ProjectLink,
    Role,
    User,
)
from projects.people.tokens import is_mailed

type Offer = Invitation | ProjectLink


def find_offer(token: str) -> Offer:
    """Return what a token leads to, usable or not. Raises JoinRefused if it leads nowhere."""
    offer = Invitation.objects.by_token(token) or ProjectLink.objects.by_token(token)
    if offer is None:
        raise LeadsNowhere
    return cast(Offer, offer)


def check_for(offer: Offer, person: User) -> None:
    """Raise JoinRefused if this person may not join by it."""
    if isinstance(offer, Invitation) and not offer.is_for(person):
        raise ForSomebodyElse(offer.address, person)
    offer.check_usable(person)


def accept(token: str, person: User) -> Membership:
    """Join by a token: as what its row says under the project's lock, whatever was read before.

    Who is in already stays what they are. Raises JoinRefused, also for whoever comes second by what works once.
    The mailed link of an invitation confirms their address.
    """
    offer = find_offer(token)
    if member := member_by(offer, person):
        if isinstance(offer, Invitation) and offer.is_waiting:
            offer.use()
    else:
        member = join(token, offer.project, person)
    if is_mailed(token):
        person.confirm_address()
    return member


def join(token: str, project: Project, person: User) -> Membership:
    try:
        with project.changing(even_archived=True):
            return join_by(find_offer(token), project, person)
    except (Project.DoesNotExist, User.DoesNotExist):
        raise LeadsNowhere from None


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


def has_account(address: str) -> bool:
    return User.objects.at(address).exists()
