"""The progress of a project in plain numbers: what was planned, what is done, what is forecast.

All amounts are minutes, or cards as long as nothing in the plan is estimated.
"""

from dataclasses import dataclass
from functools import cached_property

from boards.progress.forecast import ENOUGH, Forecast, forecast
from boards.reporting.unit import Unit


@dataclass(frozen=True)
class ProgressSeries:
    """The amounts of each week. Weeks are counted by number: week 3 lies between 2 and 3 on the chart's axis.

    A week is finished when it is over or closed. `first` is the first that is not: after the plan's end it is a
    number that the plan does not have.
    """

    unit: Unit
    planned: tuple[int, ...]  # by the end of each week of the plan, from week 1
    done: tuple[int, ...]  # by the end of each finished week
    done_by_week: tuple[int, ...]  # by each finished week alone
    done_this_week: int  # done of the weeks that are not finished
    total: int  # all work of the plan
    growth: tuple[int, ...]  # by how much `total` has grown in each finished week, and since
    first: int
    now: float  # the present moment on the axis
    is_archived: bool = False  # archived: nothing more will come

    @property
    def last(self) -> int:
        return len(self.planned)

    @property
    def finished(self) -> int:
        return len(self.done)

    @property
    def before(self) -> int:
        """Return what was done by the end of the last finished week, where the forecast starts."""
        return self.done[-1] if self.done else 0

    @property
    def done_now(self) -> int:
        return self.before + self.done_this_week

    @property
    def left(self) -> int:
        """Return what was not done by then; it includes `done_this_week`, because a forecast counts whole weeks."""
        return self.total - self.before

    @property
    def open(self) -> int:
        return self.total - self.done_now

    @property
    def scope(self) -> list[int]:
        """List all work there was: at the plan's beginning, by the end of each finished week, and now."""
        levels = [self.total]
        for change in reversed(self.growth):
            levels.append(levels[-1] - change)
        return levels[::-1]

    @property
    def is_under_way(self) -> bool:
        return self.open > 0 and not self.is_archived

    @property
    def has_forecast(self) -> bool:
        return self.is_under_way and self.finished >= ENOUGH

    @cached_property
    def forecast(self) -> Forecast | None:
        if not self.has_forecast:
            return None
        return forecast(self.left, tuple(sorted(self.done_by_week)), self.done_this_week)

    def week(self, weeks_ahead: int | None) -> int | None:
        """Return the number of a coming week; 1 is the first unfinished one."""
        return None if weeks_ahead is None else self.first + weeks_ahead - 1

    @property
    def earliest(self) -> int | None:
        return self.week(self.forecast.earliest) if self.forecast else None

    @property
    def likely(self) -> int | None:
        return self.week(self.forecast.likely) if self.forecast else None

    @property
    def latest(self) -> int | None:
        return self.week(self.forecast.latest) if self.forecast else None

    # --- What it would take -----------------------------------------------------------------------------
    @property
    def weeks_left(self) -> int:
        return max(0, self.last - self.first + 1)

    @property
    def throughput(self) -> float:
        """Return what was done in a finished week on average."""
        return sum(self.done_by_week) / self.finished if self.finished else 0

    @property
    def needed(self) -> float:
        """Return what has to be done in each week that is left; only while one is."""
        return self.left / self.weeks_left
