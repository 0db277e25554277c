"""A demo's bytes: who gets them, and what they say about themselves."""

import asyncio
import tracemalloc
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from boards.files import send as card_files
from config.asgi import application
from projects.demos.joined import send as joined_film
from projects.demos.videos.send import PATTERN, open_file
from projects.demos.videos.video import Video
from projects.files import send
from projects.models import Demo
from tests import videofiles as v
from tests.access.world import PEOPLE, World, clients
from tests.conftest import client_for
from tests.projects.demos.sending.server import CONTENT, SIZE, get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]


# --- Who --------------------------------------------------------------------------------------------------
EXPECTED = dict.fromkeys(["viewer", "member", "owner", "superuser"], 200)
EXPECTED |= {"anonymous": 401, "outsider": 404, "staff": 404}


@pytest.mark.parametrize("what", ["video", "poster"])
def test_only_who_may_see_the_project_gets_its_demos(what):
    world, other = World("a", 0), World("b", 500)
    video = Video(v.upload(CONTENT), "mp4", poster=v.upload(v.jpeg()))
    for place in (world, other):
        place.demo.replace(by=place.people["owner"], shows="One", video=video)
    path = f"/p/a/demos/{world.demo.pk}/{what}"
    got = {name: get(client, path).status for name, client in clients(world).items()}
    assert got == EXPECTED
    assert sorted(got) == sorted(PEOPLE)
    # Another project's demo under the address of one's own.
    assert get(client_for(world.member), f"/p/a/demos/{other.demo.pk}/{what}").status == 404


def test_a_removed_member_gets_no_more_bytes(demo, project, member):
    client = client_for(member)
    assert get(client, demo.address).status == 200
    project.memberships.get(user=member).leave(by=None)
    assert get(client, demo.address).status == 404
    assert get(client, demo.address, if_none_match=f'"{name_of(demo)}"').status == 404


def test_signed_out_or_deactivated_one_gets_no_more_bytes(demo, member):
    client = client_for(member)
    member.is_active = False
    member.save()
    assert get(client, demo.address).status == 401
    assert get(Client(), demo.address).status == 401


