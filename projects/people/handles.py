"""Handles, the names that can follow @, and whom each means: the same in quick add and in texts."""

from collections.abc import Iterable
from unicodedata import normalize

from projects.models import Membership, Project, Role
from projects.text import fold

HANDLE = r"[\w.-]*\w"
type Handles = dict[str, list[Membership]]  # folded, to the members it may mean


def workers_by_handle(project: Project) -> Handles:
    """Map the handles of everybody who can be given cards."""
    return by_handle(project.memberships.at_work().with_people())


def members_by_handle(members: Iterable[Membership]) -> Handles:
    """Map the handles of everybody who can be named in a text: of these members all who can sign in.

    A viewer, who can be given no card, is meant by what is left, so that a handle that gives a card to somebody in
    quick add means the same person in a text.
    """
    active = [member for member in members if member.user.is_active]
    workers = [member for member in active if member.role >= Role.MEMBER]
    viewers = [member for member in active if member.role < Role.MEMBER]
    return by_handle(viewers) | by_handle(workers)


def by_handle(members: Iterable[Membership]) -> Handles:
    """Map first name, whole name without spaces, and user name.

    A user name is one person's alone; of two Anas neither is meant by the first name.
    """
    members = list(members)
    handles: Handles = {}
    for member in members:
        for name in {first_name(member.user.name), joined(member.user.name)}:
            handles.setdefault(fold(name), []).append(member)
    return handles | {fold(member.user.username): [member] for member in members if member.user.username}


def unambiguous(handles: Handles) -> dict[str, Membership]:
    return {handle: members[0] for handle, members in handles.items() if len(members) == 1}


def first_name(name: str) -> str:
    return name.split()[0].lower()


def joined(name: str) -> str:
    return "".join(name.lower().split())


def composed(text: str) -> str:
    """Compose letters and their marks: a mark by itself is no letter of a handle."""
    return normalize("NFC", text)
