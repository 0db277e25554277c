"""Decodes text files: Unicode, or a code page that spreadsheet programs used before, which is detected.

A guess can be wrong, so what it yields must look like words, and the sentence about it is shown with the preview.
"""

import codecs
import re
import unicodedata
from itertools import pairwise

from projects.plans.error import SAVE_AS, PlanError, quoted

BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
# What "Save as CSV" writes, or wrote, on Windows and on a Mac, and Unicode without a mark.
CODE_PAGES = [
    *(f"windows-{number}" for number in range(1250, 1258)),
    *("cp932", "gb18030", "big5", "cp949"),
    *("macroman", "iso8859-2", "koi8-r", "cp866"),
    *("utf-16-le", "utf-16-be"),
]
WESTERN, MISTAKEN_FOR_WESTERN = "Windows-1252", ("Windows-1250", "Windows-1251", "Windows-1257")
NEARLY, ROUGHLY = 0.8, 0.4  # shares of the best one's likelihood, measured with short plans in 20 languages
ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "HEBREW", "ARABIC")
WORD = re.compile(r"[^\W\d_]+")
# Signs that stand in no word, but for apostrophes, hyphens and the Catalan dot: between letters they were letters.
SIGN_IN_WORD = re.compile(r"[^\W\d_][¡-¬®-¶¸¹»-¿×÷€‚„†‡‰‹›™─-▟][^\W\d_]")


def decoded(data: bytes, filename: str) -> tuple[str, list[str]]:
    """Return the text of a file, and a sentence if its encoding was detected. Raises PlanError."""
    known = known_encoding(data)
    encoding = known or detected(data) or "ascii"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise PlanError(f"{quoted(filename)} is neither a spreadsheet nor text. {SAVE_AS}") from error
    if "\0" in text:
        raise PlanError(f"{quoted(filename)} is neither a spreadsheet nor text. {SAVE_AS}")
    if known:
        return text, []
    if not has_plausible_words(text):
        raise PlanError(
            f"The letters in {quoted(filename)} cannot be told for sure. Save it as XLSX or as CSV UTF-8."
        )
    name = encoding.replace("utf-16-le", "UTF-16").replace("utf-16-be", "UTF-16")
    return text, [
        f"Read as {name}. If letters are wrong, save it as XLSX or as CSV UTF-8 and choose it again."
    ]


def known_encoding(data: bytes) -> str | None:
    """Return the encoding that a mark names, or UTF-8, which no other text is by chance."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    try:
        data.decode()
    except UnicodeDecodeError:
        return None
    return None if b"\0" in data else "utf-8"


def detected(data: bytes) -> str | None:
    """Return the likeliest encoding, or the one of Western Windows if that is nearly as likely.

    A short plan is mostly ASCII, and à, è or ê are letters of Eastern code pages as well.
    """
    import chardet  # late: most files are UTF-8, and its tables are large

    found = chardet.detect_all(data, include_encodings=CODE_PAGES, ignore_threshold=True)
    likely = {each["encoding"]: each["confidence"] for each in found if each["encoding"]}
    best = next(iter(likely), "")
    if best in MISTAKEN_FOR_WESTERN and is_plausible_in(WESTERN, data):
        share = NEARLY if is_plausible_in(best, data) else ROUGHLY
        if likely.get(WESTERN, 0) >= share * likely[best]:
            return WESTERN
    return best or None


def is_plausible_in(encoding: str, data: bytes) -> bool:
    try:
        return has_plausible_words(data.decode(encoding))
    except UnicodeDecodeError:
        return False


def has_plausible_words(text: str) -> bool:
    """Tell whether a text could be somebody's.

    No controls, no sign within a word, no word of two alphabets, no accented capital after a small letter.
    """
    if any(unicodedata.category(letter) in ("Cc", "Cn", "Co") for letter in text if letter not in "\t\r\n"):
        return False
    if SIGN_IN_WORD.search(text):
        return False
    words = {word for word in WORD.findall(text) if not word.isascii()}
    return all(len(alphabets_of(word)) <= 1 and not has_capital_within(word) for word in words)


def has_capital_within(word: str) -> bool:
    """Tell whether a capital beyond ASCII follows a small letter: how a code page of DOS looks, read as another."""
    return any(a.islower() and b.isupper() and not b.isascii() for a, b in pairwise(word))


def alphabets_of(word: str) -> set[str]:
    names = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
    return names.intersection(ALPHABETS)
