"""A member with cards of every kind, beside an owner."""

import pytest
from django.utils import timezone

from boards.models import Column
from projects.models import Membership
from tests.factories import CardFactory, MembershipFactory


@pytest.fixture
def ben(project, owner):
    return MembershipFactory(project=project, user__name="Ben")


@pytest.fixture
def bens(project, week, ben):
    """Cards 1 to 5 of Ben: to do, in progress, done, archived, deleted."""
    away = [{}, {}, {}, {"archived_at": timezone.now()}, {"deleted_at": timezone.now()}]
    columns = [Column.TODO, Column.DOING, Column.DONE, Column.TODO, Column.TODO]
    cards = [
        CardFactory(project=project, milestone=week, column=column, **fields)
        for column, fields in zip(columns, away, strict=True)
    ]
    for card in cards:
        card.assignees.add(ben)
    return cards


@pytest.fixture
def told(project):
    """Return what the project's events tell: their kinds, with the number of the card where it is of one."""

    def told():
        events = project.events.order_by("seq").values_list("kind", "card_number")
        return [(kind, number) if number else kind for kind, number in events]

    return told


@pytest.fixture
def theirs(project):
    """Return the numbers of the cards of whoever has this name."""

    def theirs(name="Ben"):
        member = Membership.objects.get(project=project, user__name=name)
        return sorted(member.cards.values_list("number", flat=True))

    return theirs
