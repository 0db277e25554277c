"""What somebody hands in as a video: its kind by its content, its length, and a picture of it."""

from dataclasses import dataclass
from typing import IO

from django.core.files import File

from projects import limits
from projects.demos.videos import mp4, webm
from projects.demos.videos.boxes import Damaged, Reader

KINDS = {"mp4": "MP4", "webm": "WebM"}


class NotAVideo(Exception):
    """This cannot be taken; the argument is the sentence that says why."""


@dataclass(frozen=True)
class Film:
    """A video that has been looked at. `poster` is a JPEG of it, if there is one."""

    file: File
    kind: str
    seconds: int | None
    poster: File | None = None


def read_film(file: File) -> Film:
    """Look at the content of a file, whatever it is called; raises NotAVideo."""
    stream: IO[bytes] = file.open()
    reader = Reader(stream)
    if not reader.size:
        raise NotAVideo("This file is empty.")
    if reader.size > limits.DEMO_BYTES:
        raise NotAVideo(f"This file has {megabytes(reader.size)} MB. A demo has at most {limit()} MB.")
    try:
        kind, seconds = look(reader)
    except Damaged:
        raise NotAVideo("This video is damaged, or not whole. Save it again and choose it anew.") from None
    stream.seek(0)
    return Film(file, kind, whole(seconds))


def look(reader: Reader) -> tuple[str, float | None]:
    if mp4.is_mp4(reader):
        return "mp4", mp4.seconds(reader)
    if webm.is_webm(reader):
        return "webm", webm.seconds(reader)
    raise NotAVideo("This is not an MP4 or WebM video. Save it as one of these and choose it anew.")


def whole(seconds: float | None) -> int | None:
    """Rounded, so that half a frame over does not make a demo too long; None for what cannot be."""
    if seconds is None or not 0 < seconds <= limits.LONGEST_SECONDS:
        return None
    return max(1, round(seconds))


def megabytes(size: int) -> str:
    """Rounded up to a tenth, so that what is too much never looks as if it were the limit."""
    return f"{-(-size * 10 // 1024**2) / 10:.1f}"


def limit() -> int:
    return limits.DEMO_BYTES // 1024**2
