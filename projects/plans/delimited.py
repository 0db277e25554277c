"""Plans in text, CSV and TSV and Markdown: finds the delimiter, quotation marks and formulas.

The rows are split here and not by Python's `csv`, which takes the quotation marks of `"Big" launch` away, and reads
on to the end of the file after one that stands alone. tablib leaves out empty lines, so that no row could be named
as the person sees it.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from projects.plans import markdown
from projects.plans.encoding import decoded
from projects.plans.error import SAVE_AS, PlanError, quoted
from projects.plans.headings import HEADER_ROWS, NO_HEADER, headings_of
from projects.plans.rows import read_sheets
from projects.plans.table import MOST_COLUMNS, Cell, Formula, Row, Sheet
from projects.plans.week import ImportedPlan

# Commas and semicolons stand in headings too, a tab never: the rarest first.
DELIMITERS = "\t;,"
# A cell in quotation marks ends where a cell can end; within it they are doubled.
CELLS = {
    delimiter: re.compile(rf'"((?:[^"]|"")*+)"(?=[{delimiter}\r\n]|\Z)|[^{delimiter}\r\n]*')
    for delimiter in DELIMITERS
}

type SplitCell = tuple[str, bool]  # a text, and whether it stood in quotation marks, which are taken off


def plan_in(data: bytes, filename: str) -> ImportedPlan:
    """Read the plan in a text file. Raises PlanError."""
    text, notes = decoded(data, filename)
    weeks, more = read_text(text, filename)
    return ImportedPlan(weeks, [*notes, *more])


def read_text(text: str, filename: str, *, is_pasted: bool = False) -> ImportedPlan:
    """Read the plan in a text, of a file or pasted. Raises PlanError."""
    if not text.strip():
        raise PlanError(f"{quoted(filename)} is empty.")
    if tables := [Sheet("", rows) for rows in markdown.tables_in(text)]:
        return read_sheets(tables)
    delimiter = delimiter_of(text)
    if delimiter is None:
        raise PlanError(no_table(text, filename))
    cells = split(text, delimiter)
    if is_pasted and delimiter == "\t":
        cells = ([(as_copied(*cell), True) for cell in row] for row in cells)
    return read_sheets([Sheet("", rows_of(cells))])


def delimiter_of(text: str) -> str | None:
    """Return the delimiter that yields a header; counting characters would be misled by long texts."""
    for delimiter in DELIMITERS:
        first_rows = islice(split(text, delimiter), HEADER_ROWS)
        if any(headings_of(Row(0, [value for value, _ in cells])) for cells in first_rows):
            return delimiter
    return None


def no_table(text: str, filename: str) -> str:
    """Return the error message for a text without a header."""
    beginning = text.lstrip()[:1]
    if beginning in "{[":
        return f"{quoted(filename)} looks like JSON, not like a table. {SAVE_AS}"
    if beginning == "<":
        return f"{quoted(filename)} looks like a web page, not like a table. {SAVE_AS}"
    return NO_HEADER


def rows_of(rows: Iterable[list[SplitCell]]) -> Iterator[Row]:
    """Yield the rows, empty ones too, so that they are numbered as in a spreadsheet. Raises PlanError."""
    for number, cells in enumerate(rows, start=1):
        if any(value.startswith('"') and value.count('"') % 2 for value, is_quoted in cells if not is_quoted):
            raise PlanError(f"Row {number}: the quotation marks do not pair up.")
        yield Row(number, [cell_of(value) for value, _ in cells[:MOST_COLUMNS]])


def split(text: str, delimiter: str) -> Iterator[list[SplitCell]]:
    """Yield the cells of each row."""
    row: list[SplitCell] = []
    place = 0
    while place < len(text) or row:
        match = CELLS[delimiter].match(text, place)
        assert match, "it matches nothing as well"
        row.append((match[0] if match[1] is None else match[1].replace('""', '"'), match[1] is not None))
        place = match.end() + 1
        if text[match.end() : place] != delimiter:
            yield row
            row = []
            place += text.startswith("\r\n", match.end())


def as_copied(value: str, is_quoted: bool) -> str:
    """Return a cell of the clipboard: only tabs, line ends and quotation marks put one in quotation marks."""
    return f'"{value}"' if is_quoted and not re.search(r'[\t\r\n"]', value) else value


def cell_of(value: str) -> Cell:
    """Return a cell; text that begins with an equals sign is a formula, as a spreadsheet would compute it."""
    return Formula() if value.lstrip().startswith("=") else value
