"""The weeks on a board page, in the strip and in the Move menu, rendered once for equal values and cached.

Ten weeks are most of what a template would have to look up for a page, and a move changes one or two of them.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.safestring import SafeString

from boards.rendering.cache import MIB, LRUCache
from boards.reporting.totals import Progress
from boards.templatetags.weekboard import dates
from projects.models import Milestone, Project


class WeekTab(NamedTuple):
    """A week in the strip. It holds values only, so that strips that look the same are equal."""

    pk: int
    number: int
    dates: str
    goal: str
    when: str
    progress: Progress
    is_chosen: bool
    address: str
    has_demo: bool


class WeekStrip(NamedTuple):
    """The weeks, and the addresses of Later and of all weeks.

    `chosen` is "later" or "all" if none of the weeks is chosen.
    """

    weeks: tuple[WeekTab, ...]
    later: str
    later_minutes: int
    all: str
    chosen: str


class WeekOption(NamedTuple):
    """A week in the Move menu; `is_next` is proposed, `is_here` is the one on the page."""

    pk: int
    number: int
    dates: str
    is_closed: bool
    is_next: bool
    is_here: bool


# Not by their number: each week's address holds the words that are searched for.
cache: LRUCache[WeekStrip | WeekTab, SafeString] = LRUCache(most=4 * MIB)


def render_week_strip(strip: WeekStrip) -> SafeString:
    html = cache.get(strip)
    if html is None:
        tabs = SafeString("".join(map(render_week_tab, strip.weeks)))
        html = SafeString(
            get_template("boards/board/_week_strip.html").render({"strip": strip, "tabs": tabs})
        )
        cache.set(strip, html)
    return html


def render_week_tab(week: WeekTab) -> SafeString:
    html = cache.get(week)
    if html is None:
        html = SafeString(get_template("boards/board/_week_tab.html").render({"week": week}))
        cache.set(week, html)
    return html


def week_options(
    weeks: Iterable[Milestone], project: Project, *, following: Milestone | None, here: Milestone | None
) -> SafeString:
    return render_week_options(
        tuple(
            WeekOption(
                pk=week.pk,
                number=week.number,
                dates=dates(week, project),
                is_closed=week.closed_at is not None,
                is_next=week == following,
                is_here=week == here,
            )
            for week in weeks
        )
    )


@lru_cache(maxsize=512)
def render_week_options(weeks: tuple[WeekOption, ...]) -> SafeString:
    return SafeString(get_template("boards/board/_week_options.html").render({"weeks": weeks}))
