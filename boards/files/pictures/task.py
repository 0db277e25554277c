"""Makes of a picture what is stored of it and shown: a task for a child process (`projects.files.child`).

A picture keeps its pixels as they are compressed, unless they have to be turned; a JPEG is compressed anew by its own
tables. All that is beside them goes: place, device, time, texts, thumbnails, other files. What was made is then
decoded to its end, as every browser will.
"""

import warnings
from pathlib import Path
from typing import Any, NamedTuple

from boards.files.pictures import gif, png, webp
from boards.files.pictures.drawing import LONGEST, is_turned, preview_of, saved_anew
from boards.files.pictures.profile import profile_of
from boards.files.pictures.reading import frames_of, open_picture, refusing_damage

REFUSALS = ("damaged", "too_many_pixels", "too_many_frames")
INPUT, PICTURE, PREVIEW = Path("input"), Path("picture"), Path("preview")
LIGHT = 100 * 1024  # bytes: what has less and is small is its own preview


class Seen(NamedTuple):
    """What was found when a picture was decoded."""

    width: int
    height: int
    frames: int
    preview: bytes


def make(arguments: dict[str, Any]) -> dict[str, Any]:
    """Write PICTURE, and PREVIEW where it is of use, into the working directory.

    Raises TaskRefused with one of REFUSALS.
    """
    warnings.simplefilter("ignore")  # of which Pillow has many; what matters is checked
    kind = arguments["kind"]
    PICTURE.write_bytes(cleaned(kind))
    seen = decoded(kind)
    is_animated, size = seen.frames > 1, PICTURE.stat().st_size
    is_small = size <= LIGHT and max(seen.width, seen.height) <= LONGEST
    has_preview = is_animated or (not is_small and len(seen.preview) < size)
    if has_preview:
        PREVIEW.write_bytes(seen.preview)
    return {"width": seen.width, "height": seen.height, "animated": is_animated, "preview": has_preview}


def cleaned(kind: str) -> bytes:
    """Return the picture without all that is beside it."""
    picture = open_picture(INPUT, kind)
    with refusing_damage():
        content = INPUT.read_bytes()
        if kind == "gif":
            return gif.stripped(content)
        is_animated = getattr(picture, "n_frames", 1) > 1
        if kind == "jpg" or (not is_animated and is_turned(picture)):
            return saved_anew(picture, kind, is_lossless=kind == "webp" and webp.is_lossless(content))
        if kind == "png":
            return png.stripped(content, profile_of(picture), is_animated=is_animated)
        return webp.stripped(content, profile_of(picture))


def decoded(kind: str) -> Seen:
    """Decode what was made, all of it."""
    picture, preview, frames = open_picture(PICTURE, kind), b"", 0
    with refusing_damage():
        for number in frames_of(picture):
            preview, frames = preview or preview_of(picture), number + 1
    return Seen(picture.width, picture.height, frames, preview)
