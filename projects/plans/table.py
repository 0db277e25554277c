"""Turns rows of cells into weeks: finds the header, and validates the cells and the numbers of the weeks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.core.exceptions import ValidationError

from projects import limits
from projects.plans.error import PlanError, quoted
from projects.plans.week import PlannedWeek
from projects.text import is_visible_letter, validate_text


class Formula:
    """Stands for a cell with a formula; only a spreadsheet program could compute its value."""


type Cell = str | int | float | bool | date | time | timedelta | Formula | None
type Cells = Sequence[Cell]
type NumberedRows = Iterator[tuple[int, Cells]]

HEADER_ROWS = 20
MOST_COLUMNS = 50

# Words that name the columns, the surer ones first: a sheet may have "Demo date" beside "Demo task".
# "Weekly Demo Task" is no week and "Goal of the week" neither, so a cell is the first of these that it fits.
COLUMNS = {
    "demo": [r"\bdemo\b.*\btask", r"\bdemo"],
    "goal": [r"\bgoal", r"\bmilestone"],
    "week": [r"\bweeks?\b"],
}
NO_HEADER = (
    f"No header was found. One of the first {HEADER_ROWS} rows must name three columns with the words "
    "“week”, “goal” (or “milestone”) and “demo”."
)

WEEK_NUMBER = re.compile(r"(?:week|wk|w)?\.?\s*#?\s*([0-9]{1,9})(?:[.,]0*)?", re.IGNORECASE)
ERROR_VALUE = re.compile(r"#(?:N/A|[A-Z0-9/_]+[!?])")
# Exports put an apostrophe before what a spreadsheet would take for a formula, or for what is left of one; one
# is taken off again.
EXPORT_QUOTE = re.compile(r"\A'(?='*(?:[=+\-@]|#(?:N/A|[A-Z0-9/_]+[!?])\Z))")
# Any space, line ends too, but not the control characters that Unicode counts among spaces.
SPACES = re.compile(r"[^\S\v\f\x1c-\x1f]+")


@dataclass(frozen=True)
class Sheet:
    """A table as it is in a file. `title` is empty where a file has only one."""

    title: str
    rows: Iterable[Cells]

    def place(self, row: int | None = None, column: int | None = None) -> str:
        """Return a prefix for error messages: “Sheet “Plan”, row 7, cell B7: ”; columns count from 0."""
        parts = [f"sheet {quoted(self.title)}"] if self.title else []
        if row is not None:
            parts.append(f"row {row}")
        if column is not None:
            from openpyxl.utils import get_column_letter  # late, for the reason in `read_plan`

            parts.append(f"cell {get_column_letter(column + 1)}{row}")
        return ", ".join(parts) + ": " if parts else ""


def weeks_of(sheets: Iterable[Sheet]) -> list[PlannedWeek]:
    """Read the plan on the first sheet that has a header. Raises PlanError if there is none, or a row is wrong."""
    for sheet in sheets:
        rows: NumberedRows = enumerate(sheet.rows, start=1)
        if header := find_header(rows):
            return read_weeks(sheet, rows, *header)
    raise PlanError(NO_HEADER)


def find_header(rows: NumberedRows) -> tuple[int, dict[str, int]] | None:
    """Return the header's row number and the indices of its columns; `rows` then continues below it."""
    for number, row in rows:
        if columns := columns_named_in(row):
            return number, columns
        if number >= HEADER_ROWS:
            break
    return None


def columns_named_in(row: Cells) -> dict[str, int] | None:
    """Return the indices of the columns for week, goal and demo; None unless this row names all three."""
    best: dict[str, tuple[int, int]] = {}
    for index, cell in enumerate(row[:MOST_COLUMNS]):
        if (fit := column_named_by(cell)) is not None:
            name, rank = fit
            best[name] = min(best.get(name, (rank, index)), (rank, index))
    return {name: index for name, (_, index) in best.items()} if len(best) == len(COLUMNS) else None


def column_named_by(cell: Cell) -> tuple[str, int] | None:
    """Return the column that this heading is for, and how sure that is (0 is surest)."""
    if not isinstance(cell, str):
        return None
    heading = single_spaced(cell)[: limits.GOAL].lower()
    for name, patterns in COLUMNS.items():
        for rank, pattern in enumerate(patterns):
            if re.search(pattern, heading):
                return name, rank
    return None


