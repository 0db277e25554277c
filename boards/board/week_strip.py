"""The weeks on a board page, in the strip and in the Move menu, rendered once for equal values and cached.

Ten weeks are most of what a template would have to look up for a page, and they change with a move at most.
"""

from functools import lru_cache
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.safestring import SafeString

from boards.rendering.cache import MIB, LRUCache
from boards.reporting.totals import Progress


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
cache: LRUCache[WeekStrip, SafeString] = LRUCache(most=4 * MIB)


def render_week_strip(strip: WeekStrip) -> SafeString:
    html = cache.get(strip)
    if html is None:
        html = SafeString(get_template("boards/board/_week_strip.html").render({"strip": strip}))
        cache.set(strip, html)
    return html


@lru_cache(maxsize=512)
def render_week_options(weeks: tuple[WeekOption, ...]) -> SafeString:
    return SafeString(get_template("boards/board/_week_options.html").render({"weeks": weeks}))
