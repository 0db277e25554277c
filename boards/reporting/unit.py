"""What amounts are counted in: hours, or cards as long as nothing in the plan is estimated."""

from enum import StrEnum
from math import ceil

from boards.reporting.totals import Totals
from projects.hours import as_hours


class Unit(StrEnum):
    """What is counted: hours, or cards as long as nothing is estimated."""

    HOURS = "hours"
    CARDS = "cards"

    def of(self, totals: Totals) -> int:
        return totals.minutes if self == Unit.HOURS else totals.cards

    @property
    def scale(self) -> int:
        """Return how much of an amount is 1 on the chart's axis: 60 minutes, or a card."""
        return 60 if self == Unit.HOURS else 1

    def number(self, amount: float) -> str:
        said = as_hours(abs(amount)) if self == Unit.HOURS else str(abs(amount))
        return f"−{said}" if amount < 0 else said

    def with_unit(self, amount: float) -> str:
        return f"{self.number(amount)} {self.noun_for(amount)}"

    def noun_for(self, amount: float) -> str:
        return "h" if self == Unit.HOURS else "card" if amount == 1 else "cards"

    def rounded(self, amount: float) -> int:
        """Round to whole hours or cards; less than half an hour stays in minutes, so that it is not told as none."""
        return round(amount / self.scale) * self.scale if amount >= self.scale / 2 else round(amount)

    def rounded_up(self, amount: float, *, is_rate: bool = False) -> float:
        """Round up to whole hours or cards; hours and rates to a tenth where that would be over a quarter more."""
        whole = ceil(amount / self.scale) * self.scale
        if whole <= 1.25 * amount or not (is_rate or self == Unit.HOURS):
            return whole
        return ceil(round(amount * 10 / self.scale, 6)) * self.scale / 10
