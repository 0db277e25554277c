"""Whether every file that a row refers to is on the disk, as the doctor says."""

import io

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.doctor import database, stored_files
from boards.doctor import files as private_files
from projects.files import owners
from projects.models import Event
from tests.card_files import attached, new_picture
from tests.factories import CardFactory, FilmFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def found():
    return [finding.description for finding in stored_files.find()]


@pytest.fixture
def pictures(project, week, member, files):
    return [
        attached(CardFactory(project=project, milestone=week), new_picture(), by=member) for _ in range(3)
    ]


def test_nothing_is_said_while_every_file_is_there(pictures):
    assert found() == []


def test_a_card_is_named_once_however_many_of_its_files_are_gone(pictures, files):
    for name in (pictures[0].file, pictures[0].preview, pictures[2].preview):
        (files / str(name)).unlink()
    assert found() == ["file that is not on the disk, or not whole: card #1, card #3"]


def test_a_file_that_was_not_copied_whole_is_found(pictures, files):
    (files / str(pictures[1].file)).write_bytes(b"pic")
    assert found() == ["file that is not on the disk, or not whole: card #2"]


def test_a_film_that_is_gone_is_found_by_its_week(week, files):
    FilmFactory(milestone=week)
    assert found() == ["file that is not on the disk, or not whole: week 1"]


def test_what_is_in_the_trash_is_not_missed(pictures, member, files):
    pictures[0].card.remove_file(pictures[0], by=member)
    assert found() == []


def test_the_files_of_a_deleted_card_are_missed_because_it_can_come_back(pictures, member, files):
    pictures[0].card.delete_card(by=member)
    (files / str(pictures[0].file)).unlink()
    assert len(found()) == 1


def test_a_file_that_is_removed_while_the_doctor_looks_is_not_missed(pictures, member, monkeypatch):
    card = pictures[0].card

    def size(storage, name):
        if not card.files.exclude(deleted_at=None).exists():
            card.remove_file(pictures[0], by=member)
        raise FileNotFoundError

    monkeypatch.setattr(FileSystemStorage, "size", size)
    assert "card #1" not in found()[0]


def test_three_projects_are_asked_by_no_more_queries_than_one(pictures, member):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert found() == []
        return len(captured)

    few = asked()
    for _ in range(5):
        attached(CardFactory(), by=member)
    assert asked() == few == len(owners.OWNERS)


def test_the_command_says_it_and_repairs_nothing_because_only_a_backup_helps(pictures, files, monkeypatch):
    for module in (database, private_files):
        monkeypatch.setattr(module, "find", lambda: [])
    (files / str(pictures[0].file)).unlink()
    events, output = Event.objects.count(), io.StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", "--fix", stdout=output)
    assert "parcel-vision: file that is not on the disk, or not whole: card #1\n" in output.getvalue()
    assert "Repaired 0 of 1, left:" in output.getvalue()
    assert Event.objects.count() == events
