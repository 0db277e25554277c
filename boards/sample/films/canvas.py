"""A picture to draw on, and how things come into it as time passes."""

from functools import cache

from PIL import Image, ImageDraw, ImageFont

from projects.demos.videos.one_form import HEIGHT, WIDTH

SCALE = 2  # it is drawn larger and then reduced, which makes edges smooth
FACES = {"sans": "LiberationSans-Regular", "bold": "LiberationSans-Bold", "mono": "DejaVuSansMono"}


class Canvas:
    def __init__(self, ground: str):
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def text(
        self, x: float, y: float, text: str, fill: str, size: int, face: str = "sans", anchor: str = "ls"
    ) -> float:
        """Write a line whose baseline begins at a point; return where it ends."""
        font = typeface(face, size)
        self.pen.text((x * SCALE, y * SCALE), text, fill, font, anchor)
        return x + font.getlength(text) / SCALE

    def box(self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0) -> None:
        if width > 0:
            corners = (x * SCALE, y * SCALE, (x + width) * SCALE - 1, (y + height) * SCALE - 1)
            self.pen.rounded_rectangle(corners, min(radius, width / 2) * SCALE, fill)

    def line(self, *points: tuple[float, float], fill: str, width: float = 3) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill, round(width * SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, fill)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        self.pen.circle((x * SCALE, y * SCALE), radius * SCALE, fill)

    def ring(self, x: float, y: float, radius: float, fill: str, part: float = 1) -> None:
        """Draw a part of a circle, from the top and clockwise."""
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
        self.pen.arc(box, -90, 360 * part - 90, fill, 5 * SCALE)

    def tick(self, x: float, y: float, fill: str) -> None:
        self.line((x - 13, y), (x - 4, y + 10), (x + 14, y - 11), fill=fill, width=5)

    def picture(self) -> Image.Image:
        return self.image.reduce(SCALE)


@cache
def typeface(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(f"{FACES[face]}.ttf", size * SCALE)


def progress(now: float, begin: float, seconds: float) -> float:
    """Return how much of a movement is done, 0 to 1; it begins quickly and ends softly."""
    part = min(max((now - begin) / seconds, 0), 1)
    return 1 - (1 - part) ** 3


def typed(text: str, now: float, begin: float, a_second: float = 16) -> str:
    """Return what of a text is typed by now."""
    return text[: max(0, int((now - begin) * a_second))]
