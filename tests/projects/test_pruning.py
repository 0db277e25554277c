"""Events are forgotten after 400 days, when told to."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects import batches
from projects.management.commands import prune_events
from projects.models import Event
from tests.factories import ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def aged(project):
    """Write an event for each of these ages in days."""

    def write(*ages):
        for age in ages:
            with project.changing():
                event = project.record("renamed", by=None)
            Event.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(days=age))

    return write


def prune(*arguments):
    said = io.StringIO()
    call_command("prune_events", *arguments, stdout=said)
    return said.getvalue()


def left(project):
    return list(project.events.values_list("seq", flat=True))


def test_events_older_than_400_days_are_removed(project, aged):
    aged(500, 401, 399, 1)
    assert prune() == "parcel-vision: 2 events, up to number 2\nRemoved 2 events.\n"
    assert left(project) == [3, 4]


def test_the_newest_event_stays_however_old_it_is(project, aged):
    aged(900, 800, 700)
    prune()
    assert left(project) == [3]


def test_a_project_without_events_stays_as_it_is(project):
    assert prune() == "Removed 0 events.\n"


def test_the_next_event_goes_on_counting(project, aged):
    aged(900, 800)
    prune("--days", "0")
    aged(0)
    assert left(project) == [2, 3]


def test_an_old_event_behind_a_younger_one_stays_so_that_there_is_no_gap(project, aged):
    aged(500, 10, 500, 5)
    prune()
    assert left(project) == [2, 3, 4]


def test_a_dry_run_removes_nothing_and_says_the_same_number(project, aged):
    aged(500, 500, 1)
    assert prune("--dry-run") == "parcel-vision: 2 events, up to number 2\nWould remove 2 events.\n"
    assert left(project) == [1, 2, 3]


def test_another_number_of_days_can_be_kept(project, aged):
    aged(30, 20, 10)
    prune("--days", "25")
    assert left(project) == [2, 3]


def test_a_number_of_days_below_nothing_is_refused(project):
    with pytest.raises(CommandError):
        prune("--days", "-1")


def test_many_are_removed_a_batch_at_a_time(project, aged, monkeypatch):
    monkeypatch.setattr(prune_events, "BATCH", 2)
    aged(500, 500, 500, 500, 500, 1)
    assert [prune_events.remove_batch(project, 5) for _ in range(4)] == [2, 2, 1, 0]
    assert left(project) == [6]


def test_projects_are_read_a_batch_at_a_time(project, aged, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 2)
    ProjectFactory.create_batch(4)
    aged(500, 1)
    with CaptureQueriesContext(connection) as captured:
        prune()
    read = [query["sql"] for query in captured if 'FROM "projects_project"' in query["sql"]]
    assert left(project) == [2]
    assert [sql for sql in read if "LIMIT" not in sql] == []
    assert max(sql.count("description") for sql in read) == 0
