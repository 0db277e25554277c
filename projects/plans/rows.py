"""Reads the weeks below a header: several rows a week, several weeks a row, and the rows that are no week."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils.text import get_text_list

from projects import limits
from projects.plans.error import PlanError, quoted
from projects.plans.headings import NO_HEADER, find_header, heading_of
from projects.plans.table import Cell, Row, Sheet, SheetRow, is_blank, single_spaced, week_numbers
from projects.plans.week import ImportedPlan, PlannedWeek
from projects.words import plural

TEXTS = {"goal": "goal", "demo": "demo task"}
TOTAL = re.compile(r"(?:grand )?(?:totals?|sum):?", re.IGNORECASE)
MOST_ROWS = limits.WEEKS * 20  # that say anything


def read_sheets(sheets: Iterable[Sheet]) -> ImportedPlan:
    """Read the plan on the first sheet that has a header. Raises PlanError if there is none, or a row is wrong."""
    for sheet in sheets:
        rows = iter(sheet.rows)
        if header := find_header(rows):
            rest = filled(sheet, rows)
            columns, notes = header.choose(rest)
            notes = [f"Read from the sheet {quoted(sheet.title)}.", *notes] if sheet.title else notes
            weeks = WeekRows(sheet, columns)
            for row in rest:
                weeks.take(row)
            return weeks.plan(f"there is no week below the header in row {header.number}.", notes)
    raise PlanError(NO_HEADER)


def filled(sheet: Sheet, rows: Iterator[Row]) -> list[Row]:
    """Return the rows that show anything at all. Raises PlanError if there are far more than a plan has."""
    found = list(islice((row for row in rows if not all(map(is_blank, row.cells))), MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        raise PlanError(
            f"{sheet.place()}there are more than {MOST_ROWS} rows; a plan has at most {limits.WEEKS} weeks."
        )
    return found


class WeekRows:
    """Collects the weeks row by row, and what there is to say about them."""

    def __init__(self, sheet: Sheet, columns: dict[str, int]):
        self.sheet, self.columns = sheet, columns
        self.weeks: dict[int, PlannedWeek] = {}
        self.row_of: dict[int, int] = {}
        self.current = range(0)  # the weeks that a row without a number belongs to
        self.hidden: list[int] = []
        self.left_out: list[int] = []
        self.joined: list[int] = []
        self.shared: list[int] = []

    def take(self, row: Row) -> None:
        """Take one row; notes in other columns do not make a week. Raises PlanError."""
        line = SheetRow(self.sheet, row.number, row.cells, self.columns)
        cells = {name: line.cell(name) for name in self.columns}
        if all(map(is_blank, cells.values())):
            return
        if row.is_hidden:
            self.hidden.append(row.number)
        elif is_header_again(cells) or is_total(cells):
            self.left_out.append(row.number)
        elif is_blank(cells["week"]):
            self.go_on(line)
        elif is_title(line):
            self.left_out.append(row.number)
            self.current = range(0)
        else:
            self.begin(line)

    def begin(self, line: SheetRow) -> None:
        """Take a row that has a week, or the first and the last of several."""
        self.current = line.week_numbers()
        for number in self.current:
            if number in self.weeks:
                raise line.error("week", f"week {number} stands in row {self.row_of[number]} already.")
            self.weeks[number], self.row_of[number] = PlannedWeek(number, *texts_of(line)), line.number
        if len(self.current) > 1:
            self.shared.append(line.number)

    def go_on(self, line: SheetRow) -> None:
        """Take a row without a week as one more of the week above it: merged cells, or a week said once."""
        if not self.current:
            self.left_out.append(line.number)
            return
        goal, demo_task = texts_of(line)
        for number in self.current:
            week = self.weeks[number]
            self.weeks[number] = PlannedWeek(
                number,
                with_more(week.goal, goal, line, "goal"),
                with_more(week.demo_task, demo_task, line, "demo"),
            )
            if number not in self.joined:
                self.joined.append(number)

    def plan(self, none: str, notes: list[str]) -> ImportedPlan:
        """Return the whole plan; one that counts from 0 is counted from 1. Raises PlanError for missing weeks."""
        if not self.weeks:
            raise PlanError(self.sheet.place() + none)
        up = 1 if 0 in self.weeks else 0
        numbers = sorted(self.weeks)
        refuse_gaps(self.sheet, numbers, self.hidden)
        if numbers[-1] + up > limits.WEEKS:
            raise PlanError(f"{self.sheet.place()}a plan has at most {limits.WEEKS} weeks.")
        weeks = [self.weeks[number] for number in numbers]
        return ImportedPlan(
            [PlannedWeek(week.number + up, week.goal, week.demo_task) for week in weeks],
            [*notes, *self.notes(), *(["It counts from week 0: here that is week 1."] if up else [])],
        )

    def notes(self) -> Iterator[str]:
        if self.left_out:
            yield f"Left out, as no week is named there: {listed('row', self.left_out)}."
        if self.hidden:
            yield f"Left out, hidden in the file: {listed('row', self.hidden)}."
        if self.joined:
            yield f"Joined from several rows: {listed('week', self.joined)}."
        if self.shared:
            yield f"Taken for several weeks: {listed('row', self.shared)}."


def is_title(line: SheetRow) -> bool:
    """Tell whether a row has a text in place of a week and nothing else: the name of a phase, a break."""
    cell = line.cell("week")
    line.refuse_formula("week", cell)
    return (
        isinstance(cell, str)
        and week_numbers(cell) is None
        and all(is_blank(line.cell(name)) for name in TEXTS)
    )


def is_header_again(cells: dict[str, Cell]) -> bool:
    """Tell whether each cell names its own column; a week may have the words of a header in its texts."""
    return all((heading := heading_of(cell)) and heading.column == name for name, cell in cells.items())


def is_total(cells: dict[str, Cell]) -> bool:
    """Tell whether a row sums the others up: "Total" in place of the week, or of a goal without one."""
    first = next(cell for name in ("week", "goal", "demo") if not is_blank(cell := cells[name]))
    return isinstance(first, str) and bool(TOTAL.fullmatch(single_spaced(first)))


def texts_of(line: SheetRow) -> list[str]:
    return [line.text(name, called) for name, called in TEXTS.items()]


def with_more(text: str, more: str, line: SheetRow, name: str) -> str:
    """Return a text of several rows, joined. Raises PlanError if it gets too long."""
    if not more or more in text.split("; "):
        return text
    joined = f"{text}; {more}" if text else more
    if len(joined) > limits.GOAL:
        allowed = f"has {len(joined)} characters with the rows above; {limits.GOAL} are allowed."
        raise line.error(name, f"the {TEXTS[name]} {allowed}")
    return joined


def refuse_gaps(sheet: Sheet, numbers: list[int], hidden: list[int]) -> None:
    missing = [number for number in range(min(1, numbers[0]), numbers[-1]) if number not in numbers]
    if missing:
        are = "is" if len(missing) == 1 else "are"
        why = " Hidden rows are left out." if hidden else ""
        raise PlanError(f"{sheet.place()}{listed('week', missing)} {are} missing.{why}")


def listed(noun: str, numbers: list[int]) -> str:
    """Return "row 3", or "rows 3, 5 and 8"."""
    return f"{plural(len(numbers), noun)} {get_text_list([str(number) for number in numbers], 'and')}"
