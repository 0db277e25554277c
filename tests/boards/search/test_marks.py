"""What is marked in a text is what was found in it, however both are spelled."""

import time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.search.marks import find, mark, pieces, snippet
from projects import limits
from projects.text import fold
from tests.examples import examples

LETTERS = st.sampled_from(
    "aAeEßẞſﬁŉǰİIıiςσΣᾳΐ\u0301\u0307\u0327\u0345\u00ad\u200dｶﾞ２각ㅎㅏ수數Ⅷ½®👩🏽\u0e33\u0b3e "
)


def marked(text, *words):
    return [text[start:end] for start, end in find(text, [fold(word) for word in words])]


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("Batch prediction", "PREDICT", ["predict"]),
        ("Große Straße", "STRASSE", ["Straße"]),
        ("Straße", "s", ["S", "ß"]),
        ("ﬁnal ﬁeld", "fi", ["ﬁ", "ﬁ"]),
        ("ﬁnal", "ina", ["ﬁna"]),
        ("２４ hours", "24", ["２４"]),
        (normalize("NFD", "Un café crème"), "café", [normalize("NFD", "café")]),
        ("Un café", normalize("NFD", "CAFÉ"), ["café"]),
        ("İstanbul", "ist", ["İst"]),
        ("soft\u00adware", "software", ["soft\u00adware"]),
        ("清洗数据集", "数据", ["数据"]),
        ("ㅎㅏ", "하", ["ㅎㅏ"]),
        ("ＯＡｕｔｈ", "auth", ["Ａｕｔｈ"]),
        ("100% of _x_ at C:\\temp", "%", ["%"]),
        ("100% of _x_ at C:\\temp", "\\", ["\\"]),
        ("don't", "don't", ["don't"]),
    ],
)
def test_it_marks_the_letters_that_were_found(text, word, found):
    assert marked(text, word) == found


def test_it_marks_no_part_of_another_letter():
    assert marked(normalize("NFD", "pâté"), "pat") == []


def test_it_marks_all_words_once_where_they_overlap():
    assert marked("predictions", "predict", "diction", "ions") == ["predictions"]


@examples(200)
@given(st.text(LETTERS, max_size=12))
def test_the_pieces_of_a_text_are_folded_as_the_whole_is(text):
    assert "".join(folded for folded, _, _ in pieces(text)) == fold(text)


@examples(100)
@given(st.text(LETTERS, min_size=1, max_size=20), st.data())
def test_what_is_in_a_folded_word_is_marked_in_it(text, data):
    for token in fold(text).split():
        start = data.draw(st.integers(0, len(token) - 1))
        word = token[start : data.draw(st.integers(start + 1, len(token)))]
        assert any(word in fold(text[start:end]) for start, end in find(text, [word]))


def test_what_people_wrote_is_escaped_within_a_mark_and_beside_it():
    assert mark("<b>&", ["b"]) == "&lt;<mark>b</mark>&gt;&amp;"
    assert mark("<b>&", ["<"]) == "<mark>&lt;</mark>b&gt;&amp;"


def test_a_snippet_is_what_stands_around_the_word_on_one_line():
    text = "First.\n" + "before " * 40 + "the\n\n  Predicted  lateness " + "after " * 40
    found = snippet(text, ["predict"])
    assert "the <mark>Predict</mark>ed lateness after" in found
    assert found.startswith("… before")
    assert found.endswith("after …")
    assert len(found) < 260


def test_a_snippet_of_a_short_text_is_all_of_it():
    assert snippet("Ask Ben & co", ["ben"]) == "Ask <mark>Ben</mark> &amp; co"


def test_a_snippet_of_a_word_without_end_is_short_and_cuts_no_letter():
    text = "數" * 9_000 + "e\u0301" * 500 + "needle" + "e\u0301" * 500
    found = snippet(text, ["needle"])
    assert "<mark>needle</mark>" in found
    assert found.startswith("… e\u0301")
    assert len(found) < 300


def test_a_word_is_found_wherever_it_is_in_a_text_without_spaces():
    for place in range(150, 700, 13):
        text = "數" * place + "e\u0301needle" + "據" * 700
        assert find(text, ["éneedle"]) == [(place, place + len("e\u0301needle"))]


@pytest.mark.parametrize("letter", ["數", "a", "ﷺ", "ß", "e\u0301"])
def test_a_snippet_of_the_longest_text_without_spaces_takes_no_time(letter):
    """Of a hundred cards a page shows one each. It took up to more than a second."""
    text = (letter * limits.TEXT)[: limits.TEXT]
    begun = time.process_time()
    snippet(text, fold(letter).split())
    assert time.process_time() - begun < 0.1


def test_there_is_no_snippet_of_a_text_without_the_word():
    assert snippet("Something else", ["predict"]) == ""
