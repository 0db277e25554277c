"""Finds the header of a table, and in it the columns for week, goal and demo."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from projects import limits
from projects.plans.error import quoted
from projects.plans.table import MOST_COLUMNS, WEEK, Cell, Row, is_blank, single_spaced, week_numbers

HEADER_ROWS = 20
NO_HEADER = (
    f"No header was found. One of the first {HEADER_ROWS} rows must name three columns with the words "
    "“week”, “goal” (or “milestone”) and “demo”; a date, an owner, a link or a status does not count."
)

# What a heading is, the surer words first. "Weekly Demo Task" is no week and "Goal of the week" neither, so a
# heading is for the first of these columns that it fits.
NUMBER = r"(?:no|nr|num|number|numbers)"
IS = {
    "demo": [r"(?:weekly )?demo tasks?", r"demos?"],
    "goal": [r"goals?", r"milestones?"],
    "week": [rf"{WEEK}(?:\W*{NUMBER})?\W*"],
}
CONTAINS = {
    "demo": [r"\bdemo\b.*\btask", r"\bdemo"],
    "goal": [r"\bgoal", r"\bmilestone"],
    "week": [rf"\b(?:weeks?|wks?|kw){NUMBER}?\b"],
}
# What is about a goal or a demo, and is not it.
BESIDE = re.compile(r"\b(?:dates?|owners?|links?|status|due)\b")
WORDS_RUN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


@dataclass(frozen=True)
class Heading:
    """A heading that may name a column, and how sure that is: `doubt` is 0 where it is the word itself."""

    column: str
    index: int
    title: str
    is_hidden: bool
    doubt: int
    rank: int

    def __str__(self) -> str:
        return quoted(self.title)


@dataclass(frozen=True)
class Header:
    """The row that names the columns. `headings` are those that might, by column."""

    number: int
    headings: dict[str, list[Heading]]

    def choose(self, rows: Iterable[Row]) -> tuple[dict[str, int], list[str]]:
        """Return the indices of the columns by name, and sentences on what was read as what.

        A visible column comes before a hidden one; for the weeks, one that counts from one before others.
        """
        rows = list(rows)
        best: dict[str, Heading] = {}
        notes: list[str] = []
        for column, headings in self.headings.items():
            order = [(self.order(heading, rows), heading) for heading in headings]
            order.sort(key=lambda pair: (pair[0], pair[1].rank, pair[1].index))
            _, alike = next(groupby(order, key=lambda pair: pair[0]))
            best[column], *others = [heading for _, heading in alike]
            notes += notes_on(best[column], others)
        return {column: heading.index for column, heading in best.items()}, [taken(best), *notes]

    def order(self, heading: Heading, rows: list[Row]) -> tuple[bool, bool, int]:
        counts = heading.column != "week" or counts_from_one(heading.index, rows)
        return heading.is_hidden, not counts, heading.doubt


def taken(best: dict[str, Heading]) -> str:
    return f"The week is in {best['week']}, the goal in {best['goal']}, the demo task in {best['demo']}."


def notes_on(heading: Heading, others: list[Heading]) -> Iterator[str]:
    for other in others:
        yield f"{other} could be the {heading.column} too; {heading} was taken."
    if heading.is_hidden:
        yield f"The column {heading} is hidden in the file, and was taken all the same."


def find_header(rows: Iterator[Row]) -> Header | None:
    """Return the header among the first rows; `rows` then goes on below it."""
    for row in islice(rows, HEADER_ROWS):
        if not row.is_hidden and (headings := headings_of(row)):
            return Header(row.number, headings)
    return None


def headings_of(row: Row) -> dict[str, list[Heading]] | None:
    """Return the headings of a row by their column; None unless they name all three."""
    headings: dict[str, list[Heading]] = {name: [] for name in ("week", "goal", "demo")}
    for index, cell in enumerate(row.cells[:MOST_COLUMNS]):
        if found := heading_of(cell, index, is_hidden=index in row.hidden_columns):
            headings[found.column].append(found)
    return headings if all(headings.values()) else None


def heading_of(cell: Cell, index: int = 0, *, is_hidden: bool = False) -> Heading | None:
    """Return what a cell names, if it is text and names a column; "Week 1" is a week."""
    if not isinstance(cell, str) or week_numbers(cell):
        return None
    title = single_spaced(cell)[: limits.GOAL]
    words = single_spaced(WORDS_RUN_TOGETHER.sub(" ", title)).strip(" :").lower()
    if BESIDE.search(words):
        return None
    for name, patterns in CONTAINS.items():
        for rank, pattern in enumerate(patterns):
            if re.search(pattern, words):
                is_word = [other for other in IS[name] if re.fullmatch(other, words)]
                rank = IS[name].index(is_word[0]) if is_word else rank
                return Heading(name, index, title, is_hidden, 0 if is_word else 1, rank)
    return None


def counts_from_one(index: int, rows: list[Row]) -> bool:
    """Tell whether the first week in a column is 1 or 0; calendar weeks and dates are others."""
    cells = (row.cells[index] for row in rows if index < len(row.cells) and not row.is_hidden)
    numbers = (week_numbers(cell) for cell in cells if not is_blank(cell))
    return next((found[0] <= 1 for found in numbers if found), False)
