"""Files on a card: attaching, removing, and bringing them back."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from boards.models import CardFile, Refused
from boards.models.card.attaching import shown_name
from projects import limits
from projects.files import storage
from projects.models import User
from tests.card_files import attached, new_file, new_picture
from tests.factories import CardFileFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def on_disk(files):
    return sorted(str(path.relative_to(files)) for path in files.rglob("*.*"))


def names_of(*rows):
    return sorted(str(name) for row in rows for name in (row.file, row.preview) if name)


@pytest.fixture(autouse=True)
def stored(files):
    return files


# --- Attaching -----------------------------------------------------------------------------------------------
def test_a_file_is_stored_with_what_is_known_of_it(card, member, files):
    file = attached(card, new_picture(animated=True), by=member)
    assert (file.kind, file.width, file.height, file.animated) == ("png", 2400, 1200, True)
    assert (file.size, file.preview_size, file.uploaded_by) == (7, 5, member)
    assert on_disk(files) == names_of(file)
    assert {name.partition("/")[0] for name in on_disk(files)} == {"cards"}


def test_the_card_says_how_many_it_has_and_is_drawn_anew(card, member):
    before = card.version
    attached(card, by=member)
    attached(card, by=member)
    card.refresh_from_db()
    assert (card.file_count, card.version) == (2, before + 2)


def test_its_history_says_what_was_attached(card, member):
    event = card.attach(new_file(), by=member)
    assert (event.kind, event.card_number, event.actor) == ("file_attached", card.number, member)
    assert event.data == {"file": card.files.get().pk, "name": "depots.csv"}


def test_a_file_without_a_name_gets_one_of_its_number_and_the_projects_time(card, member):
    card.project.time_zone = "Asia/Kolkata"
    card.project.save()
    with time_machine.travel("2026-09-07 08:35:00+00:00", tick=False):
        names = [
            attached(card, new, by=member).name for new in (new_picture(), new_file(name=""), new_picture())
        ]
    assert names == ["Picture 1, 14:05", "File 1, 14:05", "Picture 2, 14:05"]


def test_a_removed_one_leaves_its_number_to_no_other(card, member):
    card.remove_file(attached(card, new_picture(), by=member), by=member)
    assert attached(card, new_picture(), by=member).name.startswith("Picture 2, ")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("two\nlines.txt", "two lines.txt"),
        ("bell\x07.log", "bell.log"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("lone \ud800.txt", "lone .txt"),
        ("نامه\u200cها.pdf", "نامه\u200cها.pdf"),
        ("\u200b \x00", ""),
        ("l" * 300 + ".tar.gz", "l" * 196 + "….gz"),
        ("l" * 300, "l" * 199 + "…"),
    ],
)
def test_a_name_is_shown_as_far_as_it_can_be(name, shown):
    assert shown_name(name) == shown
    assert len(shown) <= limits.FILE_NAME


def test_a_repeated_request_attaches_nothing_and_stores_nothing(card, member, files):
    first = card.attach(new_file(), by=member, request_id="once")
    there = on_disk(files)
    again = card.attach(new_file(), by=member, request_id="once")
    assert (again.seq, on_disk(files), CardFile.objects.count()) == (first.seq, there, 1)


def test_a_repeat_is_known_on_a_card_that_is_full_by_now(card, member, files, monkeypatch):
    monkeypatch.setattr(limits, "CARD_FILES", 1)
    first = card.attach(new_file(), by=member, request_id="once")
    assert card.attach(new_file(), by=member, request_id="once").seq == first.seq
    assert len(on_disk(files)) == 1


@pytest.mark.parametrize("most", [0, 1])
def test_a_repeat_of_a_request_that_did_something_else_attaches_nothing(
    card, member, files, monkeypatch, most
):
    monkeypatch.setattr(limits, "CARD_FILES", most)
    said = card.comment("Well", author=member, by=member, request_id="once")
    assert (card.attach(new_file(), by=member, request_id="once").seq, on_disk(files)) == (said.seq, [])


def test_one_file_more_than_a_card_may_have_is_refused_and_not_kept(card, member, files):
    for _ in range(limits.CARD_FILES):
        CardFileFactory(card=card)
    with pytest.raises(ValidationError, match="at most 100 files"):
        card.attach(new_file(), by=member)
    assert on_disk(files) == []


def test_what_fits_to_the_last_byte_is_taken_and_one_more_is_refused_and_not_kept(
    card, member, files, settings
):
    settings.PROJECT_STORAGE_GB = 12 / 2**30
    picture = attached(card, new_picture(), by=member)
    with pytest.raises(Refused, match="no room"):
        card.attach(new_file(b"x"), by=member)
    assert on_disk(files) == names_of(picture)


@pytest.mark.parametrize("verb", ["archive", "delete_card"])
def test_nothing_is_attached_to_a_card_that_is_not_on_the_board(card, member, files, verb):
    getattr(card, verb)(by=member)
    with pytest.raises(Refused):
        card.attach(new_file(), by=member)
    assert on_disk(files) == []


def test_nothing_is_attached_in_a_project_that_is_archived(card, member, files):
    card.project.archive(by=member)
    with pytest.raises(PermissionDenied):
        card.attach(new_file(), by=member)
    assert on_disk(files) == []


def test_no_project_is_locked_while_a_file_is_written(card, member, monkeypatch):
    seen, store = [], storage.store_file
    monkeypatch.setattr(
        storage, "store_file", lambda *args: seen.append(card.project.is_changing) or store(*args)
    )
    card.attach(new_picture(), by=member)
    assert seen == [False, False]


# --- Removing ------------------------------------------------------------------------------------------------
def test_a_removed_file_leaves_the_card_and_goes_to_the_trash(card, member, files):
    file, other = attached(card, new_picture(), by=member), attached(card, by=member)
    event = card.remove_file(file, by=member)
    card.refresh_from_db()
    assert (card.file_count, list(card.files.filter(deleted_at=None))) == (1, [other])
    assert (event.kind, event.data) == ("file_removed", {"file": file.pk, "name": file.name})
    trashed = [name.replace("cards/", "cards/gone/") for name in names_of(file)]
    assert on_disk(files) == sorted([*names_of(other), *trashed])


def test_a_removal_that_is_rolled_back_leaves_the_file(card, member, files, monkeypatch):
    file = attached(card, by=member)
    monkeypatch.setattr(type(card.project), "record", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        card.remove_file(file, by=member)
    assert on_disk(files) == names_of(file)


def test_a_file_that_somebody_has_removed_is_not_removed_again(card, member):
    file = attached(card, by=member)
    card.remove_file(file, by=member)
    with pytest.raises(Refused, match="removed meanwhile"):
        card.remove_file(file, by=member)


def test_a_file_of_another_card_is_not_removed_by_this_one(card, member):
    other = CardFileFactory()
    with pytest.raises(Refused):
        card.remove_file(other, by=member)


# --- Bringing it back ----------------------------------------------------------------------------------------
def test_an_undone_removal_brings_back_file_preview_and_number(card, member, files):
    file = attached(card, new_picture(), by=member)
    undone = card.undo(card.remove_file(file, by=member), by=member)
    file.refresh_from_db()
    card.refresh_from_db()
    assert (file.deleted_at, card.file_count, on_disk(files)) == (None, 1, names_of(file))
    assert (undone.data["what"], undone.data["name"]) == ("file_removed", file.name)


@pytest.mark.parametrize("swept", [False, True])
def test_after_half_an_hour_a_removal_stays_even_if_the_trash_still_has_it(card, member, files, swept):
    event = card.remove_file(attached(card, by=member), by=member)
    with time_machine.travel(timezone.now() + timedelta(minutes=61 if swept else 31)):
        storage.cleanup()
        with pytest.raises(Refused, match="not kept any more"):
            card.undo(event, by=member)
    assert card.files.get().deleted_at


def test_a_removal_whose_file_is_gone_from_the_trash_stays(card, member, files):
    event = card.remove_file(attached(card, by=member), by=member)
    for path in files.rglob("*.*"):
        path.unlink()
    with pytest.raises(Refused, match="not kept any more"):
        card.undo(event, by=member)


def test_a_removed_file_comes_back_even_where_there_is_no_room_for_a_new_one(card, member, settings):
    event = card.remove_file(attached(card, by=member), by=member)
    settings.PROJECT_STORAGE_GB = 1e-9
    card.undo(event, by=member)
    assert card.files.get().deleted_at is None


def test_a_removed_file_does_not_come_back_to_a_card_that_is_full(card, member, monkeypatch):
    monkeypatch.setattr(limits, "CARD_FILES", 1)
    event = card.remove_file(attached(card, by=member), by=member)
    attached(card, by=member)
    with pytest.raises(ValidationError, match="at most 1 file"):
        card.undo(event, by=member)


def test_a_removal_is_undone_once(card, member):
    event = card.remove_file(attached(card, by=member), by=member)
    card.undo(event, by=member)
    with pytest.raises(Refused, match="undone this already"):
        card.undo(event, by=member)


def test_somebody_else_may_undo_a_removal(card, member, owner):
    event = card.remove_file(attached(card, by=member), by=member)
    card.undo(event, by=owner)
    assert card.files.get().deleted_at is None


def test_a_file_outlives_the_person_who_attached_it(card, member, files):
    file = attached(card, by=member)
    card.project.memberships.filter(user=member).delete()
    User.objects.filter(pk=member.pk).delete()
    file.refresh_from_db()
    assert (file.uploaded_by, on_disk(files)) == (None, names_of(file))
