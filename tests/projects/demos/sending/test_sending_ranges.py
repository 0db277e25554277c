"""Which bytes of a video are sent: whole, in part, or not again."""

from email.utils import formatdate

import pytest

from projects.demos.videos.video import read_video
from projects.files.ranges import requested_part
from tests import videofiles as v
from tests.projects.demos.sending.server import CONTENT, SIZE, get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]


WHOLE = (200, 0, SIZE)
RANGES = {
    "": WHOLE,
    "bytes=0-": (206, 0, SIZE),
    "bytes=0-0": (206, 0, 1),
    "bytes=10-19": (206, 10, 10),
    "bytes=100-": (206, 100, SIZE - 100),
    f"bytes={SIZE - 1}-": (206, SIZE - 1, 1),
    "bytes=10-99999": (206, 10, SIZE - 10),
    "bytes=10-99999999999999999999": (206, 10, SIZE - 10),
    "bytes=0-99999999999999999999": (206, 0, SIZE),
    "bytes=-5": (206, SIZE - 5, 5),
    "bytes=-99999": (206, 0, SIZE),
    "BYTES=1-2": (206, 1, 2),
    "bytes= 1 - 2 ": (206, 1, 2),
    f"bytes={SIZE}-": (416, 0, 0),
    "bytes=99999-100000": (416, 0, 0),
    "bytes=99999999999999999999-": (416, 0, 0),
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
    found = requested_part({"range": header}, size=SIZE, etag='"a"')
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


TAG, WHEN, LATER = '"a"', formatdate(1_000_000_000, usegmt=True), formatdate(4_000_000_000, usegmt=True)
CONDITIONS = [
    ({"if-none-match": TAG}, 304),
    ({"if-none-match": '"b", W/"a"'}, 304),
    ({"if-none-match": "*"}, 304),
    ({"if-none-match": '"b"'}, 200),
    ({"if-none-match": '"b"', "if-modified-since": WHEN}, 200),
    ({"if-modified-since": WHEN}, 200),
    ({"if-modified-since": LATER}, 200),
    ({"if-modified-since": "yesterday"}, 200),
    ({"range": "bytes=0-0", "if-none-match": TAG}, 304),
    ({"range": "bytes=0-0", "if-range": TAG}, 206),
    ({"range": "bytes=0-0", "if-range": WHEN}, 200),
    ({"range": "bytes=0-0", "if-range": '"b"'}, 200),
    ({"range": "bytes=0-0", "if-range": f"W/{TAG}"}, 200),
    ({"range": "bytes=0-0", "if-range": LATER}, 200),
    ({"range": "bytes=99999-", "if-range": '"b"'}, 200),
    ({"range": "bytes=99999-", "if-range": TAG}, 416),
]


@pytest.mark.parametrize(("headers", "status"), CONDITIONS)
def test_conditions_are_what_the_standard_says(headers, status):
    assert requested_part(headers, size=SIZE, etag=TAG).status == status


def test_what_the_browser_has_already_is_not_sent_again(demo, as_viewer):
    first = get(as_viewer, demo.address)
    again = get(as_viewer, demo.address, if_none_match=first.headers["etag"])
    assert (again.status, again.content) == (304, b"")
    assert "content-length" not in again.headers


def test_another_video_in_its_place_is_another_file_to_the_browser(demo, member, as_viewer):
    before = get(as_viewer, demo.address).headers["etag"]
    demo.replace(by=member, shows="Again.", video=read_video(v.upload(v.webm())))
    answer = get(as_viewer, demo.address, range="bytes=0-3", if_range=before)
    assert (answer.status, answer.content) == (200, v.webm())
    assert answer.headers["content-type"] == "video/webm"


def test_a_film_that_was_made_meanwhile_is_whole_for_who_goes_by_dates(demo, as_viewer, tmp_path):
    date = get(as_viewer, demo.address).headers.get("last-modified") or formatdate(usegmt=True)
    made = v.mp4(frames=b"made" * 64)
    (film := tmp_path / "film.mp4").write_bytes(made)
    demo.publish_video(str(demo.video), film, None, seconds=29)
    answer = get(as_viewer, demo.address, range="bytes=100-", if_range=date)
    assert (answer.status, answer.content) == (200, made)
    assert get(as_viewer, demo.address, if_modified_since=date).content == made
