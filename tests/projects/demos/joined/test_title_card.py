"""Title cards: what is drawn of any texts, and that it stays within the picture."""

import hashlib
import re
import unicodedata

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFont

from projects.demos.joined import lettering
from projects.demos.joined.lettering import FONT, can_draw, clean
from projects.demos.joined.parts import TitleCard
from projects.demos.joined.title_card import COLOURS, MARGIN, draw, texts
from tests.examples import examples
from tests.test_contrast import linear_light

README = FONT.with_name("README.md").read_text()
TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text()
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x300, 0x370), *range(0x370, 0x530)]
LETTERS += [*range(0x1E00, 0x2000), *range(0x2010, 0x2028), *range(0x20A0, 0x20C1)]
COPTIC = range(0x3E2, 0x3F0)  # in the block of Greek
LONG = "A very long goal that says all that the team wants to reach by the end of this long week. "


def card(**more):
    usual = {"project": "", "week": 3, "weeks": 10, "title": "", "shows": "", "by": ""}
    return TitleCard(**(usual | more))


def drawn(picture):
    """Return the box around all that is not ground."""
    ground = Image.new("RGB", picture.size, COLOURS["canvas"])
    return ImageChops.difference(picture, ground).getbbox()


def said(card):
    return [text for text, _, _ in texts(card)]


# --- The font ----------------------------------------------------------------------------------------------
def test_the_font_is_the_one_that_the_list_names():
    [checksum] = re.findall(r"`([0-9a-f]{64})`", README)
    assert hashlib.sha256(FONT.read_bytes()).hexdigest() == checksum


def test_the_font_is_under_500_kb_and_its_licence_beside_it():
    assert FONT.stat().st_size < 500_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in FONT.with_suffix(".LICENSE").read_text()


def test_the_font_has_the_letters_of_latin_greek_and_cyrillic():
    letters = [chr(code) for code in LETTERS if code not in COPTIC and unicodedata.name(chr(code), "")]
    assert len(letters) > 1400
    assert [letter for letter in letters if not lettering.has_letter(letter)] == []


# --- What is said ------------------------------------------------------------------------------------------
def test_a_card_says_week_goal_sentence_and_who():
    full = card(
        title="Counting parcels",
        shows="Counted by depot.",
        by="Ana Lima, 2 October",
        note="Watch on x.example",
    )
    assert said(full) == [
        "Week 3",
        "Counting parcels",
        "“Counted by depot.”",
        "Ana Lima, 2 October",
        "Watch on x.example",
    ]


@pytest.mark.parametrize("title", ["演示任务", "العرض", "Ship it 🎉", "עברית", "ไทย", "한국어", "A → B"])
def test_a_title_in_other_letters_leaves_the_number_of_the_week_alone(title):
    assert said(card(title=title, shows="Counted.", by="Ana Lima")) == ["Week 3"]


def test_of_a_sentence_and_a_name_in_other_letters_only_these_are_left_out():
    assert said(card(title="Counting", shows="演示", by="Ana Lima")) == ["Week 3", "Counting", "Ana Lima"]
    assert said(card(title="Counting", shows="Counted.", by="王芳, 2 October")) == [
        "Week 3",
        "Counting",
        "“Counted.”",
    ]


def test_without_a_goal_the_rest_is_said():
    assert said(card(shows="Counted.")) == ["Week 3", "“Counted.”"]


def test_what_cannot_be_seen_is_left_out_and_letters_are_composed():
    assert clean(" A\u200d\u202eb \n e\u0301 ") == "Ab é"


def test_a_letter_keeps_two_marks_at_most():
    assert clean("x" + "\u0302" * 30 + "y") == "x\u0302\u0302y"
    assert can_draw(clean("q\u0323\u0307 x\u0302"))


# --- How it is drawn -----------------------------------------------------------------------------------------
EXTREMES = {
    "nothing": card(),
    "long": card(title=LONG * 3, shows=LONG * 4, by="Ana Lima, 2 October", note="Watch on x.example"),
    "one word": card(title="W" * 200, shows="W" * 300, by="W" * 120, note="W" * 250),
    "two long words": card(title=f"{'Donaudampfschifffahrt' * 4} {'x' * 90}"),
    "spaces": card(title="a " * 100, shows="i " * 150),
    "marks": card(title="Ặ̀" * 100, shows=("x" + "\u0323\u0302") * 100),
    "52 weeks": card(week=52, weeks=52, title="The end"),
    "one week": card(week=1, weeks=1, title="The end"),
    "greek": card(title="Ταχύτητα και ακρίβεια", shows="Μέτρηση.", by="Έλλη"),
    "cyrillic": card(title="Подсчёт посылок", shows="Ёж, Й.", by="Їжак"),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_nothing_reaches_beyond_the_margins(name):
    left, top, right, bottom = drawn(draw(EXTREMES[name]))
    assert left >= MARGIN - 8
    assert right <= 1280 - MARGIN + 8
    assert top >= 30
    assert bottom <= 690


@examples(60)
@given(title=st.text(max_size=200), shows=st.text(max_size=300), by=st.text(max_size=100))
def test_whatever_people_write_a_card_is_drawn_within_its_picture(title, shows, by):
    picture = draw(card(title=title, shows=shows, by=by))
    left, top, right, bottom = drawn(picture)
    assert picture.size == (1280, 720)
    assert min(left, top, 1280 - right, 720 - bottom) > 20


def test_a_long_title_is_set_smaller_and_a_short_one_large():
    heights = [
        lettering.set_lines(text, lettering.Face(600, 76, 36, 200), 1088).font.size
        for text in ("Short", LONG * 2)
    ]
    assert heights[0] == 76
    assert 36 <= heights[1] < 50


def test_the_longest_title_is_cut_with_an_ellipsis():
    lines = lettering.set_lines(LONG * 20, lettering.Face(600, 76, 36, 200), 1088).lines
    assert lines[-1].endswith("…")


def test_words_are_not_broken_where_a_smaller_size_has_room_for_them():
    lines = lettering.set_lines(f"{'x' * 40} y", lettering.Face(600, 76, 36, 200), 1088).lines
    assert " ".join(lines) == f"{'x' * 40} y"


def test_without_shaping_by_raqm_a_card_is_drawn_as_well(monkeypatch):
    """A bare image has no fribidi, without which Pillow sets letters beside each other."""
    basic = ImageFont.Layout.BASIC
    real = ImageFont.truetype
    monkeypatch.setattr(
        ImageFont, "truetype", lambda *args, **kwargs: real(*args, **kwargs | {"layout_engine": basic})
    )
    lettering.font_of.cache_clear()
    try:
        assert drawn(draw(EXTREMES["marks"]))[3] <= 690
    finally:
        lettering.font_of.cache_clear()


def curved(light):
    """As sRGB keeps it."""
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


@pytest.mark.parametrize("name", COLOURS)
def test_the_colours_are_those_of_the_light_pages(name):
    [values] = re.findall(rf"--{name}: light-dark\(oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", TOKENS)
    lights = linear_light(*map(float, values))
    assert COLOURS[name] == tuple(round(255 * curved(light)) for light in lights)
