"""Marks in a text where words were found, which were compared with its folded form."""

import re
from collections.abc import Collection, Iterator
from unicodedata import normalize

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from grapheme import graphemes, safe_split_index

from projects.text import UNSEEN_IN_WORDS, fold

BEFORE, AFTER = 40, 120  # letters of a snippet, around what was found first
WORD = re.compile(r"\S+")  # no folded word that is looked for spans two of these
# A text without spaces is looked at in parts, because it takes long to tell the letters of one that has a word. They
# overlap by more than what can be searched for.
STEP, OVERLAP = 200, 400


def mark(text: str, words: Collection[str]) -> SafeString:
    """Return the text as HTML, with what the folded words match in it in `<mark>`."""
    parts, end = [], 0
    for start, stop in find(text, words):
        parts += [escape(text[end:start]), format_html("<mark>{}</mark>", text[start:stop])]
        end = stop
    return format_html_join("", "{}", [[part] for part in (*parts, escape(text[end:]))])


def snippet(text: str, words: Collection[str]) -> SafeString:
    """Return what stands around the first word that is found, marked and on one line; nothing if none is."""
    first = next(matches(text, words), None)
    if first is None:
        return SafeString("")
    start, end = max(0, first[0] - BEFORE), min(len(text), first[1] + AFTER)
    start, end = safe_split_index(text, start), safe_split_index(text, end)
    start += cut_word(text[start : first[0]]) if start else 0
    end -= cut_word(text[first[1] : end][::-1]) if end < len(text) else 0
    part = mark(" ".join(text[start:end].split()), words)
    return format_html("{}{}{}", "… " if start else "", part, " …" if end < len(text) else "")


def cut_word(text: str) -> int:
    """Return how much to leave out of a beginning in the middle of a word; nothing where no other follows."""
    space = re.search(r"\s", text)
    return space.end() if space else 0


def find(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    """Return where the folded words are in the text, from and to, in order and without overlap."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(matches(text, words)):
        if spans and start < spans[-1][1]:
            start, end = spans[-1][0], max(spans.pop()[1], end)
        spans.append((start, end))
    return spans


def matches(text: str, words: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where the words are, one part of the text after the other: most are folded at once, and put aside."""
    for offset, part in parts_of(text):
        folded = fold(part)
        if found := [word for word in words if word in folded]:
            yield from sorted((offset + start, offset + end) for start, end in in_part(part, found))


def parts_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the tokens of the text and where they begin; of long ones parts that overlap."""
    for token in WORD.finditer(text):
        start, end = token.span()
        while end - start > STEP + OVERLAP:
            yield start, text[start : start + STEP + OVERLAP]
            start += STEP
        yield start, text[start:end]


def in_part(token: str, words: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where each of the words is. A position in a folded text is none of the text itself: ß becomes ss."""
    letters = list(pieces(token))
    folded = "".join(letter for letter, _, _ in letters)
    origins = [(start, end) for letter, start, end in letters for _ in letter]
    for word in words:
        place = folded.find(word)
        while place >= 0:
            last = place + len(word)
            yield origins[place][0], origins[last - 1][1]
            place = folded.find(word, last)


def pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each letter that people see, folded, and from where to where it stands in the text.

    Letters are told apart once they are decomposed, because some are composed of several that stand alone.
    """
    seen = [(part, place) for place, letter in enumerate(text) for part in decomposed(letter)]
    start = 0
    for letter in graphemes("".join(part for part, _ in seen)):
        end = start + len(letter)
        yield fold(letter), seen[start][1], seen[end - 1][1] + 1
        start = end


def decomposed(letter: str) -> str:
    return "" if UNSEEN_IN_WORDS.match(letter) else normalize("NFKD", letter)
