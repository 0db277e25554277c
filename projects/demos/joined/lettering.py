"""Text as a title card can draw it: in one font of Latin, Greek and Cyrillic, in lines that fit."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from PIL import ImageFont

FONT = Path(__file__).parent / "NotoSans.ttf"
MOST_MARKS = 2  # on one letter; more of them would run into the lines above
ELLIPSIS = "…"
NO_LETTER = "\uffff"  # drawn as what the font has not
LINE_HEIGHT = 1.28


@dataclass(frozen=True)
class Face:
    """How a text is set: its weight, the largest size and the smallest, and how high its lines may be together."""

    weight: int
    largest: int
    smallest: int
    height: int

    def lines(self, font: ImageFont.FreeTypeFont) -> int:
        """Return how many lines there may be."""
        return self.height // line_step(font)


@dataclass(frozen=True)
class Lines:
    """A text set in lines, none of which is wider than it may be."""

    lines: list[str]
    font: ImageFont.FreeTypeFont

    @property
    def step(self) -> int:
        return line_step(self.font)

    @property
    def height(self) -> int:
        return self.step * len(self.lines)


def line_step(font: ImageFont.FreeTypeFont) -> int:
    return round(font.size * LINE_HEIGHT)


@cache
def font_of(weight: int, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONT, size)
    font.set_variation_by_axes([weight])
    return font


def clean(text: str) -> str:
    """Return a text composed, without what cannot be seen, with single spaces, and few marks on a letter."""
    text = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text).strip())
    text = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    return "".join(
        "".join(list(run)[:MOST_MARKS] if is_mark else run)
        for is_mark, run in groupby(text, key=is_combining)
    )


def is_combining(letter: str) -> bool:
    return unicodedata.combining(letter) > 0


def can_draw(text: str) -> bool:
    """Tell whether the font has every letter of a text, and there is any."""
    return bool(text) and all(map(has_letter, set(text)))


@cache
def missing_glyph() -> bytes:
    return bytes(probe().getmask(NO_LETTER))


@cache
def probe() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, 24, layout_engine=ImageFont.Layout.BASIC)


def has_letter(letter: str) -> bool:
    return bytes(probe().getmask(letter)) != missing_glyph()


def set_lines(text: str, face: Face, width: int) -> Lines:
    """Set a text as large as it fits; one too long even in the smallest size ends in an ellipsis."""
    for size in range(face.largest, face.smallest - 1, -2):
        font = font_of(face.weight, size)
        lines = wrap(text, font, width)
        if len(lines) <= face.lines(font) and not is_broken(text, lines):
            return Lines(balance(text, font, width, lines), font)
    return Lines(cut(lines, font, width, face.lines(font)), font)


def wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break a text into lines between its words, and within a word that is wider than a line."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        *whole, rest = pieces(word, font, width)
        lines += [*whole, rest]
    return [line for line in lines if line]


def pieces(word: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break a word into pieces that fit in a line, never between a letter and its marks."""
    found = [""]
    for letter in word:
        if found[-1] and font.getlength(found[-1] + letter) > width and not is_combining(letter):
            found.append("")
        found[-1] += letter
    return found


def is_broken(text: str, lines: list[str]) -> bool:
    return " ".join(lines) != text


def balance(text: str, font: ImageFont.FreeTypeFont, width: int, lines: list[str]) -> list[str]:
    """Make the lines about equally long, without another one."""
    while len(lines) > 1 and len(narrower := wrap(text, font, width := width * 95 // 100)) == len(lines):
        if is_broken(text, narrower):
            break
        lines = narrower
    return lines


def cut(lines: list[str], font: ImageFont.FreeTypeFont, width: int, most: int) -> list[str]:
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while font.getlength(last + ELLIPSIS) > width:
        last = last[:-1].rstrip()
    return [*lines[: most - 1], last + ELLIPSIS]
