"""Deleting accounts: the row of each stays, emptied, so that what they leave behind is told apart.

Their comments, files, demos, changes and figures stay, as somebody's who has left. The name is taken out of the
events that hold it, too: of the projects that they are in, and of those that they have been in.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import batched

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from boards.models import Card, CardFile
from boards.people.membership import locked_members, members_of, remove_member
from projects.models import Errand, Event, Invitation, Project, Refused, Removal, User
from projects.models.user import LEFT
from projects.write_lock import write_lock

BATCH = 500
ONLY_ADMIN = (
    "Nobody else can run this Weekboard. Make somebody else a superuser in the admin first: "
    "nobody could add people or begin a project otherwise."
)


# --- What is said before -------------------------------------------------------------------------------------
def count_cards(person: User) -> int:
    return Card.objects.not_deleted().filter(assignees__user=person).count()


def count_comments(person: User) -> int:
    return Card.objects.filter(comments__author=person, comments__deleted_at=None).count()


def count_files(person: User) -> int:
    return CardFile.objects.filter(uploaded_by=person, deleted_at=None).count()


# --- Deleting ------------------------------------------------------------------------------------------------
def delete_people(people: Iterable[User], *, by: User | None) -> None:
    """Delete accounts, whose people leave their projects first. Raises Refused if a project has no other owners."""
    people = list(people)
    # Before anything is locked: it reads every event that there is.
    memberships = set(former_memberships(people))
    with write_lock(), transaction.atomic():
        locked_members(people)
        check_not_only_admins(people)
        names = {person.name for person in people}
        for person in people:
            forget_address(person)
            person.empty()
            for member in members_of([person]):  # with those of who was let in a moment ago
                memberships.add((member.project_id, member.pk))
                remove_member(member, by=by)
        Removal.objects.filter(person__in=people).delete()
        forget_names(people, names, memberships)


def check_not_only_admins(people: list[User]) -> None:
    """Raise Refused if nobody else could add people or begin projects; of two at once the second one waits."""
    if not any(person.is_superuser for person in people):
        return
    admins = User.objects.select_for_update(no_key=True).filter(is_superuser=True, is_active=True)
    if set(admins.order_by("pk").values_list("pk", flat=True)) <= {person.pk for person in people}:
        raise Refused(ONLY_ADMIN)


def forget_address(person: User) -> None:
    """Delete what holds the address, but not what waits for whoever has it: an owner asks them, account or not."""
    Invitation.objects.at(person.email).exclude(used_at=None, taken_back_at=None).delete()
    own = Q(kind__in=("confirm_address_mail", "address_changed_mail"), data__person=person.pk)
    reset = Q(kind="password_reset_mail", data__address__iexact=person.email)
    Errand.objects.filter(own | reset).delete()


def former_memberships(people: list[User]) -> Iterator[tuple[int, int | None]]:
    """Yield the projects that these people have left, and the ids of the memberships that they had there."""
    for event in Event.objects.filter(kind="left", data__person__in=[person.pk for person in people]):
        # An event of long ago does not name the membership; those of the cards that follow it do.
        cards = range(event.seq + 1, event.seq + event.data.get("cards", 0) + 1)
        told = Event.objects.filter(project=event.project_id, kind="unassigned", seq__in=cards[:1]).first()
        yield event.project_id, (told or event).data.get("member")


def forget_names(people: list[User], names: set[str], memberships: set[tuple[int, int | None]]) -> None:
    """Take the names of these people out of the history of projects, and out of the admin's."""
    keys, members = [person.pk for person in people], [member for _, member in memberships if member]
    projects = {project for project, _ in memberships}
    named = Q(data__person__in=keys) | Q(data__leader__in=keys) | Q(data__member__in=members)
    events = Event.objects.filter(named, project__in=projects)
    for some in batched(events.iterator(), BATCH):
        for event in some:
            named_in = {
                key: event.data[key] for key in ("name", "to", "from") if isinstance(event.data.get(key), str)
            }
            names |= set(named_in.values())
            event.data |= dict.fromkeys(named_in, LEFT)
        Event.objects.bulk_update(some, ["data"])
    about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User))
    about.filter(object_id__in=map(str, keys)).update(object_repr=LEFT)
    forget_in_admin(names, projects)


def forget_in_admin(names: set[str], projects: set[int]) -> None:
    """Take names out of what the admin's history of these projects says of their tables of members."""
    about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Project))
    for entry in about.filter(object_id__in=map(str, projects), change_message__contains='"object"'):
        for name in names:
            entry.change_message = entry.change_message.replace(json.dumps(name), json.dumps(LEFT))
        entry.save(update_fields=["change_message"])
