"""Handing a demo in: the form, what it refuses, and how much it takes."""

import os
import socket
import tracemalloc
from pathlib import Path

import pytest

from config import settings as written
from config.body_buffer import allowed_size
from projects import limits
from projects.demos.videos.poster import valid_poster
from projects.files import storage
from projects.models import Demo
from tests import videofiles as v

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]

PAGE, FORM = "/p/parcel-vision/demos/", "/p/parcel-vision/weeks/1/demo/"
LINK = {"shows": "Parcels, counted.", "link": "https://video.example/1"}
HTMX = {"HX-Request": "true"}
HTML = b"<!doctype html><script>alert(1)</script>"


def on_disk(files):
    return sorted(path.name for path in files.rglob("*.*"))


# --- Handing in -----------------------------------------------------------------------------------------


def test_a_link_is_handed_in(as_member, week, member):
    response = as_member.post(FORM, LINK)
    demo = week.demos.get()
    assert (demo.link, demo.shows, demo.person) == (LINK["link"], LINK["shows"], member)
    event = week.project.events.get()
    assert response.url == f"{PAGE}?demo={demo.pk}&undo={event.seq}"


def test_a_video_is_handed_in(as_member, week, files):
    body = {"shows": "Parcels.", "video": v.upload(v.webm(41)), "poster": v.upload(v.jpeg())}
    as_member.post(FORM, body)
    demo = week.demos.get()
    assert (demo.kind, demo.plays, demo.state) == ("webm", True, "converting")
    assert len(on_disk(files)) == 2


def test_a_script_is_told_where_to_go(as_member, week):
    response = as_member.post(FORM, LINK, headers=HTMX)
    assert response.headers["HX-Redirect"].startswith(PAGE)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("28.6", 28.6), ("", None), ("Infinity", None), ("NaN", None), ("-3", None), ("1e9", None), ("x", None)],
)
def test_until_it_is_converted_its_length_is_what_the_browser_says(as_member, week, said, seconds):
    as_member.post(FORM, {"shows": "One", "video": v.upload(v.mp4()), "seconds": said})
    assert week.demos.get().seconds == seconds


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../../../etc/passwd.mp4", "video/mp4"),
        ('a"; filename="evil.html.mp4', "text/html"),
        ("a\r\nSet-Cookie: b=c.mp4", "image/svg+xml"),
        ("x" * 300 + ".mp4", "application/octet-stream"),
        ("..mp4", "video/mp4"),
        ("CON", ""),
        ("😀.html", "text/html"),
    ],
)
def test_names_and_types_that_somebody_sends_are_forgotten(as_member, week, files, name, kind):
    as_member.post(FORM, {"shows": "One", "video": v.upload(v.mp4(), name, kind)})
    demo = week.demos.get()
    assert on_disk(files) == [str(demo.video).removeprefix("demos/")]
    stem, _, ending = on_disk(files)[0].partition(".")
    assert (len(stem), stem.isalnum(), ending) == (32, True, "mp4")


# --- Refused --------------------------------------------------------------------------------------------
BAD_LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "ftp://video.example/1",
    "file:///etc/passwd",
    "//video.example/1",
    "video.example/1",
    "https://",
    "https:///path",
    "https://a b.example/",
    "https://video.example/a b",
    "https://video.example/\x00",
    "https://video.example/\x1f1",
    "https://video.example/\x7f",
    "https://video.example/\u00851",
    "https://video.example/\u202egpj.exe",
    "https://video.example/\u200b",
    "https://video.example/\r\nSet-Cookie: a=b",
    "https://bank.example@evil.example/",
    "https://user:password@video.example/",
    " javascript:alert(1)//https://video.example",
    "https://video.example/" + "x" * 1979,
]


