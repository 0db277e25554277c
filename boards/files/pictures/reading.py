"""Opens a picture and decodes it within bounds. Imports no Django."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin
from PIL.JpegImagePlugin import JpegImageFile

from projects.files.task import TaskRefused

FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP", "gif": "GIF"}
PIXELS = 50_000_000
FRAMES = 2_000
FRAME_PIXELS = 300_000_000  # of all frames together

# Pillow refuses at twice as many.
Image.MAX_IMAGE_PIXELS = PIXELS // 2
# What programs write beside a picture may be longer than Pillow expects; the process has bounds of its own.
PngImagePlugin.MAX_TEXT_CHUNK = 16 * 2**20


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turn whatever a damaged picture raises into the refusal of it. What the system refuses stays as it is."""
    try:
        yield
    except (TaskRefused, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise TaskRefused("too_many_pixels") from None
    except OSError as error:
        if error.errno:
            raise
        raise TaskRefused("damaged") from error
    except Exception as error:
        raise TaskRefused("damaged") from error


def open_picture(path: Path, kind: str) -> Any:
    """Open a picture as what its first bytes say, and as nothing else; nothing is decoded yet.

    Of a JPEG that holds several pictures, as phones make them, it is the first.
    """
    with refusing_damage():
        picture: Any = Image.open(path, formats=[FORMATS[kind]])
        if kind == "jpg" and picture.format == "MPO":
            picture = JpegImageFile(path)
        if picture.format != FORMATS[kind] or 0 in picture.size:
            raise TaskRefused("damaged")
        if picture.width * picture.height > PIXELS:
            raise TaskRefused("too_many_pixels")
        if kind != "gif":  # which has to be walked to know it
            check_frames(picture.size, getattr(picture, "n_frames", 1))
        return picture


def check_frames(size: tuple[int, int], frames: int) -> None:
    if frames > 1 and (frames > FRAMES or frames * size[0] * size[1] > FRAME_PIXELS):
        raise TaskRefused("too_many_frames")


def frames_of(picture: Any) -> Iterator[int]:
    """Decode one frame after the other. All have one size, and there are as many as the file says."""
    size, number, said = picture.size, 0, None if picture.format == "GIF" else getattr(picture, "n_frames", 1)
    while seek(picture, number):
        check_frames(size, number + 1)
        picture.load()
        if picture.size != size:
            raise TaskRefused("damaged")
        yield number
        number += 1
    if said not in (None, number):
        raise TaskRefused("damaged")


def seek(picture: Any, number: int) -> bool:
    try:
        picture.seek(number)
    except EOFError:
        return False
    return True
