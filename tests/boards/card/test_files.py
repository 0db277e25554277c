"""Attaching files on the page of a card and removing them, with and without JavaScript."""

import errno
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from boards.files.upload import Busy
from config.body_buffer import allowed_size
from projects import limits
from projects.models import Role
from tests.card_files import attached, new_picture
from tests.conftest import client_for
from tests.factories import CardFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
HTMX = {"HX-Request": "true"}


def url(name, card, *more):
    return reverse(name, args=[card.project.slug, card.number, *more])


def text(name="notes.txt", content=b"Three depots are late."):
    return SimpleUploadedFile(name, content)


def attach(client, card, *uploads, **fields):
    """Send files as the form of the page does; a script's request is one with headers."""
    headers = fields.pop("headers", {})
    return client.post(url("attach-file", card), {"file": uploads, **fields}, headers=headers)


def by_script(client, card, *uploads, **fields):
    return attach(client, card, *uploads, headers=HTMX, **fields)


def page(client, card, query=""):
    return client.get(url("card", card) + query).text


def listed(html):
    """The names of the files that a page lists."""
    return re.findall(r'<li id="file-\d+" data-file="\d+" data-name="([^"]*)"', html)


@pytest.fixture
def no_room(settings):
    settings.PROJECT_STORAGE_GB = 1e-8  # ten bytes


@pytest.fixture(params=["uploadedfile.TemporaryUploadedFile.__init__", "storage.FileSystemStorage._save"])
def full_disk(request, monkeypatch):
    """A disk without room: for what arrives, or only for what is to be stored."""

    def write(*args, **how):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"django.core.files.{request.param}", write)


@pytest.fixture
def busy_later(monkeypatch):
    def read(upload):
        raise Busy("Other pictures are being read. Try again in a moment; you still have your file.")

    return lambda: monkeypatch.setattr("boards.card.file_views.read_upload", read)


@pytest.fixture
def busy(busy_later):
    busy_later()


# --- A script sends one -----------------------------------------------------------------------------------
def test_a_script_is_told_where_the_file_is_and_gets_the_list(as_member, card):
    answer = by_script(as_member, card, text())
    file = card.files.get()
    assert (answer.status_code, answer["Location"]) == (201, f"/p/{card.project.slug}/files/{file.pk}/")
    assert 'hx-target="#sheet-files"' in answer.text
    assert listed(answer.text) == ["notes.txt"]


def test_the_file_is_of_whoever_has_sent_it(as_member, card, member):
    by_script(as_member, card, text())
    file = card.files.get()
    assert (file.name, file.size, file.uploaded_by) == ("notes.txt", 22, member)


def test_with_a_board_behind_it_the_card_is_drawn_anew_with_its_count(as_member, card):
    answer = by_script(as_member, card, text(), week_shown="all")
    assert re.search(r'#i-paperclip"/></svg>1<span\s+class="hidden"> file</span>', answer.text)


def test_an_empty_name_is_made(as_member, card):
    by_script(as_member, card, text(), name="")
    assert re.fullmatch(r"File 1, \d\d:\d\d", card.files.get().name)


def test_a_repeat_of_a_request_attaches_no_second_file_and_says_where_the_first_is(as_member, card):
    first, second = (by_script(as_member, card, text(), request_id="one") for _ in range(2))
    assert card.files.count() == 1
    assert (second.status_code, second["Location"]) == (201, first["Location"])


def test_a_repeat_is_not_read_again_and_is_none_the_less_for_an_archived_card(
    as_member, card, member, busy_later
):
    by_script(as_member, card, text(), request_id="one")
    card.archive(by=member)
    busy_later()
    assert by_script(as_member, card, text(), request_id="one").status_code == 201


