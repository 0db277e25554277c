"""Rows of cells as files have them: what a cell shows, and one row of the plan with its errors."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError

from projects import limits
from projects.plans.error import PlanError, quoted
from projects.plans.week import PlannedWeek
from projects.text import is_visible_letter, validate_text


class Formula:
    """Stands for a cell with a formula; only a spreadsheet program could compute its value."""


type Cell = str | int | float | bool | date | time | timedelta | Formula | None
type Cells = Sequence[Cell]

MOST_COLUMNS = 50

# "1", "Week 1:", "KW 1", "w1.", "1.0", "Week 1 (7 Sep)", "1-2", "weeks 1 and 2".
WEEK = r"(?:weeks?|wks?|w|kw)"
WEEK_NUMBERS = re.compile(
    rf"{WEEK}?\.?[ _]*#?[ _]*([0-9]{{1,9}})(?:[.,]0*)?"
    rf"(?: ?(?:-|–|—|to|and|&|bis|und) ?{WEEK}?\.? ?([0-9]{{1,9}}))? ?[:.]? ?(?:\(.*\))?",
    re.IGNORECASE,
)
ERROR_VALUE = re.compile(r"#(?:N/A|[A-Z0-9/_]+[!?])")
# Exports put an apostrophe before what a spreadsheet would take for a formula, or for what is left of one; one
# is taken off again. Some programs read wide and small signs as the plain ones, and pass over what is not seen.
UNSEEN = (
    r"\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
FORMULA_SIGN = r"[=+\-@＝＋－＠﹦﹢﹣﹫−]"
EXPORT_QUOTE = re.compile(rf"\A'(?=['{UNSEEN}]*{FORMULA_SIGN}|'*#(?:N/A|[A-Z0-9/_]+[!?])\Z)")
# Any space, line ends too, but not the control characters that Unicode counts among spaces.
SPACES = re.compile(r"[^\S\v\f\x1c-\x1f]+")


class Row(NamedTuple):
    """A row, with the number that the person sees beside it, and what is hidden in the file: itself, or columns."""

    number: int
    cells: Cells
    is_hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """A table as it is in a file; its rows are read once. `title` is empty where a file has only one."""

    title: str
    rows: Iterable[Row]

    def place(self, row: int | None = None, column: int | None = None) -> str:
        """Return a prefix for error messages: “Sheet “Plan”, row 7, cell B7: ”; columns count from 0."""
        parts = [f"sheet {quoted(self.title)}"] if self.title else []
        if row is not None:
            parts.append(f"row {row}")
        if column is not None:
            from openpyxl.utils import get_column_letter  # late, for the reason in `read_plan`

            parts.append(f"cell {get_column_letter(column + 1)}{row}")
        return ", ".join(parts) + ": " if parts else ""


@dataclass(frozen=True)
class SheetRow:
    """One row below the header; makes errors that name the row and the cell."""

    sheet: Sheet
    number: int
    row: Cells
    columns: dict[str, int]

    def week(self) -> PlannedWeek:
        [number, *_] = self.week_numbers()
        return PlannedWeek(number, self.text("goal", "goal"), self.text("demo", "demo task"))

    def week_numbers(self) -> range:
        """Parse the week or weeks: 1, 1.0, "1", "Week 1", "W1", "1-2". Raises PlanError."""
        cell = self.cell("week")
        if is_blank(cell):
            raise self.error("week", "the week number is missing.")
        self.refuse_formula("week", cell)
        numbers = week_numbers(cell)
        if numbers is None:
            raise self.error("week", f"{described(cell)} is not a week. Write a whole number from 1 on.")
        if numbers[-1] > limits.WEEKS:
            last = f"is beyond the last week. A plan has at most {limits.WEEKS}."
            raise self.error("week", f"{described(cell)} {last}")
        return numbers

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


def week_numbers(cell: Cell) -> range | None:
    """Parse a week as spreadsheets store it, or the first and the last of several; None if it is none."""
    if isinstance(cell, str):
        match = WEEK_NUMBERS.fullmatch(single_spaced(cell))
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (-1, -1)
    elif isinstance(cell, bool) or not isinstance(cell, (int, float)) or cell != cell // 1:
        return None
    else:
        first = last = int(cell)
    return range(first, last + 1) if 0 <= first <= last else None


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
