"""A card that is read under the lock is the one that a queryset finds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Card
from tests.factories import CardFactory, MilestoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("has_week", [False, True])
@pytest.mark.parametrize("was_carried", [False, True])
def test_it_has_every_field_and_both_weeks(project, week, has_week, was_carried):
    earlier = MilestoneFactory(project=project, number=2)
    stored = CardFactory(
        project=project, milestone=week if has_week else None, carried_from=earlier if was_carried else None
    )
    card = Card(project=project, number=stored.number)
    card.reload_locked()
    with CaptureQueriesContext(connection) as queries:
        weeks = (card.milestone, card.carried_from)
    assert not queries
    assert weeks == (week if has_week else None, earlier if was_carried else None)
    assert card.project is project
    assert fields(card) == fields(Card.objects.get(pk=stored.pk))


def fields(card):
    return {name: value for name, value in vars(card).items() if name != "_state"}


def test_a_number_of_another_project_is_not_found(project):
    other = CardFactory()
    with pytest.raises(Card.DoesNotExist):
        Card(project=project, number=other.number).reload_locked()
