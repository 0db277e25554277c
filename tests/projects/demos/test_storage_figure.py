"""What a project is said to store is what lies on the disk, whatever happens to its films."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from projects.errands.run import run_due
from projects.files import storage
from projects.files.child import ChildRefused
from projects.files.usage import stored_bytes
from projects.models import Demo
from tests import videofiles as v
from tests.factories import MilestoneFactory
from tests.projects.demos.conversions import Child, converted, film_of, handed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture
def child(monkeypatch):
    return Child(monkeypatch)


@pytest.fixture
def check(project, files):
    """Compare the figure with the bytes of the files beside the trash; return it."""

    def check():
        found = (path for path in files.rglob("*") if path.is_file() and "gone" not in path.parts)
        figure = stored_bytes(project)
        assert figure == sum(path.stat().st_size for path in found)
        return figure

    return check


def test_while_films_are_handed_in_made_refused_and_replaced(project, week, member, owner, child, check):
    assert check() == 0
    demo, _ = handed_in(week, member, video=film_of(v.mp4(frames=b"raw" * 999)))
    handed_in_first = check()
    run_due()
    assert 0 < check() != handed_in_first
    handed_in(week, owner, video=film_of(v.webm()))
    check()
    child.error = ChildRefused("damaged")
    run_due()
    check()
    child.error = None
    demo.replace(by=member, shows="Again.", video=film_of(v.mp4(frames=b"other" * 99)))
    check()
    run_due()
    check()
    demo.replace(by=member, shows="A link.", link="https://video.example/1")
    check()


def test_while_films_are_deleted_come_back_and_expire(project, week, member, child, check):
    demo = converted(week, member)
    before = check()
    event = demo.delete_demo(by=member)
    assert check() == 0
    demo.undo_demo(event, by=member)
    assert check() == before
    demo.delete_demo(by=member)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        storage.cleanup()
    assert check() == 0


def test_while_a_replacement_is_undone(project, week, member, child, check):
    demo = converted(week, member)
    before = check()
    event = demo.replace(by=member, shows="Again.", video=film_of(v.webm()))
    assert check() != before
    demo.undo_demo(event, by=member)
    assert check() == before
    run_due()
    assert check() == before


def test_while_a_film_is_deleted_as_it_is_being_made(project, week, member, child, check):
    handed_in(week, member)
    child.meanwhile = lambda: Demo.objects.get().delete_demo(by=member)
    run_due()
    assert check() == 0


def test_while_a_week_and_a_project_go(project, week, member, child, check):
    converted(week, member)
    other = MilestoneFactory(project=project, number=2)
    converted(other, member)
    check()
    project.milestones.filter(pk=other.pk).delete()
    assert check() > 0
    project.milestones.all().delete()
    assert check() == 0