@pytest.mark.parametrize("link", BAD_LINKS)
def test_a_link_that_is_none_is_refused(as_member, week, link):
    response = as_member.post(FORM, {"shows": "Parcels.", "link": link})
    assert response.status_code == 422
    assert 'id="link-error"' in response.text
    assert "Parcels." in response.text  # what was typed is there
    assert not Demo.objects.exists()


@pytest.mark.parametrize(
    "link",
    [
        "http://video.example",
        "HTTPS://Video.example/Ab?c=d&e=f#t=1m",
        "https://127.0.0.1:8000/x",
        "https://[::1]/x",
        "https://vidéo.example/é",
        "https://video.example/a@b",
        "https://video.example/" + "x" * 1978,
        "  https://video.example/1  ",
    ],
)
def test_a_link_of_the_web_is_taken_and_leads_nowhere_unasked(as_viewer, as_member, week, link):
    assert as_member.post(FORM, {"shows": "One", "link": link}).status_code == 302
    demo = week.demos.get()
    assert demo.link.lower() == link.strip().lower()
    page = as_viewer.get(PAGE).text
    assert 'target="_blank" rel="noopener noreferrer"' in page


@pytest.mark.parametrize("link", ["www.video.example/1", "WWW.video.example/1", "  www.video.example/1 "])
def test_a_link_that_begins_with_www_is_taken_for_https(as_member, week, link):
    assert as_member.post(FORM, {"shows": "One", "link": link}).status_code == 302
    assert week.demos.get().link.lower() == "https://www.video.example/1"


def test_a_browser_leaves_it_to_the_server_what_a_link_is(as_member, week):
    assert '<input type="text" inputmode="url" id="link"' in as_member.get(FORM).text


def test_no_link_is_ever_fetched(as_member, as_viewer, week):
    """A listener where the link leads hears nothing, whoever hands it in, looks at it and takes it back."""
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        link = f"http://127.0.0.1:{canary.getsockname()[1]}/video.mp4"
        as_member.post(FORM, {"shows": "One", "link": link})
        for path in (PAGE, "/p/parcel-vision/plan/", "/p/parcel-vision/board/", "/"):
            assert as_viewer.get(path).status_code == 200
        as_member.post(f"{PAGE}{week.demos.get().pk}/delete/")
        with pytest.raises(TimeoutError):
            canary.accept()


