"""Decodes text files: Unicode, or a code page that spreadsheet programs used before, which is detected.

A guess can be wrong, so what it yields must look like words, and the sentence about it is shown with the preview.
"""

import codecs
import re
import unicodedata

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
    import chardet  # late: most files are UTF-8, and its tables are large

    return chardet.detect(data, include_encodings=CODE_PAGES)["encoding"]


def has_plausible_words(text: str) -> bool:
    """Tell whether a text could be somebody's: no controls, no sign within a word, no word of two alphabets."""
    if any(unicodedata.category(letter) in ("Cc", "Cn", "Co") for letter in text if letter not in "\t\r\n"):
        return False
    if SIGN_IN_WORD.search(text):
        return False
    return all(len(alphabets_of(word)) <= 1 for word in set(WORD.findall(text)) if not word.isascii())


def alphabets_of(word: str) -> set[str]:
    names = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
    return names.intersection(ALPHABETS)
