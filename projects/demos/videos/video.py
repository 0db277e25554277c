"""An uploaded video: its format by its content, its length, and a poster."""

from dataclasses import dataclass
from typing import IO

from django.core.files import File

from projects import limits
from projects.demos.videos import mp4, webm
from projects.demos.videos.reader import DamagedFile, Reader

KINDS = {"mp4": "MP4", "mov": "QuickTime", "webm": "WebM", "mkv": "Matroska"}


class InvalidVideo(Exception):
    """This file is not accepted; the argument is a sentence for the person."""


@dataclass(frozen=True)
class Video:
    """A video whose content has been checked. `poster` is a JPEG of it, if there is one.

    `plays` says whether browsers play it as it is, `is_ready` that it is in the one form already.
    """

    file: File
    kind: str
    seconds: float | None
    poster: File | None = None
    plays: bool = True
    is_ready: bool = False


def read_video(file: File) -> Video:
    """Check the content of a file, whatever its name says. Raises InvalidVideo."""
    stream: IO[bytes] = file.open()
    reader = Reader(stream)
    if not reader.size:
        raise InvalidVideo("This file is empty.")
    if reader.size > limits.DEMO_BYTES:
        raise InvalidVideo(
            f"This file has {megabytes(reader.size)} MB. A demo has at most {megabyte_limit()} MB."
        )
    try:
        kind, seconds = detect(reader)
    except DamagedFile:
        raise InvalidVideo("This video is damaged, or not whole. Save it again and choose it anew.") from None
    stream.seek(0)
    return Video(file, kind, round_seconds(seconds))


def detect(reader: Reader) -> tuple[str, float | None]:
    """Return the format and the length in seconds, None if the file does not say."""
    if mp4.is_mp4(reader):
        return "mp4", mp4.seconds(reader)
    if webm.is_webm(reader):
        return "webm", webm.seconds(reader)
    raise InvalidVideo("This is not an MP4 or WebM video. Save it as one of these and choose it anew.")


def round_seconds(seconds: float | None) -> int | None:
    """Round, so that half a frame more does not make a demo too long; None for an impossible length."""
    if seconds is None or not 0 < seconds <= limits.LONGEST_SECONDS:
        return None
    return max(1, round(seconds))


def megabytes(size: int) -> str:
    """Round up to a tenth, so that a size over the limit never reads like the limit."""
    return f"{-(-size * 10 // 1024**2) / 10:.1f}"


def megabyte_limit() -> int:
    return limits.DEMO_BYTES // 1024**2
