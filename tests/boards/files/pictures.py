"""Makes pictures of all kinds, and has the task read them, here or in its child process."""

import shutil
import zlib
from contextlib import chdir
from io import BytesIO
from pathlib import Path

from PIL import Image

from boards.files.pictures import task

KINDS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP", "gif": "GIF"}
RED, BLUE, WHITE, BLACK = (230, 20, 20), (20, 20, 230), (250, 250, 250), (5, 5, 5)
CORNERS = (RED, BLUE, WHITE, BLACK)  # from left to right and from top to bottom
ORIENTATION, MAKER = 0x112, 0x10F


def plain(size=(64, 48), mode="RGB"):
    """A picture with a colour in each quarter."""
    width, height = size
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    picture.paste(WHITE, (0, height // 2, width // 2, height))
    picture.paste(BLACK, (width // 2, height // 2, width, height))
    return picture.convert(mode)


def noise(size=(64, 48)):
    """A picture of which no two rows are alike, so that it has many bytes."""
    return Image.merge("RGB", [Image.effect_noise(size, 60) for _ in range(3)])


def saved(picture, kind, **how):
    content = BytesIO()
    picture.save(content, KINDS.get(kind, kind), **how)
    return content.getvalue()


def moving(kind, frames=4, size=(64, 48), **how):
    pictures = [noise(size) for _ in range(frames)]
    how = {"duration": 70, "loop": 3} | how
    return saved(pictures[0], kind, save_all=True, append_images=pictures[1:], **how)


def repeated(frames, size=(8, 8)):
    """A GIF of a frame that is there so often."""
    content = saved(Image.new("P", size), "gif")
    frame = content[content.rindex(b",\0\0\0\0") : -1]
    return content[:-1] + frame * frames + b";"


def with_chunk(png, name, data, before=b"IDAT"):
    """A PNG with one part more."""
    at = png.index(before) - 4
    check = zlib.crc32(name + data).to_bytes(4)
    return png[:at] + len(data).to_bytes(4) + name + data + check + png[at:]


class Made:
    """What the task has made of a picture."""

    def __init__(self, content, kind, folder):
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "input").write_bytes(content)
        with chdir(folder):
            self.said = task.make({"kind": kind})

    @property
    def content(self):
        return (self.folder / "picture").read_bytes()

    @property
    def picture(self):
        return Image.open(self.folder / "picture")

    @property
    def preview(self):
        path = Path(self.folder / "preview")
        return Image.open(path) if path.exists() else None

    @property
    def all_bytes(self):
        return b"".join(path.read_bytes() for path in self.folder.iterdir() if path.name != "input")


def corners(picture):
    """The colours of the quarters, each as the nearest of CORNERS."""
    picture = picture.convert("RGB")
    width, height = picture.size
    places = [(x * width // 4, y * height // 4) for y in (1, 3) for x in (1, 3)]
    return tuple(nearest(picture.getpixel(place)) for place in places)


def nearest(found):
    return min(CORNERS, key=lambda colour: sum((a - b) ** 2 for a, b in zip(found, colour, strict=True)))