def read_weeks(
    sheet: Sheet, rows: NumberedRows, header_row: int, columns: dict[str, int]
) -> list[PlannedWeek]:
    """Read the weeks below the header, in any order, and sort them. Raises PlanError for repeated or missing ones."""
    weeks: dict[int, PlannedWeek] = {}
    row_of: dict[int, int] = {}
    for row_number, row in rows:
        if not row or all(is_blank(row[index]) for index in columns.values() if index < len(row)):
            continue  # notes in other columns do not make a week
        line = SheetRow(sheet, row_number, row, columns)
        week = line.week()
        if week.number in weeks:
            raise line.error("week", f"week {week.number} stands in row {row_of[week.number]} already.")
        weeks[week.number], row_of[week.number] = week, row_number
    if not weeks:
        raise PlanError(f"{sheet.place()}there is no week below the header in row {header_row}.")
    refuse_gaps(sheet, weeks)
    return [weeks[number] for number in sorted(weeks)]


def refuse_gaps(sheet: Sheet, weeks: dict[int, PlannedWeek]) -> None:
    missing = [str(number) for number in range(1, max(weeks)) if number not in weeks]
    if len(missing) == 1:
        raise PlanError(f"{sheet.place()}week {missing[0]} is missing.")
    if missing:
        raise PlanError(f"{sheet.place()}weeks {', '.join(missing[:-1])} and {missing[-1]} are missing.")


@dataclass(frozen=True)
class SheetRow:
    """One row below the header; makes errors that name the row and the cell."""

    sheet: Sheet
    number: int
    row: Cells
    columns: dict[str, int]

    def week(self) -> PlannedWeek:
        return PlannedWeek(self.week_number(), self.text("goal", "goal"), self.text("demo", "demo task"))

    def week_number(self) -> int:
        """Parse the week: 1, 1.0, "1", "Week 1" or "W1". Raises PlanError."""
        cell = self.cell("week")
        if is_blank(cell):
            raise self.error("week", "the week number is missing.")
        self.refuse_formula("week", cell)
        number = whole_number(cell)
        if number is None or number < 1:
            raise self.error("week", f"{described(cell)} is not a week. Write a whole number from 1 on.")
        if number > limits.WEEKS:
            last = f"is beyond the last week. A plan has at most {limits.WEEKS}."
            raise self.error("week", f"{described(cell)} {last}")
        return number

    def text(self, name: str, called: str) -> str:
        """Return a goal or a demo task on one line; invisible text counts as empty. Raises PlanError."""
        cell = self.cell(name)
        if is_blank(cell):
            return ""
        self.refuse_formula(name, cell)
        if not isinstance(cell, (str, int, float)) or isinstance(cell, bool):
            raise self.error(name, f"{described(cell)} is no {called}. Write it as text.")
        text = EXPORT_QUOTE.sub("", single_spaced(shown(cell)), count=1)
        self.refuse_characters(name, called, text)
        if len(text) > limits.GOAL:
            raise self.error(name, f"the {called} has {len(text)} characters; {limits.GOAL} are allowed.")
        return text

    def refuse_formula(self, name: str, cell: Cell) -> None:
        """Raise PlanError for a formula, whose value is unknown here, or for an error value such as #N/A."""
        if isinstance(cell, Formula):
            raise self.error(name, "this is a formula. Paste its value instead.")
        if isinstance(cell, str) and ERROR_VALUE.fullmatch(cell.strip()):
            raise self.error(name, f"this is the error {quoted(cell.strip())}, not a value.")

    def refuse_characters(self, name: str, called: str, text: str) -> None:
        try:
            validate_text(text)
        except ValidationError as error:
            code = (error.params or {}).get("code")
            raise self.error(
                name, f"the {called} holds a character that cannot be shown (U+{code})."
            ) from error

    def cell(self, name: str) -> Cell:
        index = self.columns[name]
        return self.row[index] if index < len(self.row) else None

    def error(self, name: str, sentence: str) -> PlanError:
        return PlanError(self.sheet.place(self.number, self.columns[name]) + sentence)


def whole_number(cell: Cell) -> int | None:
    """Parse a week number as spreadsheets store it: 1, 1.0, or text with or without the word."""
    if isinstance(cell, str):
        match = WEEK_NUMBER.fullmatch(single_spaced(cell))
        return int(match[1]) if match else None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else None
    return cell if isinstance(cell, int) and not isinstance(cell, bool) else None


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell shows nothing: no value, or only spaces and invisible characters."""
    return cell is None or (isinstance(cell, str) and not any(map(is_visible_letter, cell)))


def described(cell: Cell) -> str:
    if isinstance(cell, bool):
        return quoted(str(cell).upper())
    if isinstance(cell, date):
        return f"the date {str(cell).removesuffix(' 00:00:00')}"
    if isinstance(cell, (time, timedelta)):
        return f"the time {cell}"
    return quoted(single_spaced(shown(cell)))


def shown(cell: Cell) -> str:
    """Return a number without the ".0" that spreadsheets add to it; text as it is."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def single_spaced(text: str) -> str:
    """Return the text on one line with single spaces; line ends become spaces too."""
    return SPACES.sub(" ", text).strip(" ")
