"""What is taken as a video: by its content, whatever it is called."""

import random
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest

from projects.demos.videos.reader import MAX_ELEMENTS
from projects.demos.videos.video import InvalidVideo, read_video
from tests import videofiles as v

HTML = b"<!doctype html><script>alert(1)</script>"
HDLR = v.box(b"hdlr", bytes(8), b"vide", bytes(12))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def video(content, name="demo.mp4"):
    return read_video(v.upload(content, name))


def zipped():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("../../demo.mp4", v.mp4())
    return archive.getvalue()


GOOD = {
    "mp4": (v.mp4(), "mp4", True),
    "to the end of the file": (v.mp4()[:-264] + b"\0\0\0\0mdat" + b"film" * 64, "mp4", True),
    "free space between": (v.ftyp(b"mp42") + v.box(b"free") + v.mp4()[24:], "mp4", True),
    "free space of a long size": (
        v.ftyp(b"mp42") + b"\0\0\0\1free\0\0\0\0\0\0\0\x10" + v.mp4()[24:],
        "mp4",
        True,
    ),
    "the index behind the film": (v.ftyp(b"isom") + v.box(b"mdat", b"film") + v.mp4()[24:-264], "mp4", True),
    "in fragments": (v.mp4()[:-264] + (v.box(b"moof") + v.box(b"mdat", b"film")) * 9, "mp4", True),
    "sound before picture": (v.mp4(tracks=(b"soun", b"vide")), "mp4", True),
    "a phone of 2005": (v.mp4(brands=(b"3gp4", b"3gp4")), "mp4", True),
    "bytes behind the last box": (v.mp4() + b"\xff\xff\xff", "mp4", True),
    "a page behind it": (v.mp4() + HTML, "mp4", True),
    "the film cut off": (v.mp4()[:-1], "mp4", True),
    "quicktime": (v.mp4(brands=(b"qt  ", b"qt  ")), "mov", True),
    "a list that ends with zeros": (v.mp4(tracks=(v.trak() + bytes(4),)), "mp4", True),
    "parameters among the pictures": (v.mp4(tracks=(v.trak(b"vide", v.entry(b"avc3")),)), "mp4", True),
    "VP9 in MP4": (v.mp4(tracks=(v.trak(b"vide", v.entry(b"vp09")),)), "mp4", True),
    "HEVC": (v.mp4(tracks=(v.trak(b"vide", v.entry(b"hvc1")),)), "mp4", False),
    "AV1": (v.mp4(tracks=(v.trak(b"vide", v.entry(b"av01")),)), "mp4", False),
    "H.264 of ten bits": (v.mp4(tracks=(v.trak(b"vide", v.entry(profile=110)),)), "mp4", False),
    "a cover picture": (v.mp4(tracks=(v.trak(), v.trak(b"vide", v.entry(b"jpeg")))), "mp4", False),
    "webm": (v.webm(), "webm", True),
    "recorded by a browser": (v.live_webm(31), "webm", True),
    "a recording cut off": (v.live_webm()[:-1], "webm", True),
    "webm with a page behind it": (v.webm() + HTML, "webm", True),
    "VP8": (v.webm(codec=b"V_VP8"), "webm", False),
    "matroska": (v.webm(kind=b"matroska", codec=b"V_MPEG4/ISO/AVC"), "mkv", False),
}
WHAT = "not an MP4, MOV, WebM or MKV"
DAMAGED = "damaged"
SILENT = "no moving picture"
BAD = {
    "empty": (b"", "empty"),
    "html": (HTML, WHAT),
    "svg": (SVG, WHAT),
    "zip": (zipped(), WHAT),
    "playlist": (b"#EXTM3U\nfile:///etc/passwd\n", WHAT),
    "another playlist": (b"ffconcat version 1.0\nfile '/data/files/demos/other.mp4'\n", WHAT),
    "stream manifest": (b'<?xml version="1.0"?><MPD/>', WHAT),
    "sound": (b"ID3\x04" + bytes(60), WHAT),
    "avi": (b"RIFF\x10\0\0\0AVI LIST" + bytes(60), WHAT),
    "one byte": (b"\x00", WHAT),
    "html behind a length": (b"\0\0\0\x18" + HTML, WHAT),
    "heic picture": (v.mp4(brands=(b"heic", b"mif1", b"heic", b"isom")), WHAT),
    "avif picture": (v.mp4(brands=(b"avif", b"avif", b"mif1", b"miaf", b"iso8")), WHAT),
    "brand made up": (v.mp4(brands=(b"evil", b"evil")), WHAT),
    "brands without end": (v.mp4(brands=(b"isom",) * 200), WHAT),
    "ftyp longer than the file": (b"\xff\xff\xff\xffftypisom" + bytes(40), WHAT),
    "sound alone": (v.mp4(brands=(b"M4A ", b"M4A ", b"isom"), tracks=(b"soun",)), SILENT),
    "no track": (v.mp4(tracks=()), SILENT),
    "only ftyp": (v.ftyp(b"isom"), DAMAGED),
    "no index": (v.ftyp(b"isom") + v.box(b"mdat", b"film"), DAMAGED),
    "cut before the index": (v.ftyp(b"isom") + v.box(b"mdat", bytes(900))[:-1], DAMAGED),
    "the index cut off": (v.mp4()[:-270], DAMAGED),
    "a box of no size": (v.ftyp(b"isom") + b"\0\0\0\x07free" + v.mp4()[24:], DAMAGED),
    "a box of a long size": (v.ftyp(b"isom") + b"\0\0\0\x01mdat" + b"\xff" * 8, DAMAGED),
    "a picture that is not described": (v.mp4(tracks=(v.box(b"trak", v.box(b"mdia", HDLR)),)), DAMAGED),
    "tiny boxes without end": (v.ftyp(b"isom") + v.box(b"free") * (MAX_ELEMENTS + 1), DAMAGED),
    "html in ebml": (bytes.fromhex("1A45DFA3") + HTML, DAMAGED),
    "webm of sound": (v.webm(kinds=(2,)), SILENT),
    "webm without segment": (v.ebml() + v.info(9), DAMAGED),
    "another kind of ebml": (v.webm(kind=b"evil"), WHAT),
    "segment of nothing": (v.ebml() + bytes.fromhex("18538067") + v.UNKNOWN, DAMAGED),
    "a length of nine bytes": (v.ebml() + bytes.fromhex("18538067") + b"\0" * 9, DAMAGED),
    "tiny elements without end": (
        v.ebml() + v.element("18538067", b"\xec\x80" * (MAX_ELEMENTS + 1)),
        DAMAGED,
    ),
}


