"""A file's bytes: who gets them, and as what."""

import pytest
from django.test import Client

from boards.models import CardFile
from tests.access.world import PEOPLE, World, clients
from tests.card_files import attached, new_file, new_picture
from tests.conftest import client_for
from tests.projects.demos.sending.server import get, in_this_thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
PICTURE, PREVIEW, TEXT = b"\x89PNG picture", b"small", b"<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Questions to the database are asked in this thread, where the test's transaction is."""
    for module in ("projects.access.stream_session", "projects.files.send"):
        monkeypatch.setattr(f"{module}.run_in_thread", in_this_thread)


def attach(card, *, by, kind="", name="roc.png", preview=None):
    if not kind:
        return attached(card, new_file(TEXT, name=name), by=by)
    return attached(card, new_picture(PICTURE, kind=kind, name=name, preview=preview), by=by)


@pytest.fixture
def picture(card, member):
    return attach(card, by=member, kind="png", preview=PREVIEW)


@pytest.fixture
def other(card, member):
    return attach(card, by=member, name="page.html")


# --- Who --------------------------------------------------------------------------------------------------
EXPECTED = dict.fromkeys(["viewer", "member", "owner", "superuser"], 200)
EXPECTED |= {"anonymous": 401, "outsider": 404, "staff": 404}


def test_only_who_may_see_the_project_gets_its_files():
    world, elsewhere = World("a", 0), World("b", 500)
    mine, theirs = (attach(one.card, by=one.member, kind="png") for one in (world, elsewhere))
    for what in ("", "preview", "?download"):
        got = {name: get(client, mine.address + what).status for name, client in clients(world).items()}
        assert got == EXPECTED
    assert sorted(got) == sorted(PEOPLE)
    # Another project's file under the address of one's own.
    assert get(client_for(world.member), f"/p/a/files/{theirs.pk}/").status == 404


def test_who_has_left_the_project_gets_no_more_bytes(picture, project, member):
    client = client_for(member)
    tag = get(client, picture.address).headers["etag"]
    project.memberships.get(user=member).leave(by=None)
    assert get(client, picture.address, if_none_match=tag).status == 404


def test_signed_out_a_link_to_a_file_leads_to_the_sign_in_and_back(picture):
    answer = get(Client(), picture.address, sec_fetch_dest="document", accept="text/html")
    assert (answer.status, answer.headers["location"]) == (302, f"/accounts/login/?next={picture.address}")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_it_can_only_be_read(picture, as_owner, method):
    assert get(as_owner, picture.address, method).status == 405


# --- Which ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", ["", "preview"])
def test_a_removed_file_is_not_there(picture, card, member, as_member, what):
    card.remove_file(picture, by=member)
    assert get(as_member, picture.address + what).status == 404


@pytest.mark.parametrize("what", ["", "preview"])
def test_the_file_of_a_deleted_card_is_not_there_until_that_is_undone(picture, card, member, as_member, what):
    event = card.delete_card(by=member)
    assert get(as_member, picture.address + what).status == 404
    card.undo(event, by=member)
    assert get(as_member, picture.address + what).status == 200


def test_the_files_of_an_archived_card_and_of_an_archived_project_are_shown(picture, card, owner, as_viewer):
    card.archive(by=owner)
    card.project.archive(by=owner)
    assert get(as_viewer, picture.address).content == PICTURE


def test_a_file_that_the_disk_has_lost_is_404(picture, as_member, files):
    (files / str(picture.file)).unlink()
    assert get(as_member, picture.address).status == 404


def test_what_is_no_picture_has_no_preview(other, as_member):
    assert get(as_member, other.address + "preview").status == 404


def test_a_small_picture_is_its_own_preview(card, member, as_member):
    small = attach(card, by=member, kind="gif")
    assert get(as_member, small.address + "preview").content == PICTURE


@pytest.mark.parametrize("path", ["0/", "9/", "x/", "1/other", "9999999999999999999/", "١/"])
def test_odd_addresses_are_not_there(picture, as_owner, path):
    assert get(as_owner, f"/p/parcel-vision/files/{path}").status in (404, 418)


def test_nothing_is_served_by_the_name_of_its_file(picture, as_owner):
    for place in ("media", "files", "static", "data/files"):
        assert as_owner.get(f"/{place}/{picture.file}").status_code == 404


# --- As what ----------------------------------------------------------------------------------------------
def test_the_headers_of_a_picture(picture, as_viewer):
    assert get(as_viewer, picture.address).headers == {
        "accept-ranges": "bytes",
        "cache-control": "private, no-cache",
        "content-disposition": 'inline; filename="roc.png"',
        "content-length": str(len(PICTURE)),
        "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "content-type": "image/png",
        "cross-origin-resource-policy": "same-origin",
        "etag": f'"{str(picture.file).removeprefix("cards/").removesuffix(".png")}"',
        "vary": "cookie",
        "x-content-type-options": "nosniff",
    }


def test_a_preview_is_sent_as_what_it_is(picture, as_viewer, files):
    answer = get(as_viewer, picture.address + "preview")
    assert (answer.content, answer.headers["content-type"]) == (PREVIEW, "image/png")


@pytest.mark.parametrize(
    ("kind", "sent"), [("jpg", "image/jpeg"), ("webp", "image/webp"), ("gif", "image/gif")]
)
def test_a_picture_is_sent_as_the_kind_that_was_found_in_it(card, member, as_member, kind, sent):
    answer = get(as_member, attach(card, by=member, kind=kind, name="a.html").address)
    assert answer.headers["content-type"] == sent
    assert answer.headers["content-disposition"] == f'inline; filename="a.html.{kind}"'


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "roc.png", "app.js", "notes"])
def test_anything_else_is_only_saved_whatever_its_name_promises(card, member, as_member, name):
    answer = get(as_member, attach(card, by=member, name=name).address)
    assert answer.content == TEXT
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


def test_a_picture_can_be_saved_too(picture, as_member):
    answer = get(as_member, picture.address + "?download")
    assert answer.headers["content-disposition"] == 'attachment; filename="roc.png"'
    assert answer.headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("Messung größer.csv", "filename*=utf-8''Messung%20gr%C3%B6%C3%9Fer.csv"),
        ('a"; filename="b.exe', 'filename="a\\"; filename=\\"b.exe"'),
        ("a\r\nSet-Cookie: b", "filename*=utf-8''a%0D%0ASet-Cookie%3A%20b"),
    ],
)
def test_no_name_writes_a_header_of_its_own(other, as_member, name, named):
    CardFile.objects.filter(pk=other.pk).update(name=name)
    assert get(as_member, other.address).headers["content-disposition"] == f"attachment; {named}"


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("roc.jpeg", "roc.jpeg"),
        ("ROC.JPG", "ROC.JPG"),
        ("Picture 3, 14:05", "Picture 3, 14:05.jpg"),
        ("roc.png", "roc.png.jpg"),
    ],
)
def test_a_picture_is_saved_under_a_name_that_ends_as_its_content_says(card, member, as_member, name, saved):
    answer = get(as_member, attach(card, by=member, kind="jpg", name=name).address + "?download")
    assert answer.headers["content-disposition"] == f'attachment; filename="{saved}"'


def test_an_unchanged_picture_is_not_sent_again(picture, as_member):
    tag = get(as_member, picture.address).headers["etag"]
    answer = get(as_member, picture.address, if_none_match=tag)
    assert (answer.status, answer.content) == (304, b"")


def test_a_part_of_a_file_is_sent_alone(other, as_member):
    answer = get(as_member, other.address, range="bytes=1-6")
    assert (answer.status, answer.content) == (206, b"script")
