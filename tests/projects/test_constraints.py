"""The database itself refuses what no form lets through, whoever writes to it."""

import pytest
from django.db import DatabaseError, connection, transaction

from boards.models import Card, Comment, Label, Standup
from projects.models import Demo, Event, Membership, Milestone, Project, User
from projects.models.user import EMPTIED
from tests.factories import (
    CardFactory,
    DemoFactory,
    LabelFactory,
    MembershipFactory,
    MilestoneFactory,
    ProjectFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

WRONG = [
    (Card, "title", ""),
    (Card, "title", "x" * 201),
    (Card, "description", "x" * 20_001),
    (Card, "blocked_reason", "x" * 201),
    (Card, "column", "lost"),
    (Card, "estimate_minutes", 0),
    (Card, "estimate_minutes", -1),
    (Card, "estimate_minutes", 59_941),
    (Card, "position", None),
    (Card, "version", -1),
    (Card, "project_id", 10**9),
    (Card, "milestone_id", 10**9),
    (Comment, "text", ""),
    (Comment, "text", "x" * 20_001),
    (Demo, "shows", ""),
    (Demo, "shows", "x" * 301),
    (Demo, "link", ""),
    (Demo, "link", "javascript:alert(1)"),
    (Demo, "link", "https://" + "x" * 1993),
    (Demo, "video", "demos/1.mp4"),
    (Demo, "kind", "mp4"),
    (Demo, "size", 1),
    (Demo, "size", -1),
    (Demo, "seconds", 0),
    (Demo, "seconds", 86_401),
    (Demo, "milestone_id", 10**9),
    (Label, "name", ""),
    (Label, "name", "x" * 101),
    (Label, "hue", 0),
    (Label, "hue", 9),
    (Membership, "role", 0),
    (Membership, "role", 4),
    (Milestone, "number", 0),
    (Milestone, "number", 53),
    (Milestone, "goal", "x" * 201),
    (Milestone, "demo_task", "x" * 201),
    (Milestone, "starts_on", "1999-12-31"),
    (Milestone, "starts_on", "9999-12-31"),
    (Project, "name", ""),
    (Project, "name", "x" * 101),
    (Project, "description", "x" * 20_001),
    (Project, "starts_on", "1999-12-31"),
    (Project, "starts_on", "2200-01-01"),
    (Project, "demo_weekday", 7),
    (Project, "card_limit_minutes", 0),
    (Project, "card_limit_minutes", 2401),
    (Project, "standup_minutes", 0),
    (Project, "standup_minutes", 121),
    (Standup, "place", f'{{"address": "{"x" * 1_500}"}}'),
    (User, "name", ""),
    (User, "name", "x" * 101),
    (User, "username", None),
    (User, "email", None),
    (User, "colour", 0),
    (User, "colour", 9),
]
RIGHT = [
    (Card, "title", "🚂" * 200),
    (Card, "column", "done"),
    (Card, "estimate_minutes", 59_940),
    (Card, "estimate_minutes", None),
    (Demo, "link", "https://" + "x" * 1992),
    (Demo, "seconds", 86_400),
    (Milestone, "number", 52),
    (Project, "card_limit_minutes", 2400),
    (Project, "standup_minutes", 120),
    (User, "colour", 8),
]


@pytest.fixture
def everything(project, week):
    """One row of everything."""
    card = CardFactory(project=project, milestone=week)
    card.comments.create(text="Well", author=MembershipFactory(project=project).user)
    LabelFactory(project=project)
    DemoFactory(milestone=week)
    Standup.objects.create(project=project)


def write(model, column, value):
    """By plain SQL; constraints that wait for the end of the transaction are asked at once."""
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {quote(model._meta.db_table)} SET {quote(column)} = %s", [value])
        connection.check_constraints()


@pytest.mark.parametrize(("model", "column", "value"), WRONG)
def test_a_wrong_value_is_refused_by_the_database(everything, model, column, value):
    with pytest.raises(DatabaseError):
        write(model, column, value)


@pytest.mark.parametrize(("model", "column", "value"), RIGHT)
def test_a_value_at_the_limit_is_taken_by_the_database(everything, model, column, value):
    write(model, column, value)


def test_a_card_number_is_given_once(project):
    CardFactory(project=project)
    with pytest.raises(DatabaseError), transaction.atomic():
        CardFactory(project=project, number=1)


def test_any_number_of_people_can_have_neither_user_name_nor_address():
    for person in UserFactory.create_batch(2):
        User.objects.filter(pk=person.pk).update(**EMPTIED)
    assert User.objects.filter(username=None, email=None).count() == 2


@pytest.mark.parametrize("kept", [{"name": "Ana"}, {"email": "ana@example.org"}, {"is_active": True}])
def test_without_a_user_name_a_person_has_nothing_else(kept):
    person = UserFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        User.objects.filter(pk=person.pk).update(**EMPTIED | kept)


def test_an_event_number_is_given_once(project):
    Event.objects.create(project=project, seq=1, kind="one")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.create(project=project, seq=1, kind="two")


@pytest.mark.parametrize("same", [{"number": 1}])
def test_a_week_number_is_given_once(project, same):
    with pytest.raises(DatabaseError), transaction.atomic():
        MilestoneFactory(project=project, **same)


def test_a_label_has_its_name_alone_whatever_the_case(project):
    LabelFactory(project=project, name="gcp")
    with pytest.raises(DatabaseError), transaction.atomic():
        LabelFactory(project=project, name="GCP")


def test_two_projects_can_have_the_same_numbers_and_labels(project):
    other = ProjectFactory()
    for each in (project, other):
        LabelFactory(project=each, name="gcp")
        CardFactory(project=each, number=7)
    assert Card.objects.filter(number=7).count() == 2


@pytest.mark.parametrize(("field", "value"), [("username", "PERSON"), ("email", "PERSON@example.org")])
def test_user_names_and_addresses_are_unique_whatever_the_case(field, value):
    User.objects.create(username="person", email="person@example.org", name="One")
    other = {"username": "other", "email": "other@example.org", "name": "Two", field: value}
    with pytest.raises(DatabaseError), transaction.atomic():
        User.objects.create(**other)


def test_somebody_is_in_a_project_once(project, member):
    with pytest.raises(DatabaseError), transaction.atomic():
        MembershipFactory(project=project, user=member)


def test_a_member_who_goes_is_taken_off_the_cards_by_the_database(project, card):
    person = MembershipFactory(project=project)
    card.assignees.add(person)
    person.delete()
    assert card.assignees.count() == 0


def test_a_person_who_goes_leaves_cards_comments_and_events(project, card, member):
    card.comment("Well", author=member, by=member)
    member.delete()
    assert (project.cards.count(), card.comments.get().author, project.events.get().actor) == (1, None, None)


def test_a_week_that_goes_leaves_its_cards_for_later(card, week):
    week.delete()
    card.refresh_from_db()
    assert card.milestone is None
