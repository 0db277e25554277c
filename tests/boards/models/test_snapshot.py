"""Snapshots of weeks: added to, never rewritten, and they add up."""

import pytest
from django.db import IntegrityError

from boards.models import WeekSnapshot

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_snapshot_is_never_saved_again(week):
    snapshot = WeekSnapshot.objects.create(milestone=week, revision=1, kind="closed")
    with pytest.raises(IntegrityError):
        snapshot.save()


def test_snapshots_are_never_updated(week):
    WeekSnapshot.objects.create(milestone=week, revision=1, kind="closed")
    with pytest.raises(TypeError):
        WeekSnapshot.objects.update(over=1)


@pytest.mark.parametrize(
    "fields",
    [
        {"revision": 1},
        {"revision": 0},
        {"kind": "opened"},
        {"planned_cards": 1},
        {"added_minutes": 60},
        {"planned_cards": 1, "open_cards": 1},
        {"planned_minutes": -60, "added_minutes": 60},
    ],
)
def test_the_database_refuses_what_cannot_be(week, fields):
    WeekSnapshot.objects.create(milestone=week, revision=1, kind="closed")
    snapshot = {"milestone": week, "revision": 2, "kind": "closed", **fields}
    with pytest.raises(IntegrityError):
        WeekSnapshot.objects.create(**snapshot)


def test_one_whose_closing_was_undone_may_have_something_open(week):
    WeekSnapshot.objects.create(
        milestone=week,
        revision=1,
        kind="undone",
        planned_cards=1,
        planned_minutes=60,
        open_cards=1,
        open_minutes=90,
        added_minutes=30,
    )
    assert WeekSnapshot.objects.latest_of_each().get().revision == 1


def test_the_latest_revision_of_each_week_counts(week):
    for revision in (1, 2):
        WeekSnapshot.objects.create(milestone=week, revision=revision, kind="closed")
    assert [snapshot.revision for snapshot in WeekSnapshot.objects.latest_of_each()] == [2]
