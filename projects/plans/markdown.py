"""Plans as Markdown tables: | Week | Goal | Demo |, a line of hyphens, a line for each week."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from markdown_it import MarkdownIt
from markdown_it.token import Token

from projects import limits
from projects.plans.table import MOST_COLUMNS, Cell, Row

INLINE = MarkdownIt("commonmark").enable("strikethrough")

# Characters with a meaning in Markdown, which are written with a backslash before them.
MEANING = re.compile(r"([\\`*_{}\[\]<>#|~&])")
CELL = re.compile(r"(?:\\.|[^\\|])*")
RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*")


def tables_in(text: str) -> Iterator[Iterator[Row]]:
    """Yield the tables, their rows numbered by the lines of the text; a table begins above a line of hyphens."""
    for has_bars, block in groupby(enumerate(text.splitlines(), start=1), key=lambda line: "|" in line[1]):
        lines = list(block) if has_bars else []
        rules = (place for place, (_, line) in enumerate(lines) if place and RULE.fullmatch(line))
        if rule := next(rules, None):
            yield (Row(number, cells_of(line)) for number, line in [lines[rule - 1], *lines[rule + 1 :]])


def cells_of(line: str) -> list[Cell]:
    inner = line.strip().removeprefix("|")
    cells = [plain(match[0].strip()) for match in islice(split(inner), MOST_COLUMNS)]
    return list(cells[:-1] if inner.endswith("|") and not cells[-1] else cells)


def plain(text: str) -> str:
    """Return what a reader of Markdown sees: without the marks of bold text, code and links, and without backslashes.

    What is far too long for a plan stays as it is: it will be refused, and brackets cost time by the square.
    """
    if not MEANING.search(text) or len(text) > limits.GOAL * 4:
        return text
    [inline] = INLINE.parseInline(text)
    return "".join(map(shown, inline.children or [])).strip()


def shown(token: Token) -> str:
    if token.type == "image":
        return "".join(map(shown, token.children or []))
    return " " if token.type in ("hardbreak", "softbreak", "html_inline") else token.content


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
