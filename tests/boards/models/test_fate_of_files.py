"""What becomes of the files of a card, whatever is done to the card, its people and its project.

After each step what the project is said to store is what lies on the disk.
"""

import os
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from boards.closing import Decision, close_week
from boards.closing.reopen import reopen_week
from boards.models import Card, CardFile, Column, NewCard, create_cards, undo_create_cards
from boards.people.deletion import delete_people
from boards.people.membership import remove_member
from projects.files import storage
from projects.files.usage import stored_bytes
from projects.models import Membership, Project
from tests.card_files import attached, new_file, new_picture
from tests.conftest import client_for
from tests.factories import CardFactory, MilestoneFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def at_work():
    """Within week 1 of the project, and late enough to close it."""
    with time_machine.travel("2026-09-11 12:00:00+00:00"):
        yield


@pytest.fixture
def following(project):
    return MilestoneFactory(project=project, number=2, starts_on="2026-09-14")


@pytest.fixture
def card(project, week, following):
    return CardFactory(project=project, milestone=week, estimate_minutes=480)


@pytest.fixture
def both(card, member, files):
    """A picture and another file."""
    return [attached(card, new_picture(), by=member), attached(card, new_file(), by=member)]


def rows():
    return list(CardFile.objects.order_by("pk").values_list("pk", "card", "deleted_at"))


def served(card):
    """The files that anybody is shown: of a card that is not deleted, and not removed themselves."""
    return list(CardFile.objects.filter(card=card.pk, card__deleted_at=None, deleted_at=None).order_by("pk"))


def names(files):
    """The stored files beside the trash."""
    return sorted(str(path.relative_to(files)) for path in files.rglob("*.*") if "gone" not in path.parts)


def split(card, member):
    card.reload_locked()
    pieces = [NewCard("First", 240), NewCard("Second", 240)]
    return card.split(pieces, by=member, base_hash=card.split_base_hash)


# --- What they stay through ----------------------------------------------------------------------------------
def split_and_undo(card, member):
    card.undo(split(card, member), by=member)


def close(decision, card, member):
    close_week(card.milestone, {card.number: decision}, by=member)


def close_and_reopen(card, member):
    close(Decision.NEXT, card, member)
    week = card.project.milestones.get(number=1)
    week.project = card.project
    reopen_week(week, by=member)


def archive_and_restore(card, member):
    card.archive(by=member)
    card.restore(by=member)


def delete_and_undo(card, member):
    card.undo(card.delete_card(by=member), by=member)


def delete_from_the_archive_and_undo(card, member):
    card.archive(by=member)
    card.undo(card.delete_card(by=member), by=member)


def comment_on_it_and_delete_that(card, member):
    picture = card.files.earliest("pk")
    card.comment(f"![Depots](file:{picture.pk})", author=member, by=member)
    card.delete_comment(card.comments.get(), by=member)


def show_it_in_the_description_and_take_that_away(card, member):
    picture = card.files.earliest("pk")
    card.edit(description=f"![Depots](file:{picture.pk})", by=member)
    card.edit(description="", by=member)


def remove_one_and_undo(card, member):
    card.undo(card.remove_file(card.files.earliest("pk"), by=member), by=member)


def take_out_who_attached_them(card, member):
    remove_member(Membership.objects.get(user=member), by=None)


def delete_the_account_of_who_attached_them(card, member):
    delete_people([member], by=None)


def archive_the_project(card, member):
    card.project.archive(by=None)


def purge(card, member):
    call_command("purge_deleted", "--days", "0", verbosity=0)


def archive(card, member):
    card.archive(by=member)


def move(card, member):
    card.move(column=Column.DONE, milestone_id=None, by=member)


STAY = [
    split,
    split_and_undo,
    *(partial(close, decision) for decision in Decision),
    close_and_reopen,
    archive_and_restore,
    delete_and_undo,
    delete_from_the_archive_and_undo,
    comment_on_it_and_delete_that,
    show_it_in_the_description_and_take_that_away,
    remove_one_and_undo,
    take_out_who_attached_them,
    delete_the_account_of_who_attached_them,
    archive_the_project,
    purge,
    archive,
    move,
]


@pytest.mark.parametrize("act", STAY, ids=lambda act: getattr(act, "__name__", "close"))
def test_they_stay_with_their_card(card, member, owner, files, both, check_figure, act):
    before = rows(), names(files), check_figure()
    act(card, member)
    assert (rows(), names(files), check_figure()) == before
    card.refresh_from_db()
    assert (served(card), card.file_count) == (both, 2)


