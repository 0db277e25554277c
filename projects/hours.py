"""Convert between hours, as people write them, and minutes, as they are stored."""

import re
from fractions import Fraction

from django import forms
from django.core.exceptions import ValidationError

from projects import limits

FRACTIONS = {"¼": Fraction(1, 4), "½": Fraction(1, 2), "¾": Fraction(3, 4)}
NUMBER = r"(?P<whole>[0-9]{1,6})?(?:[.,](?P<part>[0-9]{1,9}))?(?: ?(?P<fraction>[¼½¾]))?"
HOURS, MINUTES = "h(?:(?:ou)?rs?)?", "m(?:in(?:ute)?s?)?"
PATTERNS = [
    re.compile(rf"{NUMBER} ?(?:{HOURS}|(?P<minutes>{MINUTES}))?"),
    re.compile(rf"(?P<whole>[0-9]{{1,6}}):(?P<clock>[0-5][0-9])(?: ?{HOURS})?"),
    re.compile(rf"(?P<whole>[0-9]{{1,6}}) ?{HOURS} ?(?P<clock>[0-5]?[0-9]) ?{MINUTES}"),
    re.compile(r"(?P<whole>[0-9]{1,6})h(?P<clock>[0-5][0-9])"),
]
# A word processor puts one of these between a number and its unit, so that no line ends there.
SPACES = re.compile("[\u00a0\u2000-\u200a\u202f]")
HINT = "Write hours as 3, 1.5, 1:30, 90m or ½."


def minutes_from(text: str) -> int | None:
    """Parse hours ("3", "3 hrs", "90m", "1:30", "1h30", "1,5", "1 ½") and return whole minutes; None for no text.

    Fractions of a minute are rounded up, so that 4.01 hours are more than four.
    Raises ValidationError for anything else, for 0 and for more than 999 hours.
    """
    text = SPACES.sub(" ", text).strip().lower()
    if not text:
        return None
    minutes = exact_minutes(text)
    if minutes is None:
        raise ValidationError("“%(text)s” is not a number of hours. " + HINT, "hours", {"text": text[:40]})
    if minutes == 0:
        raise ValidationError("Zero hours is not an estimate. Leave it empty if nobody knows yet.", "zero")
    if minutes > limits.ESTIMATE_MINUTES:
        raise ValidationError("That is more than 999 hours: a project, not a card.", "much")
    return -(-minutes.numerator // minutes.denominator)


def exact_minutes(text: str) -> Fraction | None:
    """Parse the minutes without rounding; None if the text is not a number of hours."""
    for pattern in PATTERNS:
        found = pattern.fullmatch(text)
        if found and re.search(r"[0-9¼½¾]", text):
            return minutes_of(found.groupdict())
    return None


def minutes_of(part: dict[str, str | None]) -> Fraction:
    number = Fraction(part["whole"] or 0)
    if part.get("part"):
        number += Fraction(int(part["part"] or 0), 10 ** len(part["part"] or ""))
    if part.get("fraction"):
        number += FRACTIONS[part["fraction"] or ""]
    if part.get("clock"):
        return number * 60 + int(part["clock"] or 0)
    return number if part.get("minutes") else number * 60


def as_hours(minutes: float) -> str:
    """Format minutes as hours with at most two decimals: 240 is "4", 90 is "1.5", 50 is "0.83"."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def as_typed(minutes: int | None) -> str:
    """Format minutes so that parsing gives them back: 90 is "1.5", 50 is "0:50", None is ""."""
    if minutes is None:
        return ""
    return as_hours(minutes) if minutes % 3 == 0 else f"{minutes // 60}:{minutes % 60:02d}"


class HoursField(forms.CharField):
    """A number of hours in a form; its value is whole minutes, or None."""

    def __init__(self, **kwargs):
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def prepare_value(self, value):
        return as_typed(value) if isinstance(value, int) else value

    def clean(self, value):
        return minutes_from(super().clean(value))

    def has_changed(self, initial, data):
        """Compare as minutes; `initial` is text where the form has sent it along as a hidden field."""
        try:
            before = minutes_from(initial) if isinstance(initial, str) else initial
            return minutes_from(data or "") != before
        except ValidationError:
            return True
