"""What may be written: the rules for every text that a person types, in one line or in many."""

import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CharField as CharFormField

# Without ink, though Unicode calls them letters, marks or symbols: Hangul fillers, a blank Braille cell, joiners,
# Khmer vowels that are never drawn, selectors of another letter's variant.
BLANK = re.compile(
    "[\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
ALLOWED_CONTROLS = "\n\t"


def validate_text(text: str) -> None:
    """Refuse what no screen can show and no database keeps the same: control characters, lone surrogates."""
    for letter in text:
        category = unicodedata.category(letter)
        if category == "Cs" or (category == "Cc" and letter not in ALLOWED_CONTROLS):
            raise ValidationError(
                "This text holds a character that cannot be shown (U+%(code)s). Please remove it.",
                code="control",
                params={"code": f"{ord(letter):04X}"},
            )


def validate_visible(text: str) -> None:
    """Refuse a text that nobody can see: only spaces, or only letters without ink."""
    if text and not is_visible(text):
        raise ValidationError("This has only invisible characters. Please write a word.", code="invisible")


def is_visible(text: str) -> bool:
    return any(shows(letter) for letter in text)


def shows(letter: str) -> bool:
    return not BLANK.match(letter) and unicodedata.category(letter)[0] not in "CZ"


def one_line(text: str) -> str:
    """`text` on one line, without space around it."""
    return re.sub(r"[ \t]*[\r\n\u0085\u2028\u2029]+[ \t]*", " ", text).strip()


def many_lines(text: str) -> str:
    """`text` with the line ends that we keep: browsers send CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def content_hash(text: str) -> str:
    """A short stand-in for a text that somebody has read, to tell later whether it is still the same."""
    return sha256(text.encode()).hexdigest()[:16]


def changed_since(base_hashes: Mapping[str, str], stored: Mapping[str, str]) -> list[str]:
    """The names of the stored texts that say something else than when somebody began to write, by its content hash.

    A text that no hash came with is not asked about.
    """
    hashes = [(name, base_hashes.get(name), text) for name, text in stored.items()]
    return [name for name, base_hash, text in hashes if base_hash and base_hash != content_hash(text)]


def whole_number(text: str, digits: int = 18) -> int | None:
    """A number in an address or a header, of no more digits than a database keeps; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


class LineFormField(CharFormField):
    """One line typed by a person; a pasted line end becomes a space."""

    def to_python(self, value):
        return one_line(super().to_python(value) or "")


class TextFormField(CharFormField):
    """Several lines typed by a person."""

    def to_python(self, value):
        return many_lines(super().to_python(value) or "")


class LineField(models.CharField):
    """One line: a title, a name, a goal."""

    default_validators = [validate_text, validate_visible]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": LineFormField, **kwargs})


class LinesField(models.TextField):
    """Several lines: a description, a comment."""

    default_validators = [validate_text]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": TextFormField, **kwargs})
