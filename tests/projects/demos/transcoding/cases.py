"""The table of films: how each is made, and what is to come of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import permutations

from av.stream import Disposition
from av.video.reformatter import ColorTrc

from tests.projects.demos.transcoding import damage
from tests.projects.demos.transcoding.films import (
    CORNERS,
    CYAN,
    MAGENTA,
    TONE,
    WHITE,
    Pictures,
    Tone,
    make_film,
)

FASTSTART = {"movflags": "+faststart"}
FRAGMENTED = {"movflags": "+frag_keyframe+empty_moov+default_base_moof"}
PLACE = "+48.1374+011.5755+519.000/"
NINE_HOURS, ALL_OF_FOUR_BYTES = 9 * 3600 * 1000, 0xFFFFFFFF


@dataclass(frozen=True)
class Case:
    """How a film is made, and what is to come of it."""

    make: Callable
    demuxer: str = "mp4"
    refused: str | None = None
    seconds: float = 1
    hertz: int | None = TONE
    shape: tuple[int, int] = (16, 9)
    middle: tuple = WHITE
    corners: tuple = CORNERS
    rate: float | None = None

    @property
    def is_seen_by_the_gate(self):
        return self.refused in ("damaged", "no_picture")


def film(*tracks, change=None, **options):
    def make(path):
        made = make_film(path, *(tracks or (Pictures(), Tone())), **options)
        return damage.changed(made, change) if change else made

    return make


def content(data):
    def make(path):
        path.write_bytes(data)
        return path

    return make


mkv, webm = partial(film, format="matroska"), partial(film, format="webm")
matroska = partial(Case, demuxer="matroska")
OPUS = Tone(codec="libopus", rate=48_000)


# --- How a picture lies --------------------------------------------------------------------------------------
def counterclockwise(quarters):
    top_left, top_right, bottom_left, bottom_right = quarters
    return top_right, bottom_right, top_left, bottom_left


def shown(quarters, degrees, across, down):
    """Where the quarters of a stored picture are seen: turned counterclockwise, then mirrored."""
    for _ in range(degrees // 90):
        quarters = counterclockwise(quarters)
    a, b, c, d = quarters
    if across:
        a, b, c, d = b, a, d, c
    return (c, d, a, b) if down else (a, b, c, d)


def lying(degrees, across, *, shape=(320, 180)):
    """Pictures that are stored so that they are upright when they are shown."""
    stored = next(order for order in permutations(CORNERS) if shown(order, degrees, across, False) == CORNERS)
    size = shape[::-1] if degrees % 180 else shape
    return Pictures(size=size, corners=stored, turn=(degrees, across, False), seconds=0.5)


LYING = {
    f"turned by {degrees}{' and mirrored' * across}": Case(
        film(lying(degrees, across)), hertz=None, seconds=0.5
    )
    for degrees in (0, 90, 180, 270)
    for across in (False, True)
}

# --- Containers and codecs -----------------------------------------------------------------------------------
HEVC = Pictures(codec="libx265")
HDR = replace(HEVC, pixels="yuv420p10le", seconds=0.5)
FORMS = {
    "moov at the end": Case(film()),
    "moov in front": Case(film(options=FASTSTART)),
    "fragmented": Case(film(options=FRAGMENTED)),
    "B-frames": Case(film(Pictures(options={"preset": "medium", "bf": "3"}), Tone())),
    "HEVC": Case(film(HEVC, Tone())),
    "HDR with PQ": Case(film(replace(HDR, hdr=ColorTrc.SMPTE2084)), seconds=0.5, hertz=None),
    "HDR with HLG": Case(film(replace(HDR, hdr=ColorTrc.ARIB_STD_B67)), seconds=0.5, hertz=None),
    "MOV with its place": Case(
        film(
            format="mov",
            metadata={"com.apple.quicktime.location.ISO6709": PLACE, "location": PLACE},
            options={"movflags": "+use_metadata_tags"},
        )
    ),
    "3GP with MPEG-4 pictures": Case(film(Pictures(codec="mpeg4"), Tone(), format="3gp")),
    "MP4 with Opus": Case(film(Pictures(), OPUS)),
    "MP3 as sound": Case(film(Pictures(), Tone("libmp3lame"))),
    "MKV with H.264": matroska(mkv()),
    "MKV with HEVC": matroska(mkv(HEVC, Tone())),
    "WebM with VP8": matroska(webm(Pictures(codec="libvpx"), OPUS)),
    "WebM with VP9": matroska(webm(Pictures(codec="libvpx-vp9"), OPUS)),
    "MKV with FLAC": matroska(mkv(Pictures(), Tone(codec="flac"))),
    "WebM with AV1": matroska(webm(Pictures(codec="libsvtav1"), OPUS)),
    "MP4 with AV1": Case(film(Pictures(codec="libsvtav1"), Tone())),
    "MKV that begins at ten seconds": matroska(
        mkv(Pictures(times=[10 + n / 30 for n in range(30)]), Tone(start=10))
    ),
}

# --- Rates and sizes -----------------------------------------------------------------------------------------
UNEVEN = [0, 0.02, 0.1, 0.13, 0.4, 0.43, 0.46, 0.5, 0.9, 0.95]
RATES = {
    f"{rate:g} pictures a second": Case(film(Pictures(rate=rate), Tone()), rate=becomes)
    for rate, becomes in ((7, 28), (15, 15), (24_000 / 1001, 24), (25, 25), (50, 25), (60, 30), (120, 30))
}
RATES["a variable rate"] = Case(film(Pictures(times=UNEVEN), Tone()))
RATES["MKV with a variable rate"] = matroska(mkv(Pictures(times=UNEVEN), Tone()))
SIZES = {
    "321x181, VP9": matroska(webm(Pictures(codec="libvpx-vp9", size=(321, 181)), OPUS), shape=(321, 181)),
    "333x187, 4:4:4": Case(film(Pictures(size=(333, 187), pixels="yuv444p"), Tone()), shape=(333, 187)),
    "portrait": Case(film(Pictures(size=(180, 320)), Tone()), shape=(9, 16)),
    "square": Case(film(Pictures(size=(200, 200)), Tone()), shape=(1, 1)),
    "1000x64": Case(film(Pictures(size=(1000, 64)), Tone()), shape=(1000, 64)),
    "pixels that are not square": Case(film(Pictures(size=(240, 180), aspect=Fraction(4, 3)), Tone())),
    "full range": Case(film(Pictures(pixels="yuvj420p"), Tone())),
    "10 bits without HDR": Case(film(replace(HEVC, pixels="yuv420p10le"), Tone())),
    "RGB": Case(film(Pictures(codec="libx264rgb", pixels="rgb24"), Tone())),
    "4:2:2": Case(film(Pictures(pixels="yuv422p"), Tone())),
    "3840x2160": Case(film(Pictures(size=(3840, 2160), times=[0, 0.1, 0.2])), seconds=0.3, hertz=None),
    "5000x4000": Case(film(Pictures(size=(5000, 4000), times=[0])), refused="too_large"),
    "1920x1080": Case(film(Pictures(size=(1920, 1080), seconds=0.5)), seconds=0.5, hertz=None),
}

# --- Tracks --------------------------------------------------------------------------------------------------
COVER = Pictures(codec="mjpeg", pixels="yuvj420p", times=[0], middle=MAGENTA)
DEPTH = Pictures(size=(160, 90), middle=CYAN)
TRACKS = {
    "no sound": Case(film(Pictures()), hertz=None),
    "sound alone": Case(film(Tone()), refused="no_picture"),
    "sound alone in MKV": matroska(mkv(Tone()), refused="no_picture"),
    "sound longer than pictures": Case(film(Pictures(seconds=0.5), Tone(seconds=1.4)), seconds=1.4),
    "pictures longer than sound": Case(film(Pictures(seconds=1.4), Tone(seconds=0.5)), seconds=1.4),
    "a cover first": Case(film(replace(COVER, disposition=Disposition.attached_pic), Pictures(), Tone())),
    "a cover with sound": Case(
        film(replace(COVER, disposition=Disposition.attached_pic), Tone()), refused="no_picture"
    ),
    "a single picture first": matroska(mkv(COVER, Pictures(), Tone())),
    "a depth track first": Case(film(DEPTH, Pictures(), Tone())),
    "a slower track first": matroska(mkv(Pictures(rate=5, middle=CYAN, size=(640, 360)), Pictures(), Tone())),
    "two sound tracks": Case(film(Pictures(), Tone(), Tone(hertz=1000))),
    "mono at 8 kHz": Case(film(Pictures(), Tone("pcm_s16le", rate=8000, layout="mono"), format="mov")),
    "5.1": Case(film(Pictures(), Tone(rate=48_000, layout="5.1"))),
    "a moment without sound": matroska(mkv(Pictures(), Tone(gap=(0.4, 0.7)))),
    "one picture": Case(film(Pictures(times=[0])), seconds=1 / 15, hertz=None),
    "0.4 s": Case(film(Pictures(seconds=0.4), Tone(seconds=0.4)), seconds=0.4),
}

# --- What headers claim --------------------------------------------------------------------------------------
ANYTHING_BEHIND = b"\0\0\0\x10junk" + bytes(range(256))
CLAIMS = {
    "bytes behind the last box": Case(film(change=lambda content: content + ANYTHING_BEHIND)),
    "three bytes behind the last box": Case(film(change=lambda content: content + b"abc")),
    "a header of nine hours": Case(film(change=partial(damage.with_length, number=NINE_HOURS))),
    "a header of the longest length": Case(
        film(change=partial(damage.with_length, number=ALL_OF_FOUR_BYTES))
    ),
    "a header of no length": Case(film(change=partial(damage.with_length, number=0))),
    "a claim of 4 GB": Case(film(change=damage.with_claim, options=FASTSTART)),
    "an edit list that skips 0.4 s": Case(
        film(
            Pictures(options={"preset": "medium", "bf": "2"}),
            change=partial(damage.with_edit, skipped=0.4, shown=0.6),
        ),
        seconds=0.6,
        hertz=None,
    ),
    "sound that begins 0.3 s later": Case(film(Pictures(), Tone(start=0.3, seconds=0.7))),
    "pictures that begin 0.3 s later": Case(film(Pictures(times=[0.3 + n / 30 for n in range(21)]), Tone())),
}

# --- No films ------------------------------------------------------------------------------------------------
PLAYLIST = b"ffconcat version 1.0\nfile other.mp4\n"
HLS = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:1,\nother.mp4\n#EXT-X-ENDLIST\n"
NOTHING = {
    "empty": b"",
    "a text": b"This is the demo of week 3.\n" * 50,
    "ffconcat": PLAYLIST,
    "HLS": HLS,
    "HTML": b"<!doctype html><video src=other.mp4></video>",
    "a zip": b"PK\x03\x04" + bytes(500),
    "zeros": bytes(2000),
    "a JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(400),
}
NO_FILMS = {
    f"{name}, taken for {demuxer}": Case(content(data), demuxer, refused="damaged")
    for name, data in NOTHING.items()
    for demuxer in ("mp4", "matroska")
}

CASES = LYING | FORMS | RATES | SIZES | TRACKS | CLAIMS | NO_FILMS
