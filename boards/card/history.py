"""The history of a card, in plain sentences."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from boards.events import sentence_of
from boards.models import Column
from boards.wording import Names
from projects.models import Event, Project

SHOWN = 30  # lines at once


class HistoryLine(NamedTuple):
    """One event: who did what, and when; `said` is the moment in words."""

    actor: str
    what: SafeString
    at: datetime
    said: str


def history_of(
    project: Project,
    number: int,
    weeks: dict[int, int],
    *,
    until: int | None = None,
    split_from: int | None = None,
) -> tuple[list[HistoryLine], int | None]:
    """Return lines of a card, latest first, and the event that the earlier ones begin with; None if there are none.

    `weeks` maps the ids of weeks to their numbers. The first line is of the event `until`, else of the latest.
    """
    events = project.events.filter(card_number=number).select_related("actor").order_by("-seq")
    if until is not None:
        events = events.filter(seq__lte=until)
    found = list(events[: SHOWN + 1])
    lines = list(lines_of(project, found[:SHOWN], weeks))
    if len(found) > SHOWN:
        return lines, found[SHOWN].seq
    return lines + list(beginning(project, number, split_from)), None


def beginning(project: Project, number: int, split_from: int | None) -> Iterable[HistoryLine]:
    """Yield the line of a piece that says which card it was split off from; none if that event was removed."""
    splits = project.events.filter(card_number=split_from, kind="split") if split_from else []
    for event in splits:
        if number in event.data["pieces"]:
            yield line_of(project, event, format_html("split it off from #{}", split_from))


def lines_of(project: Project, events: Iterable[Event], weeks: dict[int, int]) -> Iterable[HistoryLine]:
    names = Names(dict(Column.choices), weeks)
    for event in events:
        yield line_of(project, event, sentence_of(event, names))


def line_of(project: Project, event: Event, what: SafeString) -> HistoryLine:
    actor = str(event.actor) if event.actor else "Somebody"
    return HistoryLine(actor, what, event.at, when(project, event.at))


def when(project: Project, at: datetime) -> str:
    """Write a moment in the project's time zone: "Today 09:05", "Tue 16:20", "7 Oct", "7 Oct 2025"."""
    local, now = project.local(at), project.local(timezone.now())
    days = (now.date() - local.date()) // timedelta(days=1)
    if days == 0:
        return f"Today {local:%H:%M}"
    if 0 < days < 7:
        return f"{local:%a %H:%M}"
    return f"{local:%-d %b}" if local.year == now.year else f"{local:%-d %b %Y}"
