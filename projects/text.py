"""Validation and normalisation of every text that a person types, and fields that apply them."""

import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CharField as CharFormField
from grapheme import safe_split_index

from projects import limits

# Invisible, though Unicode calls them letters, marks or symbols: Hangul fillers, a blank Braille cell, joiners, Khmer
# vowels that are never drawn, variation selectors.
BLANK = re.compile(
    "[\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
ALLOWED_CONTROLS = "\n\t"
# Stand in a word without being seen: soft hyphen, zero-width spaces and joiners.
UNSEEN_IN_WORDS = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def validate_text(text: str) -> None:
    """Refuse control characters and lone surrogates, which cannot be shown and not every database stores."""
    for letter in text:
        category = unicodedata.category(letter)
        if category == "Cs" or (category == "Cc" and letter not in ALLOWED_CONTROLS):
            raise ValidationError(
                "This text holds a character that cannot be shown (U+%(code)s). Please remove it.",
                code="control",
                params={"code": f"{ord(letter):04X}"},
            )


def validate_visible(text: str) -> None:
    """Refuse a text of nothing but spaces and invisible characters."""
    if text and not is_visible(text):
        raise ValidationError("This has only invisible characters. Please write a word.", code="invisible")


def is_visible(text: str) -> bool:
    return any(is_visible_letter(letter) for letter in text)


def is_visible_letter(letter: str) -> bool:
    return not BLANK.match(letter) and unicodedata.category(letter)[0] not in "CZ"


def one_line(text: str) -> str:
    """Return `text` on one line, without space around it."""
    return re.sub(r"[ \t]*[\r\n\u0085\u2028\u2029]+[ \t]*", " ", text).strip()


def many_lines(text: str) -> str:
    """Return `text` with line feeds as line ends; browsers send CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def cut(text: str, most: int) -> str:
    """Return the beginning of `text`, of at most `most` code points, without cutting a grapheme in two."""
    return text[: safe_split_index(text, most)]


def fold(text: str) -> str:
    """Return what is compared in a search: composed letters without case, width or ligatures.

    Accents stay: an a is no ä. The dots of Turkish i go, because `İ`, `I` and `ı` have no lower case that is right
    in every language. Here and not in SQL, because SQLite knows the case of ASCII letters only, and PostgreSQL
    that of its locale.
    """
    if text.isascii():
        return text.lower()
    plain = normalize("NFKD", UNSEEN_IN_WORDS.sub("", text)).casefold()
    return normalize("NFKC", plain.replace("i\u0307", "i").replace("ı", "i"))


def searchable(text: str) -> str:
    """Cut a text to a title's length; empty if it holds characters that not every database accepts."""
    text = text.strip()[: limits.TITLE]
    try:
        validate_text(text)
    except ValidationError:
        return ""
    return text


def content_hash(text: str) -> str:
    """Return a short hash of a text that somebody has read, to tell later whether it is still the same."""
    return sha256(text.encode()).hexdigest()[:16]


def changed_since(base_hashes: Mapping[str, str], stored: Mapping[str, str]) -> list[str]:
    """Return the names of the stored texts that have changed since the hashes were taken.

    A text without a hash is not compared.
    """
    hashes = [(name, base_hashes.get(name), text) for name, text in stored.items()]
    return [name for name, base_hash, text in hashes if base_hash and base_hash != content_hash(text)]


def whole_number(text: str, digits: int = 18) -> int | None:
    """Parse a number of an address or a header, with no more digits than a database stores; else None."""
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
