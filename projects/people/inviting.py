"""Asking people into a project, by mail where there is a mail server."""

from collections.abc import Iterable

from projects.models import Invitation, Project, User
from projects.people.mails import order_mails
from projects.people.reading import Addressee


def invite_all(project: Project, addressees: Iterable[Addressee], *, by: User) -> list[Invitation]:
    """Invite these addresses, anew where they were invited before: all or nobody.

    Raises Refused if too many would be waiting.
    """
    with project.changing():
        invited = [
            project.invite(address=who.address, name=who.name, role=who.role, by=by) for who in addressees
        ]
        order_mails(invited, by=by)
    return invited
