"""Which bytes of a video are sent: whole, in part, or not again."""

import asyncio
from email.utils import formatdate
from types import SimpleNamespace

import pytest

from config.front import Front
from projects.models import Demo
from projects.videos import read_film, send
from projects.videos.film import Film
from projects.videos.ranges import asked_for
from tests import videofiles as v

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]

CONTENT = v.mp4(29)
SIZE = len(CONTENT)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Questions to the database are asked in this thread, where the test's transaction is.

    Django keeps another connection for code in a loop, so the loop is out of sight meanwhile.
    """

    async def ask(work, *args, **kwargs):
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        try:
            return work(*args, **kwargs)
        finally:
            asyncio._set_running_loop(loop)

    for module in ("projects.visitor", "projects.videos.send"):
        monkeypatch.setattr(f"{module}.in_a_thread", ask)


@pytest.fixture
def demo(week, member):
    film = read_film(v.upload(CONTENT, '../../"<b>\r\nSet-Cookie: a=b.html'))
    film = Film(film.file, film.kind, film.seconds, v.upload(v.jpeg(), "x.svg"))
    Demo(milestone=week).hand_in(by=member, shows="Parcels.", film=film)
    return week.demos.select_related("milestone__project").get()


async def nobody(scope, receive, answer):
    """Stands where Django would."""
    await answer({"type": "http.response.start", "status": 418, "headers": []})
    await answer({"type": "http.response.body", "body": b""})


def get(client, path, method="GET", **headers):
    """Ask the server's callable without a server; every answer is checked for what all of them must have."""
    return asyncio.run(ask(client, path, method, headers))


async def ask(client, path, method, headers):
    front, sent = Front(nobody), []
    front.route(send.PATTERN, send.send_file)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    named = {"host": "localhost", "cookie": cookies} | {k.replace("_", "-"): v for k, v in headers.items()}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "client": ("127.0.0.1", 1),
        "scheme": "http",
    }

    async def receive():
        await asyncio.sleep(60)

    async def answer(message):
        sent.append(message)

    await front(scope, receive, answer)
    start, *bodies = sent
    assert not bodies[-1].get("more_body")
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return SimpleNamespace(
        status=start["status"], headers=found, content=b"".join(message["body"] for message in bodies)
    )


WHOLE = (200, 0, SIZE)
RANGES = {
    "": WHOLE,
    "bytes=0-": (206, 0, SIZE),
    "bytes=0-0": (206, 0, 1),
    "bytes=10-19": (206, 10, 10),
    "bytes=100-": (206, 100, SIZE - 100),
    f"bytes={SIZE - 1}-": (206, SIZE - 1, 1),
    "bytes=10-99999": (206, 10, SIZE - 10),
    "bytes=-5": (206, SIZE - 5, 5),
    "bytes=-99999": (206, 0, SIZE),
    "BYTES=1-2": (206, 1, 2),
    "bytes= 1 - 2 ": (206, 1, 2),
    f"bytes={SIZE}-": (416, 0, 0),
    "bytes=99999-100000": (416, 0, 0),
    "bytes=-0": (416, 0, 0),
    # Not a range, so there is none; several are answered with the whole.
    "bytes=0-1,5-6": WHOLE,
    "bytes=5-1": WHOLE,
    "bytes=-": WHOLE,
    "bytes=": WHOLE,
    "bytes=a-b": WHOLE,
    "bytes=+1-2": WHOLE,
    "bytes=١-٢": WHOLE,
    "bytes=1-2\x00": WHOLE,
    "bytes=--5": WHOLE,
    "bytes=1-" + "9" * 5000: WHOLE,
    "items=0-1": WHOLE,
    "0-1": WHOLE,
}


@pytest.mark.parametrize(("header", "part"), RANGES.items())
def test_a_range_is_what_the_standard_says(header, part):
    found = asked_for({"range": header}, size=SIZE, etag='"a"', modified="")
    assert (found.status, found.start, found.length) == part


@pytest.mark.parametrize("header", ["bytes=10-19", "bytes=-5", "bytes=100-", f"bytes={SIZE - 1}-"])
def test_the_bytes_are_those_of_the_range(demo, as_viewer, header):
    status, start, length = RANGES[header]
    answer = get(as_viewer, demo.address, range=header)
    assert (answer.status, answer.content) == (status, CONTENT[start : start + length])
    assert answer.headers["content-range"] == f"bytes {start}-{start + length - 1}/{SIZE}"
    assert answer.headers["content-length"] == str(length)


def test_a_range_behind_the_end_is_416(demo, as_viewer):
    answer = get(as_viewer, demo.address, range=f"bytes={SIZE}-")
    assert (answer.status, answer.content) == (416, b"")
    assert answer.headers["content-range"] == f"bytes */{SIZE}"
    assert answer.headers["content-length"] == "0"


TAG, WHEN, LATER = '"a"', formatdate(1_000_000_000, usegmt=True), formatdate(1_100_000_000, usegmt=True)
CONDITIONS = [
    ({"if-none-match": TAG}, 304),
    ({"if-none-match": '"b", W/"a"'}, 304),
    ({"if-none-match": "*"}, 304),
    ({"if-none-match": '"b"'}, 200),
    ({"if-none-match": '"b"', "if-modified-since": WHEN}, 200),
    ({"if-modified-since": WHEN}, 304),
    ({"if-modified-since": LATER}, 304),
    ({"if-modified-since": formatdate(900_000_000, usegmt=True)}, 200),
    ({"if-modified-since": "yesterday"}, 200),
    ({"if-modified-since": "Mon, 99 Jan 99999 00:00:00 GMT"}, 200),
    ({"range": "bytes=0-0", "if-none-match": TAG}, 304),
    ({"range": "bytes=0-0", "if-range": TAG}, 206),
    ({"range": "bytes=0-0", "if-range": WHEN}, 206),
    ({"range": "bytes=0-0", "if-range": '"b"'}, 200),
    ({"range": "bytes=0-0", "if-range": f"W/{TAG}"}, 200),
    ({"range": "bytes=0-0", "if-range": LATER}, 200),
    ({"range": "bytes=99999-", "if-range": '"b"'}, 200),
    ({"range": "bytes=99999-", "if-range": TAG}, 416),
]


@pytest.mark.parametrize(("headers", "status"), CONDITIONS)
def test_conditions_are_what_the_standard_says(headers, status):
    assert asked_for(headers, size=SIZE, etag=TAG, modified=WHEN).status == status


def test_what_the_browser_has_already_is_not_sent_again(demo, as_viewer):
    first = get(as_viewer, demo.address)
    again = get(as_viewer, demo.address, if_none_match=first.headers["etag"])
    assert (again.status, again.content) == (304, b"")
    assert "content-length" not in again.headers
    assert get(as_viewer, demo.address, if_modified_since=first.headers["last-modified"]).status == 304


def test_another_video_in_its_place_is_another_file_to_the_browser(demo, member, as_viewer):
    before = get(as_viewer, demo.address).headers["etag"]
    demo.replace(by=member, shows="Again.", film=read_film(v.upload(v.webm())))
    answer = get(as_viewer, demo.address, range="bytes=0-3", if_range=before)
    assert (answer.status, answer.content) == (200, v.webm())
    assert answer.headers["content-type"] == "video/webm"