def test_what_is_no_picture_that_can_be_shown_is_refused_in_a_sentence(as_member, card):
    answer = by_script(as_member, card, SimpleUploadedFile("depot.heic", b"\0\0\0\x18ftypheic" + bytes(64)))
    assert (answer.status_code, answer["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert "HEIC" in answer.text
    assert not card.files.exists()


@pytest.mark.usefixtures("no_room")
def test_what_finds_no_room_is_refused_in_a_sentence(as_member, card):
    answer = by_script(as_member, card, text())
    assert (answer.status_code, "no room" in answer.text) == (409, True)


@pytest.mark.usefixtures("busy")
def test_while_others_are_read_a_script_is_asked_to_try_again(as_member, card):
    answer = by_script(as_member, card, text())
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "you still have your file" in answer.text


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("send", [attach, by_script])
def test_a_full_disk_is_said_and_the_file_may_come_again(member, card, send):
    client = client_for(member, raise_request_exception=False)
    answer = send(client, card, text(content=b"x" * 3 * 2**20))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "disk" in answer.text


def test_one_file_more_than_a_card_may_have_is_refused(as_member, card, monkeypatch):
    monkeypatch.setattr(limits, "CARD_FILES", 1)
    by_script(as_member, card, text())
    assert by_script(as_member, card, text("second.txt")).status_code == 422
    assert card.files.count() == 1


def test_without_a_file_there_is_nothing_to_attach(as_member, card):
    answer = by_script(as_member, card)
    assert (answer.status_code, answer.text) == (422, "Choose a file first.")


# --- Whom and what it is refused ---------------------------------------------------------------------------
@pytest.mark.usefixtures("busy")
def test_for_a_card_that_was_archived_no_file_is_read(as_member, card, member):
    card.archive(by=member)
    assert by_script(as_member, card, text()).status_code == 409


@pytest.mark.parametrize("leave", ["archive", "delete_card"])
def test_to_a_card_that_was_taken_off_the_board_nothing_is_attached(as_member, card, member, leave):
    getattr(card, leave)(by=member)
    answer = by_script(as_member, card, text())
    assert (answer.status_code, card.files.count()) == (409, 0)


def test_to_a_card_of_another_project_nothing_is_attached(as_member, card):
    other = CardFactory(number=99)
    address = reverse("attach-file", args=[card.project.slug, other.number])
    assert as_member.post(address, {"file": text()}).status_code == 404


def test_a_file_of_another_card_is_not_removed(as_member, card, member):
    by_script(as_member, card, text())
    other = CardFactory(project=card.project)
    assert as_member.post(url("remove-file", other, card.files.get().pk)).status_code == 404


def test_who_only_looks_attaches_and_removes_nothing(as_viewer, as_member, card):
    by_script(as_member, card, text())
    assert by_script(as_viewer, card, text()).status_code == 403
    assert as_viewer.post(url("remove-file", card, card.files.get().pk)).status_code == 403
    assert "data-attach" not in page(as_viewer, card)


# --- Without JavaScript ------------------------------------------------------------------------------------
def test_several_files_of_one_form_are_attached_and_the_page_of_the_card_lists_them(as_member, card):
    answer = attach(as_member, card, text("one.txt"), text("two.txt"), text("three.txt"))
    assert (answer.status_code, answer["Location"]) == (302, url("card", card) + "#sheet-files")
    assert listed(page(as_member, card)) == ["one.txt", "two.txt", "three.txt"]


def test_of_five_files_of_which_two_find_no_room_the_page_says_which_three_came_in(as_member, card, settings):
    settings.PROJECT_STORAGE_GB = 70 / 2**30
    sizes = {"one.txt": 20, "two.txt": 60, "three.txt": 20, "four.txt": 60, "five.txt": 20}
    answer = attach(as_member, card, *(text(name, b"x" * size) for name, size in sizes.items()))
    said = re.sub(r"<[^>]+>|\s+", " ", answer.text.split('role="alert"')[1].split("</section>")[0])
    assert answer.status_code == 409
    assert re.findall(r"(\w+\.txt)\s+was not attached", said) == ["two.txt", "four.txt"]
    assert re.findall(r"\w+\.txt", said.split("Attached:")[1].split("sheet-files")[0])[:3] == [
        "one.txt",
        "three.txt",
        "five.txt",
    ]


def test_a_form_that_takes_too_long_says_which_files_are_to_be_attached_again(as_member, card, monkeypatch):
    clock = SimpleNamespace(monotonic=iter([0.0, 0.0, 31.0]).__next__)
    monkeypatch.setattr("boards.card.file_views.time", clock)
    answer = attach(as_member, card, text("first.txt"), text("second.txt"))
    assert (answer.status_code, listed(answer.text)) == (503, ["first.txt"])
    assert "There was no time left for this file" in answer.text


def test_a_refused_file_is_told_of_on_the_page_of_the_card(as_member, card):
    answer = attach(as_member, card, text("empty.txt", b""))
    assert answer.status_code == 422
    assert "<b><bdi>empty.txt</bdi></b> was not attached." in answer.text


def test_a_form_without_a_file_asks_for_one(as_member, card):
    answer = attach(as_member, card)
    assert answer.status_code == 422
    assert re.search(
        r'<p class="error"><svg[^>]*>.*?</svg><span>Choose a file first.</span></p>', answer.text
    )


@pytest.mark.parametrize("again", [1, 2])
def test_a_repeat_of_several_attaches_each_once(as_member, card, again):
    for _ in range(again):
        attach(as_member, card, text("one.txt"), text("two.txt"), request_id="several")
    assert card.files.count() == 2


def test_a_request_id_that_did_something_else_names_the_file_that_was_sent(as_member, card, member):
    card.estimate(60, by=member, request_id="taken")
    answer = attach(as_member, card, text("one.txt"), text("empty.txt", b""), request_id="taken")
    assert answer.status_code == 422
    assert "<bdi>one.txt</bdi>" in answer.text


# --- The list ----------------------------------------------------------------------------------------------
def test_a_picture_is_listed_with_a_small_one_and_how_to_show_it_in_a_text(as_member, card, member):
    file = attached(card, new_picture(name="roc.png"), by=member)
    html = page(as_member, card)
    assert f'<img src="{file.preview_address}"' in html
    assert f"![what it shows](file:{file.pk})" in html


def test_whoever_looks_sees_the_files_and_how_to_save_them(as_viewer, as_member, card):
    by_script(as_member, card, text())
    html = page(as_viewer, card)
    assert listed(html) == ["notes.txt"]
    assert f'href="{card.files.get().address}?download"' in html
    assert "<form" not in html.split("<main")[1]


def test_whoever_looks_at_a_card_without_files_reads_nothing_of_files(as_viewer, card):
    assert "sheet-files" not in page(as_viewer, card)


def test_an_archived_card_shows_its_files_and_nothing_that_changes_them(as_member, card, member):
    by_script(as_member, card, text())
    card.archive(by=member)
    html = page(as_member, card)
    assert listed(html) == ["notes.txt"]
    assert "data-attach" not in html
    assert "/remove/" not in html


def test_the_files_of_who_has_left_stay_and_are_nobodys(as_owner, card, project):
    gone = MembershipFactory(project=project, role=Role.MEMBER).user
    by_script(client_for(gone), card, text())
    gone.delete()
    assert listed(page(as_owner, card)) == ["notes.txt"]
    assert "Somebody who has left" in page(as_owner, card)


def test_the_list_says_which_file_the_server_has_lost(as_member, card, files):
    by_script(as_member, card, text())
    (files / str(card.files.get().file)).unlink()
    html = page(as_member, card)
    assert "This file is missing on the server. Attach it again." in html
    assert "?download" not in html


def test_names_are_written_as_text(as_member, card):
    by_script(as_member, card, text('<img src=x onerror="a()">.txt'))
    assert "<img src=x" not in page(as_member, card)


# --- Removing ----------------------------------------------------------------------------------------------
def test_a_removed_file_leaves_the_list_and_the_toast_offers_the_way_back(as_member, card):
    by_script(as_member, card, text())
    answer = as_member.post(url("remove-file", card, card.files.get().pk), headers=HTMX)
    assert (answer.status_code, listed(answer.text)) == (200, [])
    assert "data-undo" in answer.text.split('hx-target="#toasts"')[1]


def test_without_javascript_the_page_of_the_card_offers_the_way_back(as_member, card):
    by_script(as_member, card, text())
    answer = as_member.post(url("remove-file", card, card.files.get().pk))
    html = as_member.get(answer["Location"]).text
    assert answer["Location"].endswith("#sheet-files")
    assert "data-toast=" in html
    assert listed(html) == []


def test_what_was_removed_can_be_put_back_from_the_activity(as_member, card):
    by_script(as_member, card, text())
    as_member.post(url("remove-file", card, card.files.get().pk))
    [seq] = re.findall(r'name="event" value="(\d+)"', page(as_member, card).split("sheet-activity")[1])
    as_member.post(url("undo", card), {"event": seq, "from_card": ""})
    assert listed(page(as_member, card)) == ["notes.txt"]


def test_what_the_trash_does_not_keep_any_more_is_not_offered_to_be_put_back(as_member, card, monkeypatch):
    by_script(as_member, card, text())
    as_member.post(url("remove-file", card, card.files.get().pk))
    assert "Put back" in page(as_member, card)
    monkeypatch.setattr("boards.card.put_back.UNDO_WINDOW", timedelta(0))
    assert "Put back" not in page(as_member, card)


def test_a_file_that_was_removed_meanwhile_is_removed_no_second_time(as_member, card):
    by_script(as_member, card, text())
    pk = card.files.get().pk
    as_member.post(url("remove-file", card, pk))
    assert as_member.post(url("remove-file", card, pk), headers=HTMX).status_code == 409


# --- How much ----------------------------------------------------------------------------------------------
def allowed(path):
    return allowed_size({"path": path, "headers": [(b"content-type", b"multipart/form-data; boundary=x")]})


def test_a_form_may_have_as_many_bytes_as_the_largest_file_and_what_is_around_it():
    assert allowed("/p/parcel-vision/cards/17/files/") == 26 * 1024**2 > limits.CARD_FILE_BYTES


@pytest.mark.parametrize(
    "path", ["cards/17/files/7/remove/", "cards/17/comments/", "files/", "cards/x/files/"]
)
def test_no_other_form_of_a_card_may(path):
    assert allowed(f"/p/parcel-vision/{path}") == 3 * 1024**2
