"""What is taken as a video: by its content, whatever it is called."""

import random
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest

from projects import limits
from projects.demos.videos.reader import MAX_ELEMENTS
from projects.demos.videos.video import InvalidVideo, read_video
from tests import videofiles as v

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def video(content, name="demo.mp4"):
    return read_video(v.upload(content, name))


def zipped():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("../../demo.mp4", v.mp4())
    return archive.getvalue()


GOOD = {
    "mp4": (v.mp4(29), "mp4", 29),
    "numbers of eight bytes": (v.mp4(header=v.mvhd_long(29_000)), "mp4", 29),
    "half a frame over": (v.mp4(30.4), "mp4", 30),
    "less than a second": (v.mp4(0.2), "mp4", 1),
    "no length said": (v.mp4(header=v.mvhd(0)), "mp4", None),
    "unknown length": (v.mp4(header=v.mvhd(0xFFFFFFFF)), "mp4", None),
    "no scale": (v.mp4(header=v.mvhd(5, scale=0)), "mp4", None),
    "136 years": (v.mp4(header=v.mvhd(0xFFFFFFFE, scale=1)), "mp4", None),
    "no header": (v.mp4(header=b""), "mp4", None),
    "to the end of the file": (v.mp4()[:-264] + b"\0\0\0\0mdat" + b"film" * 64, "mp4", 29),
    "free space between": (v.ftyp(b"mp42") + v.box(b"free") + v.mp4()[24:], "mp4", 29),
    "sound before picture": (v.mp4(tracks=(b"soun", b"vide")), "mp4", 29),
    "webm": (v.webm(29), "webm", 29),
    "recorded by a browser": (v.live_webm(31), "webm", 31),
    "webm of another unit": (
        v.ebml() + v.element("18538067", v.info(12, 1000), v.tracks(1), v.cluster(0, v.block(0))),
        "webm",
        12,
    ),
}
WHAT = "not an MP4 or WebM"
DAMAGED = "damaged"
BAD = {
    "empty": (b"", "empty"),
    "html": (HTML, WHAT),
    "svg": (SVG, WHAT),
    "zip": (zipped(), WHAT),
    "one byte": (b"\x00", WHAT),
    "html behind a length": (b"\0\0\0\x18" + HTML, WHAT),
    "quicktime": (v.mp4(brands=(b"qt  ", b"qt  ")), WHAT),
    "heic picture": (v.mp4(brands=(b"heic", b"mif1", b"heic")), WHAT),
    "brand made up": (v.mp4(brands=(b"evil", b"evil")), WHAT),
    "brands without end": (v.mp4(brands=(b"isom",) * 200), WHAT),
    "ftyp longer than the file": (b"\xff\xff\xff\xffftypisom" + bytes(40), WHAT),
    "sound alone": (v.mp4(tracks=(b"soun",)), DAMAGED),
    "no track": (v.mp4(tracks=()), DAMAGED),
    "only ftyp": (v.ftyp(b"isom"), DAMAGED),
    "no film": (v.mp4()[:-264], DAMAGED),
    "cut off": (v.mp4()[:-1], DAMAGED),
    "cut in the middle of a name": (v.mp4() + b"\0\0\0\x10mo", DAMAGED),
    "a page behind it": (v.mp4() + HTML, DAMAGED),
    "an archive behind it": (v.mp4() + zipped(), DAMAGED),
    "a box of no size": (v.ftyp(b"isom") + b"\0\0\0\x07free" + v.mp4()[24:], DAMAGED),
    "a box of a long size": (v.ftyp(b"isom") + b"\0\0\0\x01mdat" + b"\xff" * 8, DAMAGED),
    "a header cut short": (v.mp4(header=v.box(b"mvhd", bytes(8))), DAMAGED),
    "tiny boxes without end": (v.ftyp(b"isom") + v.box(b"free") * (MAX_ELEMENTS + 1), DAMAGED),
    "matroska": (v.webm(kind=b"matroska"), WHAT),
    "html in ebml": (bytes.fromhex("1A45DFA3") + HTML, DAMAGED),
    "webm of sound": (v.webm(kinds=(2,)), DAMAGED),
    "webm without film": (v.ebml() + v.element("18538067", v.info(9), v.tracks(1)), DAMAGED),
    "webm without segment": (v.ebml() + v.info(9), DAMAGED),
    "webm cut off": (v.webm()[:-1], DAMAGED),
    "recording cut off": (v.live_webm()[:-1], DAMAGED),
    "webm with a page behind it": (v.webm() + HTML, DAMAGED),
    "segment of nothing": (v.ebml() + bytes.fromhex("18538067") + v.UNKNOWN, DAMAGED),
    "a length of nine bytes": (v.ebml() + bytes.fromhex("18538067") + b"\0" * 9, DAMAGED),
    "tiny elements without end": (
        v.ebml() + v.element("18538067", b"\xec\x80" * (MAX_ELEMENTS + 1)),
        DAMAGED,
    ),
}


@pytest.mark.parametrize(("content", "kind", "seconds"), GOOD.values(), ids=GOOD.keys())
def test_a_video_is_known_by_its_content(content, kind, seconds):
    found = video(content, "../../etc/evil.svg")
    assert (found.kind, found.seconds) == (kind, seconds)


@pytest.mark.parametrize(("content", "sentence"), BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("name", ["demo.mp4", "demo.webm"])
def test_anything_else_is_refused_in_a_sentence(content, sentence, name):
    with pytest.raises(InvalidVideo, match=sentence):
        video(content, name)


def test_the_limit_is_25_mb_and_not_a_byte_more():
    empty = len(v.mp4(frames=b""))
    assert video(v.mp4(frames=bytes(limits.DEMO_BYTES - empty))).kind == "mp4"
    with pytest.raises(InvalidVideo, match=r"25\.1 MB. A demo has at most 25 MB"):
        video(v.mp4(frames=bytes(limits.DEMO_BYTES - empty + 1)))


@pytest.mark.parametrize("whole", [v.mp4(), v.webm(), v.live_webm(2)], ids=["mp4", "webm", "live"])
def test_a_file_with_any_bytes_changed_is_taken_or_refused_but_breaks_nothing(whole):
    dice = random.Random(25)
    for _ in range(500):
        content = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            content[dice.randrange(len(content))] = dice.choice([0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)])
        with suppress(InvalidVideo):
            video(bytes(content[: dice.choice([len(content), dice.randrange(len(content))])]))
