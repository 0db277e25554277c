"""The figures of a board as a change brings them up to date: each part rendered once for equal values and cached.

A move changes some of them, and those of one column or week come back with the next move or for the next screen.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString

from boards.board.columns import ColumnView
from boards.models import Column
from boards.reporting.totals import Progress, ProjectTotals, Totals, WeekScope


def render_figures(
    columns: Iterable[ColumnView], figures: ProjectTotals, week: WeekScope, within: str = ""
) -> SafeString:
    """Render what the heads of a board of this week count, each to its own place.

    `within` is a selector with a space at its end, for pages that may show other weeks.
    """
    totals = figures.for_week(week)
    heads = [
        render_column(column.key, column.shown, column.totals.cards, column.totals.minutes, within)
        for column in columns
    ]
    state = render_state(figures.progress(week), totals.over, totals.blocked, within)
    return SafeString("".join([*heads, state]))


def render_week_figures(figures: ProjectTotals, weeks: Iterable[int | None]) -> SafeString:
    """Render what the strip shows of weeks (None is Later), and what their folded done cards come to."""
    parts = (render_week(week, figures.progress(week), figures.for_week(week, Column.DONE)) for week in weeks)
    return SafeString("".join(parts))


@lru_cache(maxsize=2048)
def render_column(key: str, shown: int, cards: int, minutes: int, within: str) -> SafeString:
    column = ColumnView(key, "", Totals(cards, minutes), [], shown)
    return render("_column_figures.html", column=column, within=within)


@lru_cache(maxsize=2048)
def render_state(progress: Progress, over: int, blocked: int, within: str) -> SafeString:
    return render("_state_figures.html", progress=progress, over=over, blocked=blocked, within=within)


@lru_cache(maxsize=2048)
def render_week(week: int | None, progress: Progress, totals: Totals) -> SafeString:
    return render("_week_figures.html", week=week, progress=progress, totals=totals)


def render(template: str, **values: object) -> SafeString:
    """Render with these values alone: whatever else a part showed would not be in its key."""
    return SafeString(get_template(f"boards/board/{template}").render(values))
