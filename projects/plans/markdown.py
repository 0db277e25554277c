"""Plans as Markdown tables: | Week | Goal | Demo |, a line of hyphens, a line for each week."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from projects.plans.table import Cell

# Characters with a meaning in Markdown, which are written with a backslash before them.
MEANING = re.compile(r"([\\`*_{}\[\]<>#|~&])")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
CELL = re.compile(r"(?:\\.|[^\\|])*")
RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*")


def is_table(text: str) -> bool:
    return rule_in(text.splitlines()) > 0


def rows_of(text: str) -> Iterator[list[Cell]]:
    """Yield the cells of each line of the first table; every other line is an empty row."""
    lines = text.splitlines()
    rule = next(
        place
        for place, line in enumerate(lines)
        if place and RULE.fullmatch(line) and "|" in lines[place - 1]
    )
    inside = True
    for place, line in enumerate(lines):
        inside = inside and (place < rule - 1 or "|" in line)
        yield cells_of(line) if inside and place >= rule - 1 and place != rule else []


def rule_in(lines: list[str]) -> int:
    """Return the index of the first line of hyphens with a line of cells above it; 0 if there is none."""
    pairs = enumerate(pairwise(lines), start=1)
    return next((place for place, (above, line) in pairs if "|" in above and RULE.fullmatch(line)), 0)


def cells_of(line: str) -> list[Cell]:
    inner = line.strip().removeprefix("|")
    cells = [ESCAPED.sub(r"\1", match[0]).strip() for match in split(inner)]
    return list(cells[:-1] if inner.endswith("|") and not cells[-1] else cells)


def split(line: str) -> Iterator[re.Match]:
    """Yield the parts between bars; a bar after a backslash is text."""
    place = 0
    while place <= len(line):
        match = CELL.match(line, place)
        assert match, "it matches nothing as well"
        yield match
        place = match.end() + 1


def as_table(rows: Iterable[list[str]]) -> str:
    """Return rows as a table; the first is its head."""
    head, *body = (line_of(row) for row in rows)
    return "\n".join([head, "|---:|---|---|", *body, ""])


def line_of(row: Iterable[str]) -> str:
    return f"| {' | '.join(MEANING.sub(r'\\\1', cell) for cell in row)} |"
