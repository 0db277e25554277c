"""What may be written, and how it is kept."""

import sys
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from projects.models import Milestone, PlanTemplate, Project, User
from projects.text import LineField, LinesField, many_lines, one_line, validate_text, validate_visible

MODELS = [Project, Milestone, PlanTemplate, User]
CONTROLS = [
    chr(n) for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) == "Cc" and chr(n) not in "\n\t"
]
INVISIBLE = [
    "\u200b",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u180e",
    "\u3164",
    "\u115f",
    "\u2800",
    "\u00a0",
    "\u2003",
    "\ufe0f",
]
VISIBLE = ["a", "·", "é", "e\u0301", "日", "ש", "🚂", "👩\u200d👧", "½", "-", "\u202ea", "❤\ufe0f"]


@pytest.mark.parametrize("letter", [*CONTROLS, *"\ud800\udfff"])
def test_control_characters_and_lone_surrogates_are_refused_by_their_number(letter):
    with pytest.raises(ValidationError) as refusal:
        validate_text(f"a{letter}b")
    assert f"U+{ord(letter):04X}" in refusal.value.messages[0]


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "\u202e", "\u200d", *VISIBLE])
def test_other_characters_are_kept(text):
    validate_text(text)


@pytest.mark.parametrize("letter", INVISIBLE)
def test_a_text_of_invisible_characters_alone_is_refused(letter):
    with pytest.raises(ValidationError, match="only invisible"):
        validate_visible(letter * 3)


@pytest.mark.parametrize("text", VISIBLE)
def test_a_text_that_shows_something_is_let_through(text):
    validate_visible(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a  ", "a"),
        ("a\r\nb", "a b"),
        ("a \n\n\n b", "a b"),
        ("a\u2028b\u2029c\u0085d", "a b c d"),
        ("a  b", "a  b"),
        ("\r\n", ""),
    ],
)
def test_a_line_stays_one_line(typed, kept):
    assert one_line(typed) == kept


@given(st.text())
def test_no_text_becomes_two_lines(text):
    line = one_line(text)
    assert not set(line) & set("\r\n\u0085\u2028\u2029")
    assert one_line(line) == line


@given(st.text())
def test_many_lines_end_as_we_keep_them(text):
    assert "\r" not in many_lines(text)
    assert many_lines(many_lines(text)) == many_lines(text)


@pytest.mark.parametrize("model", MODELS)
def test_every_text_that_people_type_is_checked(model):
    """A plain CharField or TextField would let a NUL through to PostgreSQL."""
    kinds = {
        field.name: type(field)
        for field in model._meta.fields
        if field.name in ("name", "goal", "demo_task", "description")
    }
    assert kinds
    assert set(kinds.values()) <= {LineField, LinesField}


@pytest.mark.parametrize("field", ["name", "description"])
def test_a_form_of_a_model_folds_line_ends(field):
    typed = Project._meta.get_field(field).formfield().clean("a\r\nb")
    assert typed == {"name": "a b", "description": "a\nb"}[field]
