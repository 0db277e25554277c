"""What was measured, a line each, beside what it may be and what was asked for."""

from dataclasses import dataclass, field
from typing import NamedTuple

HEAD = ("", "now", "bound", "goal", "")


class Line(NamedTuple):
    what: str
    measured: str
    bound: str
    goal: str
    ok: bool | None


@dataclass
class Table:
    lines: list[Line] = field(default_factory=list)

    def at_most(self, what, measured, bound, unit="", *, goal=None):
        """Note it, then insist on it: a bound that is not met is in the table as well."""
        self.add(what, measured, "≤", bound, unit, goal, measured <= bound)

    def at_least(self, what, measured, bound, unit="", *, goal=None):
        self.add(what, measured, "≥", bound, unit, goal, measured >= bound)

    def note(self, what, measured, unit=""):
        """Worth knowing, but without a bound."""
        self.lines.append(Line(what, said(measured, unit), "", "", None))

    def add(self, what, measured, sign, bound, unit, goal, ok):
        """A bound is what was reached and a tenth; a goal is what was asked for, where that is something else."""
        limit, asked = (
            f"{sign} {said(number, unit)}" if number is not None else "" for number in (bound, goal)
        )
        self.lines.append(Line(what, said(measured, unit), limit, asked, ok))
        assert ok, f"{what}: {said(measured, unit)}, which is not {limit}"

    def __str__(self):
        marks = {None: "", True: "ok", False: "NOT MET"}
        rows = [HEAD, *((*line[:4], marks[line.ok]) for line in self.lines)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join(row_of(row, widths).rstrip() for row in rows)


def row_of(cells, widths):
    """The first to the left, as it is read; numbers to the right."""
    (what, width), *others = zip(cells, widths, strict=True)
    return "  ".join([f"{what:<{width}}", *(f"{cell:>{width}}" for cell, width in others)])


def said(number, unit):
    """A number with three digits that count; a whole number in full."""
    text = (
        f"{number:,}" if isinstance(number, int) else f"{number:.3g}" if number < 1000 else f"{number:,.0f}"
    )
    return f"{text} {unit}".rstrip()
