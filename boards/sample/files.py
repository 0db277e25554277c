"""The files of the sample project: the curve of a model's first run, and the table that it was drawn from."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from boards.models import NewFile

WIDTH, HEIGHT = 960, 600
LEFT, TOP, RIGHT, BOTTOM = 120, 60, 880, 510  # of what is between the axes
SCALE = 2  # it is drawn larger and then reduced, which makes edges smooth
INK, GREY, BLUE = "#44474f", "#c9ccd3", "#2452c4"
STEPS = 100
WORDS = (  # what stands where, in which colour, and where its anchor is
    ((0.42, 0.7), "AUC 0.81", BLUE, "lm"),
    ((0.62, 0.5), "guessing 0.50", INK, "lm"),
    ((0.5, -0.1), "False positives", INK, "mm"),
    ((-0.04, 0), "0", INK, "rm"),
    ((-0.04, 1), "1", INK, "rm"),
)


def rate_found(false_positives: float) -> float:
    """Return how many of the late parcels are found at this rate of false alarms: a curve with an area of 0.81."""
    return false_positives**0.235


def table() -> NewFile:
    steps = [step / STEPS for step in range(STEPS + 1)]
    lines = ["false_positives,true_positives", *(f"{x:.2f},{rate_found(x):.4f}" for x in steps)]
    return NewFile(file=ContentFile("\n".join([*lines, ""]).encode()), name="roc-first-run.csv")


def curve() -> NewFile:
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "white")
    pen = ImageDraw.Draw(image)
    for part in range(5):
        x, y = at(part / 4, part / 4)
        pen.line([(x, TOP * SCALE), (x, BOTTOM * SCALE)], GREY, SCALE)
        pen.line([(LEFT * SCALE, y), (RIGHT * SCALE, y)], GREY, SCALE)
    pen.line([at(0, 0), at(1, 1)], GREY, 3 * SCALE)
    pen.line([at(0, 1), at(0, 0), at(1, 0)], INK, 3 * SCALE)
    pen.line([at(x / 400, rate_found(x / 400)) for x in range(401)], BLUE, 7 * SCALE, joint="curve")
    for place, text, ink, anchor in WORDS:
        pen.text(at(*place), text, ink, ImageFont.load_default(26 * SCALE), anchor)
    drawn = BytesIO()
    image.reduce(SCALE).quantize(32).save(drawn, "PNG", optimize=True)
    file = ContentFile(drawn.getvalue())
    return NewFile(file=file, name="roc-first-run.png", kind="png", width=WIDTH, height=HEIGHT)


def at(x: float, y: float) -> tuple[float, float]:
    """Return where a point between the axes is drawn."""
    return (LEFT + x * (RIGHT - LEFT)) * SCALE, (BOTTOM - y * (BOTTOM - TOP)) * SCALE
