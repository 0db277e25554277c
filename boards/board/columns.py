"""The three columns of a board: their heads, and their cards, grouped by week where all weeks are shown."""

from dataclasses import dataclass, field

from boards.models import Column
from boards.rendering.card import RenderedCard
from boards.reporting.totals import ProjectTotals, Totals
from projects.models import Milestone


@dataclass
class WeekGroup:
    """Cards of one week in a column that shows all weeks; done cards of older weeks are `folded` into a line."""

    week: Milestone | None
    cards: list[RenderedCard]
    totals: Totals
    folded: bool = False


@dataclass
class ColumnView:
    """One of the three columns: its head, and its cards, in groups if it shows all weeks."""

    key: str
    name: str
    totals: Totals
    cards: list[RenderedCard]
    shown: int
    groups: list[WeekGroup] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        """Count the cards that filters hide."""
        return self.totals.cards - self.shown

    @property
    def is_partial(self) -> bool:
        return self.shown != self.totals.cards


def column_heads(
    figures: ProjectTotals, week: object, shown: dict[str, int] | None = None
) -> list[ColumnView]:
    """Build the heads of the three columns, without cards.

    `shown` counts the cards that filters leave, by column; None if there are no filters.
    """
    all_totals = [(key, name, figures.for_week(week, key)) for key, name in Column.choices]
    return [
        ColumnView(key, name, totals, [], totals.cards if shown is None else shown.get(key, 0))
        for key, name, totals in all_totals
    ]