NAVIGATIONS = [
    {"sec_fetch_dest": "document", "accept": "text/html,*/*"},
    {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"},  # without https a browser says no more
]
FETCHES = [
    {"sec_fetch_dest": "video", "accept": "*/*"},
    {"sec_fetch_dest": "empty", "accept": "text/html"},
    {"accept": "*/*"},
    {},
]


@pytest.mark.parametrize("headers", NAVIGATIONS)
@pytest.mark.parametrize("what", ["video", "poster"])
def test_signed_out_a_link_to_it_leads_to_the_sign_in_and_back(demo, what, headers):
    address = demo.address.replace("video", what)
    answer = get(Client(), address, **headers)
    assert (answer.status, answer.headers["cache-control"]) == (302, "no-store")
    assert answer.headers["location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("headers", FETCHES)
def test_signed_out_a_player_or_a_script_gets_the_bare_answer(demo, headers):
    assert get(Client(), demo.address, **headers).status == 401


def test_signed_out_only_reading_leads_to_the_sign_in(demo):
    assert get(Client(), demo.address, "POST", **NAVIGATIONS[0]).status == 401


def test_after_the_sign_in_it_is_shown(demo, member, client):
    way = get(client, demo.address, **NAVIGATIONS[0]).headers["location"]
    body = {"login": member.username, "password": "correct horse battery"}
    back = client.post("/accounts/login/", body | {"next": parse_qs(urlsplit(way).query)["next"][0]})
    assert get(client, back.url).status == 200


def test_a_deleted_demo_is_not_there(demo, member, as_member):
    demo.delete_demo(by=member)
    assert get(as_member, demo.address).status == 404


def test_a_link_has_no_bytes(demo, member, as_member):
    demo.replace(by=member, shows="One", link="https://video.example/1")
    assert get(as_member, demo.address).status == 404
    assert get(as_member, demo.address.replace("video", "poster")).status == 404


def test_what_browsers_do_not_play_is_not_sent_but_its_picture(demo, as_member):
    Demo.objects.update(plays=False)
    assert get(as_member, demo.address).status == 404
    assert get(as_member, demo.poster_address).status == 200


def test_quicktime_is_called_by_the_name_that_browsers_know(demo, as_member, files):
    (files / str(demo.video)).rename(files / "demos/film.mov")
    Demo.objects.update(video="demos/film.mov", kind="mov")
    assert get(as_member, demo.address).headers["content-type"] == "video/mp4"


def test_a_file_that_the_disk_has_lost_is_404(demo, as_member, files):
    (files / str(demo.video)).unlink()
    assert get(as_member, demo.address).status == 404


@pytest.mark.parametrize(
    "path", ["/media/{name}", "/files/{name}", "/static/{name}", "/data/files/{name}", "/{name}"]
)
def test_nothing_is_served_by_the_name_of_its_file(demo, as_owner, path):
    assert as_owner.get(path.format(name=demo.video)).status_code == 404


def test_files_lie_outside_of_what_is_served():
    place = settings.DATA_DIR / "files"
    assert not place.is_relative_to(settings.STATIC_ROOT)
    assert all(not place.is_relative_to(folder) for folder in settings.STATICFILES_DIRS)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_it_can_only_be_read(demo, as_owner, method):
    answer = get(as_owner, demo.address, method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    ["0/video", "9/video", "x/video", "1/other", "999999999999999999/video", "9999999999999999999/video"],
)
def test_odd_addresses_are_not_there(demo, as_owner, path):
    assert get(as_owner, f"/p/parcel-vision/demos/{path}").status in (404, 418)


def test_what_is_routed_beside_django_is_known_here():
    """A callable of its own is in no URLconf: each has a table of who may, this one above, that of joined films in
    tests/projects/demos/joined, that of the files of cards in tests/boards/files."""
    known = {"/healthz", "/readyz", r"/p/(?P<slug>[-\w]+)/live/"}
    known |= {PATTERN, joined_film.PATTERN, card_files.PATTERN}
    assert {pattern.pattern for pattern, _ in application.routes} == known


# --- What it says about itself ----------------------------------------------------------------------------


def name_of(demo):
    return str(demo.video).removeprefix("demos/").removesuffix(".mp4")


def test_the_headers_of_a_video(demo, as_viewer):
    headers = get(as_viewer, demo.address).headers
    headers.pop("x-request-id")
    assert headers == {
        "accept-ranges": "bytes",
        "cache-control": "private, no-cache",
        "content-disposition": 'inline; filename="week-1.mp4"',
        "content-length": str(SIZE),
        "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "content-type": "video/mp4",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "etag": f'"{name_of(demo)}"',
        "referrer-policy": "same-origin",
        "vary": "cookie",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }


def test_a_picture_is_a_jpeg_whatever_it_was_called(demo, as_viewer):
    answer = get(as_viewer, demo.poster_address)
    assert (answer.status, answer.content) == (200, v.jpeg())
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("header", [{}, {"range": "bytes=0-9"}, {"range": "bytes=99999-"}])
def test_head_says_the_same_without_the_bytes(demo, as_viewer, header):
    whole, head = get(as_viewer, demo.address, **header), get(as_viewer, demo.address, "HEAD", **header)
    for answer in (whole, head):
        answer.headers.pop("x-request-id")
    assert (head.status, head.headers, head.content) == (whole.status, whole.headers, b"")


# --- How ------------------------------------------------------------------------------------------------


def test_300_mb_are_sent_in_little_memory(demo, files):
    size = 300 * 1024**2
    with open(files / str(demo.video), "r+b") as file:
        file.truncate(size)
    found = open_file(demo.milestone.project, demo=str(demo.pk), what="video", slug="")
    assert asyncio.run(pour_away(found)) == (size, size)


async def pour_away(found):
    """How many bytes came, and how many were announced; fails when more than a few are held at once."""
    came, announced = 0, 0

    async def receive():
        await asyncio.sleep(600)

    async def answer(message):
        nonlocal came, announced
        came += len(message.get("body", b""))
        for name, value in message.get("headers", ()):
            announced = int(value) if name == b"content-length" else announced
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024**2

    tracemalloc.start()
    await send.send_open_file({"method": "GET", "headers": []}, receive, answer, found)
    tracemalloc.stop()
    return came, announced


def test_nothing_is_read_before_the_last_piece_is_taken(demo, files, monkeypatch):
    reads = []
    monkeypatch.setattr(send, "CHUNK", 16)
    monkeypatch.setattr(send.os, "pread", lambda *args: reads.append(args) or b"x" * 16)

    async def slowly():
        taken = 0

        async def answer(message):
            nonlocal taken
            assert len(reads) <= taken + 1
            taken += 1
            await asyncio.sleep(0)

        async def receive():
            await asyncio.sleep(60)

        await send.stream_file(receive, answer, 0, send.Part(200, 0, 160))
        return taken

    assert asyncio.run(slowly()) == 10


def test_who_takes_nothing_for_long_is_let_go(monkeypatch):
    monkeypatch.setattr(send, "STALL_TIMEOUT", 0.05)
    monkeypatch.setattr(send.os, "pread", lambda *args: b"x")

    async def never(message=None):
        await asyncio.sleep(60)

    asyncio.run(asyncio.wait_for(send.stream_file(never, never, 0, send.Part(200, 0, 10)), 5))


def test_who_leaves_is_sent_no_more(monkeypatch):
    monkeypatch.setattr(send.os, "pread", lambda *args: b"x")
    sent = []

    async def watch():
        async def receive():
            return {"type": "http.disconnect"} if sent else await asyncio.sleep(0) or {"type": "http.request"}

        async def answer(message):
            sent.append(message)
            await asyncio.sleep(0.001)

        await send.stream_file(receive, answer, 0, send.Part(200, 0, 10_000))

    asyncio.run(asyncio.wait_for(watch(), 5))
    assert len(sent) < 100


def test_too_many_at_once_are_asked_to_wait(demo, as_viewer, monkeypatch):
    monkeypatch.setattr(send, "MAX_CONCURRENT", 0)
    answer = get(as_viewer, demo.address)
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")


def test_every_file_is_closed_again(demo, as_viewer, monkeypatch):
    closed = []
    real = send.os.close
    monkeypatch.setattr(send.os, "close", lambda descriptor: closed.append(descriptor) or real(descriptor))
    for header in ("", "bytes=0-3", "bytes=99999-"):
        get(as_viewer, demo.address, range=header)
    assert len(closed) == 3
    assert not send.open_descriptors