@pytest.mark.parametrize(("content", "kind", "plays"), GOOD.values(), ids=GOOD.keys())
def test_a_video_is_known_by_its_first_bytes(content, kind, plays):
    found = video(content, "../../etc/evil.svg")
    assert (found.kind, found.plays) == (kind, plays)


@pytest.mark.parametrize(("content", "sentence"), BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("name", ["demo.mp4", "demo.webm"])
def test_anything_else_is_refused_in_a_sentence(content, sentence, name):
    with pytest.raises(InvalidVideo, match=sentence):
        video(content, name)


def test_the_limit_is_that_of_the_settings_and_not_a_byte_more(settings):
    assert settings.DEMO_MB == 100
    settings.DEMO_MB, empty = 2, len(v.mp4(frames=b""))
    assert video(v.mp4(frames=bytes(2 * 1024**2 - empty))).kind == "mp4"
    with pytest.raises(InvalidVideo, match=r"2\.1 MB. A demo has at most 2 MB"):
        video(v.mp4(frames=bytes(2 * 1024**2 - empty + 1)))


@pytest.mark.parametrize("make", [v.mp4, v.webm])
def test_only_a_few_bytes_of_a_big_film_are_read(make):
    read = []
    file = v.upload(make() + bytes(20 * 1024**2))
    reading = file.file.read
    file.file.read = lambda count: read.append(count) or reading(count)
    video_of = read_video(file)
    assert video_of.plays
    assert sum(read) < 2000


@pytest.mark.parametrize("whole", [v.mp4(), v.webm(), v.live_webm(2)], ids=["mp4", "webm", "live"])
def test_a_file_with_any_bytes_changed_is_taken_or_refused_but_breaks_nothing(whole):
    dice = random.Random(25)
    for _ in range(500):
        content = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            content[dice.randrange(len(content))] = dice.choice([0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)])
        with suppress(InvalidVideo):
            video(bytes(content[: dice.choice([len(content), dice.randrange(len(content))])]))