BAD = {
    "html": HTML,
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "zip": b"PK\x03\x04" + bytes(60),
    "cut off": v.mp4()[:-270],
    "playlist": b"#EXTM3U\n",
    "picture": v.mp4(brands=(b"heic", b"heic")),
    "sound": v.mp4(tracks=(b"soun",)),
    "empty": b"",
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize(("name", "kind"), [("a.mp4", "video/mp4"), ("a.webm", "video/webm")])
def test_what_is_no_video_is_refused_and_leaves_nothing(as_member, files, content, name, kind):
    response = as_member.post(FORM, {"shows": "Parcels.", "video": v.upload(content, name, kind)})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert "choose it again" in response.text
    assert not Demo.objects.exists()
    assert on_disk(files) == []


def test_a_script_gets_the_sentences_alone(as_member):
    response = as_member.post(FORM, {"shows": "", "link": "x"}, headers=HTMX)
    assert response.status_code == 422
    assert response.json() == {
        "shows": "Say in one sentence what the demo shows.",
        "link": "Give an address that begins with https://.",
    }


@pytest.mark.parametrize("shows", ["", "   ", "\u200b\u2060", "a\x00b", "a\x1bb", "x" * 301])
def test_a_sentence_that_nobody_can_read_is_refused(as_member, shows):
    assert as_member.post(FORM, {**LINK, "shows": shows}).status_code == 422
    assert not Demo.objects.exists()


def test_a_sentence_is_one_line_and_shown_as_it_is(as_member, as_viewer, week):
    as_member.post(FORM, {**LINK, "shows": "<script>alert(1)</script>\r\n{{ 7*7 }}"})
    assert week.demos.get().shows == "<script>alert(1)</script> {{ 7*7 }}"
    page = as_viewer.get(PAGE).text
    assert "<bdi>&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}</bdi>" in page


def test_neither_file_nor_link_is_asked_for_one(as_member):
    response = as_member.post(FORM, {"shows": "One"}, headers=HTMX)
    assert response.json() == {"video": "Choose a video file, or give a link to one."}


def test_both_at_once_are_refused(as_member):
    response = as_member.post(FORM, {**LINK, "video": v.upload(v.mp4())}, headers=HTMX)
    assert list(response.json()) == ["link"]


@pytest.mark.parametrize(
    "poster", [HTML, b"", v.jpeg()[:-1], v.jpeg(5000, 5), v.jpeg(0, 0), b"\xff\xd8\xff" * 9]
)
def test_a_picture_that_is_none_is_left_out(as_member, week, files, poster):
    body = {
        "shows": "One",
        "video": v.upload(v.mp4()),
        "poster": v.upload(poster, "poster.jpg", "image/jpeg"),
    }
    assert as_member.post(FORM, body).status_code == 302
    assert str(week.demos.get().poster) == ""
    assert len(on_disk(files)) == 1


def test_a_picture_that_is_too_much_is_left_out():
    picture = v.upload(v.jpeg()[:-2] + bytes(limits.POSTER_BYTES) + b"\xff\xd9")
    assert valid_poster(picture) is None
    assert valid_poster(v.upload(v.jpeg())) is not None


def test_text_in_place_of_a_file_is_no_file(as_member):
    response = as_member.post(FORM, {"shows": "One", "video": "a.mp4"}, headers=HTMX)
    assert (response.status_code, list(response.json())) == (422, ["video"])


# --- How much -------------------------------------------------------------------------------------------
def scope(path, kind=b"multipart/form-data; boundary=x"):
    return {"path": path, "headers": [(b"content-type", kind)]}


@pytest.mark.parametrize("path", [FORM, f"{PAGE}17/replace/"])
def test_a_form_with_a_demo_may_be_as_long_as_the_demo(settings, path):
    assert allowed_size(scope(path)) == 101 * 1024**2 > settings.DEMO_MB * 1024**2 + limits.POSTER_BYTES
    assert allowed_size(scope(path, b"application/x-www-form-urlencoded")) == 1024**2


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}17/delete/", f"/x{FORM}", f"{FORM}x", "/p/../weeks/1/demo/"])
def test_no_other_form_may(path):
    assert allowed_size(scope(path)) == 3 * 1024**2


def test_the_limit_is_said_before_a_file_is_chosen(as_member):
    assert "MP4, MOV, WebM or MKV, up to 100 MB; about 30 seconds." in as_member.get(FORM).text


def test_a_big_video_takes_little_memory_and_is_not_copied(as_member, week, tmp_path):
    begin = b'--x\r\nContent-Disposition: form-data; name="%s"'
    head = begin % b"shows" + b"\r\n\r\nOne\r\n" + begin % b"video" + b'; filename="a.mp4"\r\n\r\n' + v.mp4()
    with (tmp_path / "body").open("w+b") as body:
        body.write(head)
        body.seek(80 * 1024**2, os.SEEK_CUR)
        body.write(b"\r\n--x--\r\n")
        size = body.tell()
        body.seek(0)
        form = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": FORM,
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
        }
        tracemalloc.start()
        response = as_member.request(**form, CONTENT_LENGTH=size, **{"wsgi.input": body})
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (response.status_code, week.demos.get().size) == (302, len(v.mp4()) + 80 * 1024**2)
    assert peak < 8 * 1024**2


def test_uploads_come_to_the_disk_on_which_they_stay():
    stored = Path(written.STORAGES["default"]["OPTIONS"]["location"])
    assert stored / storage.DEMOS / storage.UNFINISHED == written.FILE_UPLOAD_TEMP_DIR