def test_a_piece_that_is_split_off_has_none(card, member, both):
    event = split(card, member)
    piece = card.project.cards.get(number=event.data["pieces"][0])
    assert (piece.file_count, piece.files.count()) == (0, 0)


def test_a_split_stays_once_something_was_attached_to_a_piece(card, member, both):
    event = split(card, member)
    piece = card.project.cards.get(number=event.data["pieces"][0])
    piece.project = card.project
    attached(piece, by=member)
    with pytest.raises(Exception, match="changed since"):
        card.undo(event, by=member)


def test_who_has_gone_is_named_no_more(card, member, owner, both):
    delete_people([member], by=None)
    assert {str(file.uploaded_by) for file in CardFile.objects.all()} == {"Somebody who has left"}


@pytest.mark.parametrize("kind", ["csv", "tsv", "md"])
def test_a_plan_that_is_downloaded_says_nothing_of_them(card, both, kind):
    client = client_for(both[0].uploaded_by)
    plan = b"".join(client.get(f"/p/parcel-vision/plan/download/{kind}/"))
    assert len(plan) > 50
    assert b"depots.csv" not in plan


# --- A card that goes ----------------------------------------------------------------------------------------
def test_a_deleted_card_keeps_them_counted_and_shows_them_to_nobody(card, member, files, both, check_figure):
    before = names(files), check_figure()
    card.delete_card(by=member)
    assert (names(files), check_figure(), served(card)) == (*before, [])


def test_they_go_to_the_trash_when_the_card_is_removed_for_good(card, member, files, both, check_figure):
    other = attached(CardFactory(project=card.project), by=member)
    card.delete_card(by=member)
    Card.objects.filter(pk=card.pk).update(deleted_at=timezone.now() - timedelta(days=31))
    call_command("purge_deleted", verbosity=0)
    assert (list(CardFile.objects.all()), names(files)) == ([other], [str(other.file)])
    assert check_figure() == other.size
    for path in files.glob("cards/gone/*"):
        os.utime(path, (0, 0))
    storage.cleanup()
    assert [str(path.relative_to(files)) for path in files.rglob("*.*")] == [str(other.file)]


def added(project, member):
    [event] = create_cards(project, [NewCard("Train")], column=Column.TODO, milestone=None, by=member)
    card = project.cards.get(number=event.card_number)
    card.project = project
    return event, card


def test_a_card_whose_addition_is_undone_takes_them_along(project, member, files, check_figure):
    event, card = added(project, member)
    attached(card, by=member)
    undo_create_cards(project, event, 1, by=member)
    card.refresh_from_db()
    assert (bool(card.deleted_at), served(card), check_figure()) == (True, [], 14)


def test_an_addition_is_not_undone_once_somebody_else_has_attached_something(project, member, owner, files):
    event, card = added(project, member)
    attached(card, by=owner)
    with pytest.raises(Exception, match="worked on this card since"):
        undo_create_cards(project, event, 1, by=member)


# --- A file that goes ----------------------------------------------------------------------------------------
def test_a_removed_file_is_not_counted_and_its_row_goes_after_a_month(
    card, member, files, both, check_figure
):
    card.remove_file(both[0], by=member)
    assert check_figure() == both[1].size
    CardFile.objects.exclude(deleted_at=None).update(deleted_at=timezone.now() - timedelta(days=31))
    call_command("purge_deleted", verbosity=0)
    assert list(CardFile.objects.all()) == [both[1]]
    assert check_figure() == both[1].size


def test_what_a_killed_process_has_not_put_into_the_trash_goes_with_its_row(card, member, files, both):
    CardFile.objects.filter(pk=both[0].pk).update(deleted_at=timezone.now() - timedelta(days=31))
    call_command("purge_deleted", verbosity=0)
    assert names(files) == [str(both[1].file)]


# --- A project that goes -------------------------------------------------------------------------------------
def test_a_deleted_project_takes_its_files_and_no_others(card, member, files, both, check_figure):
    other = attached(CardFactory(), by=member)
    card.remove_file(both[0], by=member)
    card.project.delete_project(by=None)
    assert (list(CardFile.objects.all()), names(files)) == ([other], [str(other.file)])
    assert check_figure() == stored_bytes(Project.objects.get()) == other.size


def test_a_project_whose_deletion_is_rolled_back_keeps_them(
    card, member, files, both, check_figure, monkeypatch
):
    before = names(files), check_figure()
    monkeypatch.setattr(Project, "delete", lambda project: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        card.project.delete_project(by=None)
    assert (names(files), check_figure()) == before
