"""Cells that were copied from a spreadsheet and pasted into a cell of the plan."""

from collections.abc import Sequence
from typing import NamedTuple

from projects import limits
from projects.plans.delimited import as_copied, split
from projects.plans.difference import HasPlanTexts
from projects.plans.error import PlanError
from projects.plans.headings import headings_of
from projects.plans.rows import read_sheets
from projects.plans.table import Row, Sheet, SheetRow, is_blank, week_numbers
from projects.plans.week import PlannedWeek

TEXTS = {"goal": "goal", "demo_task": "demo"}
BOTH = ["goal", "demo"]


class Pasted(NamedTuple):
    """The weeks with their new texts, the number of rows for which there is no week, and what a header said."""

    weeks: list[PlannedWeek]
    left_out: int
    notes: Sequence[str] = ()


def read_pasted(text: str, weeks: Sequence[HasPlanTexts], first: int, name: str) -> Pasted:
    """Read what was pasted: a column fills `name` from week `first` downwards, a table fills both columns.

    `name` is "goal" or "demo_task". A table with a header, or with week numbers before the two texts, goes by these.
    Raises PlanError.
    """
    rows = rows_in(text)
    numbered = [Row(number, cells) for number, cells in enumerate(rows, start=1)]
    if any(map(headings_of, numbered)):
        plan = read_sheets([Sheet("", numbered)])
        return only_known(plan.weeks, weeks)._replace(notes=plan.notes)
    width = max(len(row) for row in rows)
    if width == 1:
        return downwards(rows, weeks, first, [TEXTS[name]])
    if width == 2:
        return downwards(rows, weeks, first, BOTH)
    if width == 3 and all(week_numbers(row[0]) for row in rows):
        lines = [
            SheetRow(Sheet("", ()), n, row, {"week": 0, "goal": 1, "demo": 2})
            for n, row in enumerate(rows, 1)
        ]
        return only_known([line.week() for line in lines], weeks)
    raise PlanError(
        f"This has {width} columns. Copy the column of goals, of demo tasks, or both side by side."
    )


def rows_in(text: str) -> list[list[str]]:
    """Split cells as spreadsheets copy them. Raises PlanError if there are none, or too many."""
    rows = [[as_copied(*cell) for cell in row] for row in split(text, "\t")]
    while rows and all(map(is_blank, rows[-1])):
        rows.pop()
    if not rows:
        raise PlanError("There is nothing to paste.")
    if len(rows) > limits.WEEKS * 20:
        raise PlanError(f"This has {len(rows)} rows; a plan has at most {limits.WEEKS} weeks.")
    return rows


def downwards(rows: list[list[str]], weeks: Sequence[HasPlanTexts], first: int, names: list[str]) -> Pasted:
    following = [week for week in weeks if week.number >= first]
    columns = {name: place for place, name in enumerate(names)}
    planned = []
    for place, (row, week) in enumerate(zip(rows, following, strict=False), start=1):
        line = SheetRow(Sheet("", ()), place, row, columns)
        goal = line.text("goal", "goal") if "goal" in columns else week.goal
        demo_task = line.text("demo", "demo task") if "demo" in columns else week.demo_task
        planned.append(PlannedWeek(week.number, goal, demo_task))
    return Pasted(planned, max(0, len(rows) - len(following)))


def only_known(planned: list[PlannedWeek], weeks: Sequence[HasPlanTexts]) -> Pasted:
    numbers = {week.number for week in weeks}
    known = [week for week in planned if week.number in numbers]
    return Pasted(known, len(planned) - len(known))
