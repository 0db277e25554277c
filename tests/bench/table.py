"""What was measured, a line each, beside what it may be."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Line(NamedTuple):
    what: str
    measured: str
    bound: str
    ok: bool | None


@dataclass
class Table:
    lines: list[Line] = field(default_factory=list)

    def at_most(self, what, measured, bound, unit=""):
        """Note it, then insist on it: a bound that is not met is in the table as well."""
        self.add(what, measured, unit, f"≤ {said(bound, unit)}", measured <= bound)

    def at_least(self, what, measured, bound, unit=""):
        self.add(what, measured, unit, f"≥ {said(bound, unit)}", measured >= bound)

    def note(self, what, measured, unit=""):
        """Worth knowing, but without a bound."""
        self.lines.append(Line(what, said(measured, unit), "", None))

    def add(self, what, measured, unit, bound, ok):
        self.lines.append(Line(what, said(measured, unit), bound, ok))
        assert ok, f"{what}: {said(measured, unit)}, which is not {bound}"

    def __str__(self):
        widths = [max(len(line[column]) for line in self.lines) for column in range(3)]
        return "\n".join(
            f"{line.what:<{widths[0]}}  {line.measured:>{widths[1]}}  {line.bound:>{widths[2]}}  "
            f"{'' if line.ok is None else 'ok' if line.ok else 'NOT MET'}".rstrip()
            for line in self.lines
        )


def said(number, unit):
    """A number with three digits that count; a whole number in full."""
    text = (
        f"{number:,}" if isinstance(number, int) else f"{number:.3g}" if number < 1000 else f"{number:,.0f}"
    )
    return f"{text} {unit}".rstrip()
