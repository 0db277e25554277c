"""The history of a card, in plain sentences."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from boards.events import sentence_of
from boards.models import Column, LaterEvent, read_later
from boards.wording import Names
from projects.models import Event, Project

SHOWN = 30  # lines at once
LATER = 500  # events after the lines of an earlier page that are read to tell which can be undone

# Tells of an event, and of those after it, whether the person who looks may undo it.
type CanUndo = Callable[[Event, list[LaterEvent]], bool]


class HistoryLine(NamedTuple):
    """One event: who did what, and when; `said` is the moment in words, `undo` the event if it can be undone."""

    actor: str
    what: SafeString
    at: datetime
    said: str
    undo: int | None = None


def history_of(
    project: Project,
    number: int,
    weeks: dict[int, int],
    *,
    until: int | None = None,
    split_from: int | None = None,
    can_undo: CanUndo | None = None,
) -> tuple[list[HistoryLine], int | None]:
    """Return lines of a card, latest first, and the event that the earlier ones begin with; None if there are none.

    `weeks` maps the ids of weeks to their numbers. The first line is of the event `until`, else of the latest.
    """
    events = project.events.filter(card_number=number).select_related("actor").order_by("-seq")
    if until is not None:
        events = events.filter(seq__lte=until)
    found = list(events[: SHOWN + 1])
    undoable = find_undoable(project, number, found[:SHOWN], can_undo, is_latest=until is None)
    lines = list(lines_of(project, found[:SHOWN], weeks, undoable))
    if len(found) > SHOWN:
        return lines, found[SHOWN].seq
    return lines + list(beginning(project, number, split_from)), None


def find_undoable(
    project: Project, number: int, shown: list[Event], can_undo: CanUndo | None, *, is_latest: bool
) -> set[int]:
    """Return which of these events, latest first, can be undone: no query for the latest, one for earlier ones."""
    if not can_undo or not shown:
        return set()
    after = [] if is_latest else read_later(project, number, since=shown[0].seq, at_most=LATER)
    undoable = set()
    for event in shown:
        if can_undo(event, after):
            undoable.add(event.seq)
        after = [LaterEvent.from_event(event), *after]
    return undoable


def beginning(project: Project, number: int, split_from: int | None) -> Iterable[HistoryLine]:
    """Yield the line of a piece that says which card it was split off from; none if that event was removed."""
    splits = project.events.filter(card_number=split_from, kind="split") if split_from else []
    for event in splits:
        if number in event.data["pieces"]:
            yield line_of(project, event, format_html("split it off from #{}", split_from))


def lines_of(
    project: Project, events: Iterable[Event], weeks: dict[int, int], undoable: set[int]
) -> Iterable[HistoryLine]:
    names = Names(dict(Column.choices), weeks)
    for event in events:
        line = line_of(project, event, sentence_of(event, names))
        yield line._replace(undo=event.seq) if event.seq in undoable else line


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
