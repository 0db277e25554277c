"""Written-out statements do what Django's own do."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from projects.models import Event, Milestone, Project
from projects.statements import columns, increment, insert, reader, save_fields
from tests.factories import MilestoneFactory, ProjectFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = timezone.now()
SAVED = {
    "name": "Ünïcode 'quoted' 100 %s",
    "starts_on": NOW.date(),
    "card_limit_minutes": 17,
    "archived_at": NOW,
    "seq": 2**40,
}


def test_saved_fields_read_as_those_that_django_saves():
    ours, djangos = ProjectFactory(), ProjectFactory()
    for project in (ours, djangos):
        vars(project).update(SAVED)
    save_fields(ours, *SAVED)
    djangos.save(update_fields=SAVED)
    [one, other] = Project.objects.order_by("pk").values(*SAVED)
    assert one == other == SAVED


def test_nothing_but_the_fields_named_is_saved(project):
    other = Project.objects.get()
    other.name, other.description = "Other", "Other"
    project.save_fields("description")
    save_fields(other, "name")
    assert Project.objects.values_list("name", "description").get() == ("Other", project.description)


def test_the_search_text_is_saved_with_a_text_that_it_is_made_of(project):
    project.name = "Straße"
    project.save_fields("name")
    assert Project.objects.values_list("search_text", flat=True).get() == "strasse"


@pytest.mark.parametrize(
    "change", [lambda week: save_fields(week, "goal"), lambda week: increment(week, "number", 1)]
)
def test_a_row_that_is_gone_is_not_updated(week, change):
    Milestone.objects.all().delete()
    with pytest.raises(Milestone.NotUpdated):
        change(week)


def test_a_counter_goes_up_from_what_the_database_holds(project):
    Project.objects.update(seq=41, archived_at=NOW)
    increment(project, "seq", 2, also=["archived_at"])
    assert (project.seq, project.archived_at) == (43, NOW)
    assert Project.objects.get().seq == 43


def event(project, seq, **fields):
    return Event(project=project, seq=seq, kind="moved", at=NOW, data={"a": [1, None, "ä"]}, **fields)


@pytest.mark.parametrize("fields", [{}, {"card_number": 7, "request_id": "r"}])
def test_an_inserted_row_reads_as_one_that_django_inserts(project, fields):
    actor = UserFactory()
    ours, djangos = (
        event(project, 1, actor=actor, **fields),
        event(ProjectFactory(), 1, actor=actor, **fields),
    )
    insert(ours)
    djangos.save()
    [one, other] = Event.objects.order_by("pk").values()
    assert (ours.pk, ours._state.adding, ours._state.db) == (one["id"], False, "default")
    assert one == other | {"id": ours.pk, "project_id": project.pk}


def failing_insert(project):
    insert(event(project, 1))
    insert(event(project, 1))


def failing_update(project):
    project.card_limit_minutes = 0
    save_fields(project, "card_limit_minutes")


@pytest.mark.parametrize("fail", [failing_insert, failing_update])
def test_after_an_error_nothing_more_of_the_transaction_is_done(project, fail):
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            fail(project)
        with pytest.raises(TransactionManagementError):
            Project.objects.update(name="Half")


def test_a_read_row_is_the_instance_that_a_queryset_makes(project):
    week = MilestoneFactory(project=project, number=2, closed_at=NOW - timedelta(days=1))
    names, nulls = columns("projects_milestone", Milestone), ", NULL" * len(Milestone._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names}{nulls} FROM projects_milestone WHERE id = {week.pk}")
        read, nothing = reader(Milestone, Milestone)(cursor.fetchone())
    assert nothing is None
    assert vars(read) | {"_state": None} == vars(Milestone.objects.get(pk=week.pk)) | {"_state": None}
    assert (read._state.adding, read._state.db) == (False, "default")
