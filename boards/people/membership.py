"""Leaving a project and coming back, with the cards: what happens to each of them is told in the same change.

Who leaves is taken off all their cards, because a card points to a member; who cannot sign in any more is taken off
what is not done. Right after the event of the person follows an `unassigned` for each card, and the first one says
how many. By these, who comes back is given what is still open and nobody's; nothing else remembers it.
"""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from boards.models import Card
from boards.models.card.conditions import NOT_DONE
from boards.models.card.fields import CardQuerySet
from projects.models import Event, Membership, Project, Role, User
from projects.write_lock import write_lock

WENT, CAME = ("left", "deactivated"), ("joined", "reactivated")


# --- One project -----------------------------------------------------------------------------------------
def add_member(project: Project, user: User, role: Role, *, by: User | None, **data: Any) -> Membership:
    """Add a member, who gets back what was theirs here. `data` is stored in the event.

    Raises IntegrityError if they are one already, and User.DoesNotExist if their account was deleted meanwhile.
    """
    with project.changing():
        lost = cards_lost_by(user, project)
        member = project.join(user, role, by=by, **data)
        assign_all(member, lost, by=by)
    return member


def remove_member(member: Membership, *, by: User | None, even_archived: bool = True) -> Event:
    """Take a member off their cards and out of the project. Raises Refused for its only owner.

    Whoever is taken out by somebody else comes back only if an owner asks for them.
    """
    project = member.project
    with project.changing(even_archived=even_archived):  # an account that is deleted leaves those as well
        numbers = list(project.cards.of_person(member.pk).values_list("number", flat=True))
        lost = {"member": member.pk, "from": str(member), "how": "left"}
        event = member.leave(by=by, cards=len(numbers))
        project.cards.filter(number__in=numbers).tell_all("unassigned", lost, project=project, by=by)
        if by is None or by.pk != member.user_id:
            project.removals.update_or_create(person_id=member.user_id, defaults={"at": timezone.now()})
    return event


# --- All projects of a person ----------------------------------------------------------------------------
def deactivate(person: User, *, by: User | None) -> None:
    """Let a person sign in no more. Raises Refused for the only owner of a project."""
    with write_lock(), transaction.atomic():
        members = locked_members([person])
        person.is_active = False
        person.save(update_fields=["is_active"])
        for member in members:
            with member.project.changing(even_archived=True):
                unassign_open(member, by=by)


def reactivate(person: User, *, by: User | None) -> None:
    """Let a person sign in again, who gets back what was theirs."""
    with write_lock(), transaction.atomic():
        Project.objects.lock_all_of([person])
        person.is_active = True
        person.save(update_fields=["is_active"])
        for member in members_of([person]):
            with member.project.changing(even_archived=True):
                lost = cards_lost_by(person, member.project)
                member.project.record("reactivated", by=by, person=person.pk, name=str(person))
                assign_all(member, lost, by=by)


def rename(person: User, name: str, *, by: User | None) -> None:
    with write_lock(), transaction.atomic():
        Project.objects.lock_all_of([person])
        person.name = name
        person.save(update_fields=["name"])
        record_new_name(person, by=by)


def recolour(person: User, colour: int, *, by: User | None) -> None:
    with write_lock(), transaction.atomic():
        Project.objects.lock_all_of([person])
        person.colour = colour
        person.save(update_fields=["colour"])
        record_new_picture("person_recoloured", person, by=by, to=colour)


def record_new_name(person: User, *, by: User | None) -> None:
    """Tell every project of a person that they have another name, and have the cards rendered anew that show it."""
    record_new_picture("person_renamed", person, by=by, to=person.name)


def record_new_picture(kind: str, person: User, *, by: User | None, to: str | int) -> None:
    for member in members_of([person]):
        with member.project.changing(even_archived=True):
            member.project.cards.of_person(member.pk).count_version()
            member.project.record(kind, by=by, person=person.pk, to=to)


def locked_members(people: list[User]) -> list[Membership]:
    """Lock all projects of these people and return their memberships. Raises Refused if one keeps no owner."""
    Project.objects.lock_all_of(people)
    Membership.objects.filter(user__in=people).check_not_only_owners()
    return members_of(people)


def members_of(people: list[User]) -> list[Membership]:
    members = Membership.objects.filter(user__in=people).select_related("project", "user")
    return list(members.order_by("project_id", "pk"))


# --- Their cards: a few queries for any number of them ---------------------------------------------------
def unassign_open(member: Membership, *, by: User | None) -> None:
    """Record that a member cannot sign in any more, and take them off what is not done."""
    project, person = member.project, member.user
    assigned = Card.assignees.through.objects.filter(membership=member)
    numbers = list(cards_not_done(member).values_list("number", flat=True))
    project.record("deactivated", by=by, person=person.pk, name=str(person), cards=len(numbers))
    cards = project.cards.filter(number__in=numbers)
    assigned.filter(card__in=cards).delete()
    lost = {"member": member.pk, "from": str(member), "how": "deactivated"}
    cards.tell_all("unassigned", lost, project=project, by=by)


def cards_not_done(member: Membership) -> CardQuerySet:
    """Select what a member is taken off if they cannot sign in any more; archived cards may come back."""
    return member.project.cards.of_person(member.pk).filter(NOT_DONE)


def count_unfinished(person: User) -> int:
    """Count the cards that somebody would be taken off who cannot sign in any more, without deleted ones."""
    return Card.objects.not_deleted().filter(NOT_DONE, assignees__user=person).count()


def cards_lost_by(user: User, project: Project) -> set[int]:
    """Return the numbers of the cards that this person was taken off when they went, and has not been back since."""
    own = project.events.filter(data__person=user.pk)
    back = own.filter(kind__in=CAME).aggregate(last=Max("seq"))["last"] or 0
    numbers: set[int] = set()
    for seq, count in own.filter(kind__in=WENT, seq__gt=back).values_list("seq", "data__cards"):
        told = project.events.filter(kind="unassigned", seq__range=(seq + 1, seq + (count or 0)))
        numbers.update(event.card_number or 0 for event in told)
    return numbers


def assign_all(member: Membership, numbers: set[int], *, by: User | None) -> None:
    """Give these cards to a member, as far as they are open and nobody's, and the member may have any."""
    if not numbers or member.role < Role.MEMBER or not member.user.is_active:
        return
    project = member.project
    free = dict(project.cards.open().filter(number__in=numbers, assignees=None).values_list("number", "pk"))
    through = Card.assignees.through
    through.objects.bulk_create(through(card_id=pk, membership_id=member.pk) for pk in free.values())
    data = {"member": member.pk, "to": str(member), "how": "came_back"}
    project.cards.filter(number__in=free).tell_all("assigned", data, project=project, by=by)
