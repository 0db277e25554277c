"""What a project is said to store is what lies on the disk, whatever happens to its films."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from projects.errands.run import run_due
from projects.files import storage
from projects.files.child import ChildRefused
from projects.models import Demo
from tests import videofiles as v
from tests.factories import MilestoneFactory
from tests.projects.demos.conversions import Child, converted, film_of, handed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture
def child(monkeypatch):
    return Child(monkeypatch)


def test_while_films_are_handed_in_made_refused_and_replaced(
    project, week, member, owner, child, check_figure
):
    assert check_figure() == 0
    demo, _ = handed_in(week, member, video=film_of(v.mp4(frames=b"raw" * 999)))
    handed_in_first = check_figure()
    run_due()
    assert 0 < check_figure() != handed_in_first
    handed_in(week, owner, video=film_of(v.webm()))
    check_figure()
    child.error = ChildRefused("damaged")
    run_due()
    check_figure()
    child.error = None
    demo.replace(by=member, shows="Again.", video=film_of(v.mp4(frames=b"other" * 99)))
    check_figure()
    run_due()
    check_figure()
    demo.replace(by=member, shows="A link.", link="https://video.example/1")
    check_figure()


def test_while_films_are_deleted_come_back_and_expire(project, week, member, child, check_figure):
    demo = converted(week, member)
    before = check_figure()
    event = demo.delete_demo(by=member)
    assert check_figure() == 0
    demo.undo_demo(event, by=member)
    assert check_figure() == before
    demo.delete_demo(by=member)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        storage.cleanup()
    assert check_figure() == 0


def test_while_a_replacement_is_undone(project, week, member, child, check_figure):
    demo = converted(week, member)
    before = check_figure()
    event = demo.replace(by=member, shows="Again.", video=film_of(v.webm()))
    assert check_figure() != before
    demo.undo_demo(event, by=member)
    assert check_figure() == before
    run_due()
    assert check_figure() == before


def test_while_a_film_is_deleted_as_it_is_being_made(project, week, member, child, check_figure):
    handed_in(week, member)
    child.meanwhile = lambda: Demo.objects.get().delete_demo(by=member)
    run_due()
    assert check_figure() == 0


def test_while_a_week_and_a_project_go(project, week, member, child, check_figure):
    converted(week, member)
    other = MilestoneFactory(project=project, number=2)
    converted(other, member)
    check_figure()
    project.milestones.filter(pk=other.pk).delete()
    assert check_figure() > 0
    project.milestones.all().delete()
    assert check_figure() == 0
