"""The migrations of demos, on rows that are there."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from projects.models import Demo, Errand
from tests.factories import DemoFactory, FilmFactory

MIGRATION = import_module("projects.migrations.0018_convert_demos")

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def film(name, *, days_ago=0, **fields):
    at = timezone.now() - timedelta(days=days_ago)
    return FilmFactory(video=f"demos/{name}.mp4", created_at=at, **fields)


def test_films_that_are_there_wait_to_be_converted_the_newest_first(files):
    old, new, link = film("old", days_ago=7), film("new"), DemoFactory()
    MIGRATION.convert(apps, None)
    order = Errand.objects.order_by("due").values_list("key", flat=True)
    assert list(order) == [f"video:{new.pk}:demos/new.mp4", f"video:{old.pk}:demos/old.mp4"]
    assert [Demo.objects.get(pk=demo.pk).state for demo in (old, new, link)] == ["converting"] * 2 + [""]
    assert all(Demo.objects.exclude(video="").values_list("plays", flat=True))


def test_films_are_told_once_to_be_converted(files):
    film("one")
    MIGRATION.convert(apps, None)
    MIGRATION.convert(apps, None)
    assert Errand.objects.count() == 1


def test_the_bytes_of_posters_are_counted_where_there_are_any(files):
    (files / "demos").mkdir()
    (files / "demos/one.jpg").write_bytes(b"picture")
    film("one", poster="demos/one.jpg")
    film("two", poster="demos/lost.jpg")
    film("three")
    MIGRATION.convert(apps, None)
    assert list(Demo.objects.order_by("pk").values_list("poster_size", flat=True)) == [7, 0, 0]


def test_on_the_way_back_films_are_what_an_older_version_knows(files):
    demo = film("one", seconds=0.4)
    Demo.objects.update(kind="mov", size=90 * 1024**2)
    MIGRATION.take_back(apps, None)
    demo.refresh_from_db()
    assert (demo.kind, demo.seconds, demo.size) == ("mp4", 1, 25 * 1024**2)
