"""An uploaded video: its format by its first bytes, whether browsers play it, and a poster.

This is the gate, for what is cheap to know while somebody waits. What is in the file, its length for one, is found
out when it is converted, in a process of its own.
"""

from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.files import File

from projects.demos.videos import mp4, webm
from projects.demos.videos.reader import DamagedFile, NoPicture, Reader
from projects.words import megabytes

KINDS = {"mp4": "MP4", "mov": "QuickTime", "webm": "WebM", "mkv": "Matroska"}
# How what reads a file is called: it is told, so that it never finds out by itself what a file might be.
DEMUXERS = {"mp4": "mp4", "mov": "mp4", "webm": "matroska", "mkv": "matroska"}


class InvalidVideo(Exception):
    """This file is not accepted; the argument is a sentence for the person."""


@dataclass(frozen=True)
class Video:
    """A video of a known format. `poster` is a JPEG of it, if there is one.

    `plays` says whether browsers play it as it is, `is_ready` that it is in the one form already. `seconds`
    is what the browser says, if it says something; from `cut_start_ms` to `cut_end_ms` is what the person wants.
    """

    file: File
    kind: str
    plays: bool = True
    seconds: float | None = None
    poster: File | None = None
    cut_start_ms: int | None = None
    cut_end_ms: int | None = None
    is_ready: bool = False

    @property
    def is_cut(self) -> bool:
        return (self.cut_start_ms, self.cut_end_ms) != (None, None)


def read_video(file: File) -> Video:
    """Look at the beginning of a file, whatever its name says. Raises InvalidVideo."""
    stream: IO[bytes] = file.open()
    reader = Reader(stream)
    if not reader.size:
        raise InvalidVideo("This file is empty.")
    if reader.size > settings.DEMO_MB * 1024**2:
        raise InvalidVideo(
            f"This file has {megabytes(reader.size)} MB. A demo has at most {settings.DEMO_MB} MB."
        )
    try:
        kind, plays = detect(reader)
    except DamagedFile:
        raise InvalidVideo("This video is damaged, or not whole. Save it again and choose it anew.") from None
    except NoPicture:
        raise InvalidVideo("There is no moving picture in this file. Choose another one.") from None
    stream.seek(0)
    return Video(file, kind, plays)


def detect(reader: Reader) -> tuple[str, bool]:
    """Return the format, and whether browsers play what is in it."""
    if kind := mp4.kind_of(reader):
        return kind, mp4.plays(reader)
    if kind := webm.kind_of(reader):
        return kind, webm.plays(reader) and kind == "webm"
    raise InvalidVideo(
        "This is not an MP4, MOV, WebM or MKV video. Save it as one of these and choose it anew."
    )
