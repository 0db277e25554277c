"""The two letters that stand for a person in an avatar."""

import pytest

from projects.models.user import initials_of
from projects.text import cut

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ana Sousa", "AS"),
        ("Dr. Ana Test", "DT"),
        ("ana", "AN"),
        ("(she) Ana", "SA"),
        ("🇩🇪 Max", "MA"),
        ("Max 🇩🇪", "MA"),
        ("Team 7", "T7"),
        ("e\u0301lise o\u0308zil", "E\u0301O\u0308"),
        ("किशोर कुमार", "किकु"),
        ("ßen", "SS"),
        ("李 明", "李明"),
        (FAMILY, FAMILY),
        ("🇩🇪 🇫🇷", "🇩🇪"),
    ],
)
def test_initials_are_whole_letters_of_words(name, initials):
    assert initials_of(name) == initials


def test_a_text_is_cut_between_letters_and_never_within_one():
    assert cut(f"ab{FAMILY}", 4) == "ab"


def test_a_text_that_is_short_enough_stays_whole():
    assert cut("ab", 2) == "ab"
