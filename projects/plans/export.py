"""Plans as files, with the columns of the book's own spreadsheet. What is written here reads back the same."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tablib import Dataset

from projects.plans import markdown
from projects.plans.table import EXPORT_QUOTE
from projects.plans.week import PlannedWeek

HEADINGS = ["Week", "Milestone: High Level Goal", "Weekly Demo Task (30 second video)"]
# Text that the format of workbooks would read as one of its own escapes: its underscore is escaped.
ESCAPE_OF_WORKBOOKS = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheet programs take UTF-8 for what Windows used before


@dataclass(frozen=True)
class Format:
    """A file format in which a plan can be downloaded."""

    name: str
    content_type: str
    write: Callable[[Dataset], bytes]


def in_text(kind: str) -> Callable[[Dataset], bytes]:
    return lambda table: (BYTE_ORDER_MARK + table.export(kind)).encode()


def in_workbook(table: Dataset) -> bytes:
    rows = [(number, *map(escaped, texts)) for number, *texts in table]
    return Dataset(*rows, headers=HEADINGS, title="Plan").export("xlsx")


def in_markdown(table: Dataset) -> bytes:
    return markdown.as_table([HEADINGS, *([str(cell) for cell in row] for row in table)]).encode()


FORMATS = {
    "xlsx": Format(
        "Spreadsheet (XLSX)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        in_workbook,
    ),
    "csv": Format("Comma-separated (CSV)", "text/csv; charset=utf-8", in_text("csv")),
    "tsv": Format("Tab-separated (TSV)", "text/tab-separated-values; charset=utf-8", in_text("tsv")),
    "md": Format("Markdown table", "text/markdown; charset=utf-8", in_markdown),
}


def write_plan(weeks: Iterable[PlannedWeek], kind: str) -> bytes:
    """Return the plan as a file; `kind` is a key of FORMATS."""
    rows = [(week.number, quoted(week.goal), quoted(week.demo_task)) for week in weeks]
    return FORMATS[kind].write(Dataset(*rows, headers=HEADINGS))


def quoted(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if EXPORT_QUOTE.match(f"'{text}") else text


def escaped(text: str) -> str:
    return ESCAPE_OF_WORKBOOKS.sub("_x005F_", text)
