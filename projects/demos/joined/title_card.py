"""The title card before a demo: 1280x720, in the colours of the light pages, drawn by Pillow."""

from PIL import Image, ImageDraw

from projects.demos.joined.lettering import Face, Lines, can_draw, clean, set_lines
from projects.demos.joined.parts import TitleCard
from projects.demos.videos.one_form import HEIGHT, WIDTH

# Of static/css/tokens.css in the light; a test compares.
COLOURS = {
    "canvas": (249, 248, 246),
    "slot": (210, 212, 218),
    "firm": (119, 122, 130),
    "now": (27, 79, 195),
    "ink": (26, 31, 42),
    "ink-2": (70, 74, 84),
    "ink-3": (95, 99, 109),
}
MARGIN = 96
WEEK, WEEK_ALONE = Face(600, 34, 34, height=44), Face(600, 96, 96, height=123)
TITLE = Face(600, 76, 36, height=200)
SHOWS = Face(400, 32, 20, height=130)
BY, PROJECT = Face(400, 26, 18, height=33), Face(600, 24, 18, height=31)
STRIP_WIDTH, STRIP_HEIGHT, WIDEST_STEP = 520, 48, 42
SMOOTH = 4  # Pillow draws no soft edges: the strip is drawn larger by this, and made smaller
GAP = 22  # between the parts


def draw(card: TitleCard) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), COLOURS["canvas"])
    pen = ImageDraw.Draw(picture)
    set_texts = [(set_lines(text, face, WIDTH - 2 * MARGIN), ink) for text, face, ink in texts(card)]
    top = (HEIGHT - STRIP_HEIGHT - sum(GAP + lines.height for lines, _ in set_texts)) // 2
    draw_strip(picture, card, top)
    top += STRIP_HEIGHT
    for lines, ink in set_texts:
        draw_centred(pen, lines, top + GAP, ink)
        top += GAP + lines.height
    draw_project(pen, card)
    return picture


def texts(card: TitleCard) -> list[tuple[str, Face, str]]:
    """Return what can be drawn, with face and colour: the week's number alone if the title has other letters."""
    week, title, shows = f"Week {card.week}", clean(card.title), clean(card.shows)
    if title and not can_draw(title):
        return [(week, WEEK_ALONE, "now")]
    found = [
        (week, WEEK, "now"),
        (title, TITLE, "ink"),
        (f"“{shows}”", SHOWS, "ink-2"),
        (clean(card.by), BY, "ink"),
        (clean(card.note), BY, "now"),
    ]
    return [(text, face, ink) for text, face, ink in found if can_draw(text)]


def draw_strip(picture: Image.Image, card: TitleCard, top: int) -> None:
    """Draw a box for each week; those before it are filled, its own is coloured."""
    step = min(WIDEST_STEP, STRIP_WIDTH // card.weeks)
    size = (step * card.weeks, STRIP_HEIGHT)
    strip = Image.new("RGB", (size[0] * SMOOTH, size[1] * SMOOTH), COLOURS["canvas"])
    pen = ImageDraw.Draw(strip)
    for week in range(1, card.weeks + 1):
        ink = "firm" if week < card.week else "now" if week == card.week else "slot"
        left, gap = (week - 1) * step * SMOOTH, step * SMOOTH // 10
        box = (left + gap, 0, left + step * SMOOTH - gap, strip.height - 1)
        pen.rounded_rectangle(box, gap, COLOURS[ink])
    picture.paste(strip.resize(size, Image.Resampling.BOX), ((WIDTH - size[0]) // 2, top))


def draw_centred(pen: ImageDraw.ImageDraw, lines: Lines, top: int, ink: str) -> None:
    for number, line in enumerate(lines.lines):
        middle = top + number * lines.step + lines.step // 2
        pen.text((WIDTH // 2, middle), line, COLOURS[ink], lines.font, anchor="mm")


def draw_project(pen: ImageDraw.ImageDraw, card: TitleCard) -> None:
    name = clean(card.project)
    if can_draw(name):
        lines = set_lines(name, PROJECT, WIDTH - 2 * MARGIN)
        pen.text((40, 40), lines.lines[0], COLOURS["ink-3"], lines.font, anchor="lm")
