"""What has changed in a project since an event, drawn once for everybody who looks at it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.template.loader import get_template

from boards.board.page import ColumnView, heads
from boards.live.messages import facts, message, whole_board
from boards.models import Column
from boards.rendering.card import render_cards
from boards.reporting.totals import EVERYTHING, Progress, ProjectTotals, Totals
from projects.models import Event, Project

EVENTS, CARDS = 200, 30  # who has missed more fetches the board, which is shorter by then


@dataclass
class News:
    """The messages for open boards, true up to event `seq`."""

    seq: int
    letter: bytes


@dataclass
class PageFigures:
    """The figures in the heads of the pages that show one week, Later or all; `within` selects such pages."""

    within: str
    columns: list[ColumnView]
    totals: Totals
    progress: Progress


def news_since(project_id: int, seq: int) -> News | None:
    """What a board that is true up to event `seq` has to be told; None if that is nothing, or the project is gone."""
    project = Project.objects.filter(pk=project_id).first()
    if project is None or project.seq == seq:
        return None
    events = list(project.events.filter(seq__gt=seq, seq__lte=project.seq).select_related("actor")[:EVENTS])
    if not can_be_told(events, since=seq, until=project.seq):
        return News(project.seq, told(events) + whole_board(project.seq))
    return News(project.seq, told(events) + message(drawn(project, events), number=project.seq))


def can_be_told(events: list[Event], *, since: int, until: int) -> bool:
    """Whether every event is there, and they changed only some cards.

    A hole means that events were pruned, or that the database is an older one that was put back. What is not about a
    card may show anywhere. A column that was spread out has new positions on cards without an event.
    """
    gapless = [event.seq for event in events] == list(range(since + 1, until + 1))
    if since > until or not gapless or len({event.card_number for event in events}) > CARDS:
        return False
    return all(event.card_number and not event.data.get("spread") for event in events)


def told(events: Iterable[Event]) -> bytes:
    """Who did what, for what is announced and for the open card."""
    changes = [
        {
            "card": event.card_number,
            "kind": event.kind,
            "person": event.actor_id,
            "by": str(event.actor) if event.actor else "",
        }
        for event in events
    ]
    last = max((event.seq for event in events), default=0)
    return facts("news", {"seq": last, "changes": changes}) if changes else b""


def drawn(project: Project, events: list[Event]) -> str:
    """The cards as they are now, and the figures of every page that they may be on."""
    numbers = {number for event in events for number in cards_of(event)}
    on_board = render_cards(project, project.cards.on_board().filter(number__in=numbers))
    weeks = {card.milestone_id for card in on_board}
    gone = numbers - {card.number for card in on_board}
    left = project.cards.filter(number__in=gone).values_list("milestone_id", flat=True)
    touched = {*weeks, *left, *(week for event in events for week in weeks_of(event))}
    figures = ProjectTotals(project)
    html = get_template("boards/live/_news.html").render(
        {
            "on_board": [card.html for card in on_board],
            "gone": sorted(gone),
            "pages": [page_figures(figures, week) for week in (*touched, EVERYTHING)],
            "weeks": [(week, figures.progress(week)) for week in touched if week],
            "folds": [(week, figures.for_week(week, Column.DONE)) for week in touched if week],
        }
    )
    return "\n".join(filter(str.strip, html.splitlines()))


def cards_of(event: Event) -> Iterator[int]:
    """The numbers of the cards that an event has changed."""
    yield event.card_number or 0
    yield from event.data.get("pieces", ())


def weeks_of(event: Event) -> Iterator[int | None]:
    """The weeks (None is Later) whose figures an event has changed besides those that its cards are in now."""
    for when in ("was", "now"):
        state = event.data.get(when)
        if isinstance(state, dict) and "milestone" in state:
            yield state["milestone"]


def page_figures(figures: ProjectTotals, week: int | object | None) -> PageFigures:
    """Of a week by its id, of Later (None) or of all weeks."""
    name = "all" if week is EVERYTHING else "later" if week is None else week
    within = f'[data-week-shown="{name}"] '
    return PageFigures(within, heads(figures, week), figures.for_week(week), figures.progress(week))
