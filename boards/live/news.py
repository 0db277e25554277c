"""What has changed in a project since an event, rendered once for everybody who has it open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.template.loader import get_template
from django.utils.safestring import SafeString

from boards.board.columns import column_heads
from boards.board.figures import render_figures, render_week_figures
from boards.events import affected_weeks, changed_only_cards, other_cards
from boards.live.messages import fetch_board, json_event, message
from boards.rendering.card import render_cards
from boards.reporting.totals import EVERYTHING, ProjectTotals
from projects.models import Event, Project

MAX_EVENTS, MAX_CARDS = 200, 30  # beyond these the whole board is shorter


@dataclass
class News:
    """One or two messages for open boards, which are current up to event `seq` after them."""

    seq: int
    message: bytes


def news_since(project_id: int, seq: int) -> News | None:
    """Return what a board misses that is current up to event `seq`: None if nothing, or if the project is gone."""
    project = Project.objects.filter(pk=project_id).first()
    return news_of(project, seq) if project else None


def news_of(project: Project, seq: int) -> News | None:
    """Return the same for a project that was read just now."""
    if project.seq == seq:
        return None
    events = list(
        project.events.filter(seq__gt=seq, seq__lte=project.seq).select_related("actor")[:MAX_EVENTS]
    )
    if not is_sendable(events, since=seq, until=project.seq):
        return News(project.seq, change_list(events) + fetch_board(project.seq))
    return News(
        project.seq, change_list(events) + message(render_changes(project, events), number=project.seq)
    )


def is_sendable(events: list[Event], *, since: int, until: int) -> bool:
    """Tell whether every event is there, and they changed only a few cards.

    A gap means that events were pruned, or that an older backup was restored. An event that is not about a card may
    show anywhere on the page.
    """
    gapless = [event.seq for event in events] == list(range(since + 1, until + 1))
    if since > until or not gapless or len({event.card_number for event in events}) > MAX_CARDS:
        return False
    return all(changed_only_cards(event) for event in events)


def change_list(events: Iterable[Event]) -> bytes:
    """Encode who did what: browsers announce it, and refresh an open card by it."""
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
    return json_event("news", {"seq": last, "changes": changes}) if changes else b""


def render_changes(project: Project, events: list[Event]) -> str:
    """Render the cards as they are now, and the figures of every page that they may be on."""
    numbers = {number for event in events for number in changed_cards(event)}
    on_board = render_cards(project, project.cards.on_board().filter(number__in=numbers))
    weeks = {card.milestone_id for card in on_board}
    gone = numbers - {card.number for card in on_board}
    left = project.cards.filter(number__in=gone).values_list("milestone_id", flat=True)
    touched = {*weeks, *left, *(week for event in events for week in affected_weeks(event))}
    figures = ProjectTotals(project)
    html = get_template("boards/live/_news.html").render(
        {
            "on_board": [card.html for card in on_board],
            "gone": sorted(gone),
            "figures": SafeString("".join(page_figures(figures, week) for week in (*touched, EVERYTHING))),
            "week_figures": render_week_figures(figures, touched),
        }
    )
    return "\n".join(filter(str.strip, html.splitlines()))


def changed_cards(event: Event) -> Iterator[int]:
    yield event.card_number or 0
    yield from other_cards(event)


def page_figures(figures: ProjectTotals, week: int | object | None) -> SafeString:
    """Render the figures in the heads of the pages that show a week by its id, Later (None) or all weeks."""
    name = "all" if week is EVERYTHING else "later" if week is None else week
    return render_figures(column_heads(figures, week), figures, week, within=f'[data-week-shown="{name}"] ')
