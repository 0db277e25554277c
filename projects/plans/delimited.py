"""Plans in text, CSV and TSV and Markdown: finds the encoding, the delimiter and formulas.

Python's own reader is used and not tablib's, which leaves out empty lines, so that no row could be named as the
person sees it, and which refuses a file whose lines have different lengths.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice

from projects.plans import markdown
from projects.plans.error import SAVE_AS, PlanError, quoted
from projects.plans.table import (
    HEADER_ROWS,
    MOST_COLUMNS,
    NO_HEADER,
    Cell,
    Formula,
    Sheet,
    columns_named_in,
    weeks_of,
)
from projects.plans.week import PlannedWeek

# Commas and semicolons stand in headings too, a tab never: the rarest first.
DELIMITERS = "\t;,"
BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]


def weeks_in(data: bytes, filename: str) -> list[PlannedWeek]:
    """Read the plan in a text file. Raises PlanError."""
    text = decoded(data, filename)
    if not text.strip():
        raise PlanError(f"{quoted(filename)} is empty.")
    if markdown.is_table(text):
        return weeks_of([Sheet("", markdown.rows_of(text))])
    delimiter = delimiter_of(text)
    if delimiter is None:
        raise PlanError(no_table(text, filename))
    return weeks_of([Sheet("", rows_of(text, delimiter))])


def decoded(data: bytes, filename: str) -> str:
    """Decode text as spreadsheet programs save it: Unicode, or what Windows used before. Raises PlanError."""
    try:
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError as error:
        raise PlanError(f"{quoted(filename)} is neither a spreadsheet nor text. {SAVE_AS}") from error
    if "\0" in text:
        raise PlanError(f"{quoted(filename)} is neither a spreadsheet nor text. {SAVE_AS}")
    return text


def encoding_of(data: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def delimiter_of(text: str) -> str | None:
    """Return the delimiter that yields a header; counting characters would be misled by long texts."""
    for delimiter in DELIMITERS:
        first_lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            if any(columns_named_in(row) for row in islice(first_lines, HEADER_ROWS)):
                return delimiter
        except csv.Error:
            continue
    return None


def no_table(text: str, filename: str) -> str:
    """Return the error message for a text without a header."""
    beginning = text.lstrip()[:1]
    if beginning in "{[":
        return f"{quoted(filename)} looks like JSON, not like a table. {SAVE_AS}"
    if beginning == "<":
        return f"{quoted(filename)} looks like a web page, not like a table. {SAVE_AS}"
    return NO_HEADER


def rows_of(text: str, delimiter: str) -> Iterator[list[Cell]]:
    """Yield the rows, empty ones too, so that they are numbered as in a spreadsheet. Raises PlanError."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for row in rows:
            yield [cell_of(value) for value in row[:MOST_COLUMNS]]
            number += 1
    except csv.Error as error:
        raise PlanError(
            f"Row {number + 1}: the quotation marks do not pair up, or a cell is far too long."
        ) from error


def cell_of(value: str) -> Cell:
    """Return a cell; text that begins with an equals sign is a formula, as a spreadsheet would compute it."""
    return Formula() if value.lstrip().startswith("=") else value
