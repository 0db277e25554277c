"""Saves a picture anew from its pixels, turned as its camera was held; and its preview. Imports no Django."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps
from PIL.ExifTags import Base
from PIL.JpegImagePlugin import get_sampling

from boards.files.pictures.profile import profile_of
from boards.files.pictures.reading import FORMATS

LONGEST = 1200  # pixels of a preview
PREVIEW: dict[str, Any] = {"format": "WEBP", "quality": 85, "method": 4}
LOSSLESS: dict[str, Any] = {"lossless": True, "quality": 20, "method": 1}
LOSSY: dict[str, Any] = {"quality": 90, "method": 2}  # below two large ones cannot be saved
ALL_COLOURS, HALF_OF_THEM = 0, 1  # samplings: as many of colours as of light; half of them across


def is_turned(picture: Any) -> bool:
    """Tell whether its EXIF asks for turning or mirroring it. One that cannot be read asks for nothing."""
    try:
        return picture.getexif().get(Base.Orientation, 1) in range(2, 9)
    except (SyntaxError, ValueError, TypeError, LookupError, EOFError):
        return False


def saved_anew(picture: Any, kind: str, *, is_lossless: bool) -> bytes:
    """Return the picture in its own format as it is shown, with nothing beside its pixels but their profile."""
    profile, turned = profile_of(picture), is_turned(picture)
    how = like_before(picture) if kind == "jpg" else LOSSLESS if is_lossless else LOSSY
    picture.load()
    picture.info = {name: value for name, value in picture.info.items() if name == "transparency"}
    if turned:
        ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode == "CMYK":
        picture, profile, how = in_rgb(picture, profile), None, LOSSY | {"subsampling": ALL_COLOURS}
    return saved(picture, format=FORMATS[kind], icc_profile=profile, **how)


def like_before(picture: Any) -> dict[str, Any]:
    """Return what a JPEG was compressed by: with it nearly nothing is lost, and no room."""
    sampling = get_sampling(picture)
    return {
        "qtables": picture.quantization,
        "subsampling": ALL_COLOURS if sampling == HALF_OF_THEM and is_turned(picture) else sampling,
        "progressive": "progressive" in picture.info,
        "optimize": True,
    }


def in_rgb(picture: Any, profile: bytes | None) -> Any:
    """Return the colours of a printed picture as screens show them; browsers do not agree on how."""
    if profile:
        printed, screen = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, printed, screen, outputMode="RGB")
    return picture.convert("RGB")


def preview_of(picture: Any) -> bytes:
    """Return a small picture of what is loaded."""
    profile = profile_of(picture)
    if picture.mode == "I;16":  # of which Pillow would show all but the darkest as white
        picture = Image.frombytes("L", picture.size, picture.tobytes()[1::2])
    elif picture.mode not in ("L", "RGB", "RGBA"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    factor = min(1, LONGEST / max(picture.size))
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    small = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
    small.info = {}
    return saved(small, icc_profile=profile, **PREVIEW)


def saved(picture: Any, **how: Any) -> bytes:
    content = BytesIO()
    picture.save(content, **how)
    return content.getvalue()
