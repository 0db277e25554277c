"""Responses to a change: the changed parts of the board, or a redirect for those without JavaScript."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from boards.board.columns import column_heads
from boards.board.figures import render_figures, render_week_figures
from boards.board.filters import BoardFilter
from boards.board.page import BoardPage
from boards.board.quick_add import notes_on_names
from boards.events import affected_weeks, has_toast
from boards.models import Card
from boards.models.card.several import Chosen, SeveralChanged, cards_of, events_of
from boards.rendering.card import render_cards, render_changed
from boards.reporting.totals import EVERYTHING, ProjectTotals
from projects.models import Event, Project
from projects.responses import Request, own_event
from projects.text import whole_number


def change_response(
    request: Request,
    project: Project,
    cards: Iterable[Card],
    *,
    undo: Event | None = None,
    undone: Event | None = None,
    events: Sequence[Event] = (),
    **more: object,
) -> HttpResponse:
    """Answer a change with the cards, the heads of the columns, the weeks' bars, and a toast.

    `undo` is the event that the toast offers to undo, `undone` one that was undone just now; `events` are all of the
    act, where it has more. Without htmx the answer leads to the board that the person came from, which shows the same
    toast.
    """
    if not request.htmx:
        # The undo of an act on several cards counts what it has left.
        told = undone if undone and undone.kind == "undone" else undo
        return redirect(board_address(request, project, undo=told))
    cards = list(cards)
    events = events or [event for event in (undo or undone,) if event]
    context = {
        **change_context(request, project, cards, *events),
        "undo": undo,
        "undone": undone,
        "to_week": week_moved_to(project, events, *cards) if undo else "",
        **more,
    }
    html = render_to_string("boards/board/_changed.html", context, request)
    return HttpResponse("\n".join(filter(str.strip, html.split("\n"))))  # what says nothing is not sent


def several_response(
    request: Request, project: Project, chosen: Iterable[Chosen], done: SeveralChanged
) -> HttpResponse:
    """Answer an act on chosen cards, with those left out as well: the person's page does not know where they are."""
    cards = {card.number: card for card in done.changed}
    cards |= cards_of(project, {one.number for one in chosen} - cards.keys())
    return change_response(request, project, cards.values(), undo=done.first, events=done.events)


def change_context(
    request: Request, project: Project, cards: list[Card], *events: Event
) -> dict[str, object]:
    """Return what `_changed.html` needs to bring the board on the person's screen up to date with some cards."""
    totals, shown_week = ProjectTotals(project), week_shown(request)
    filtered = FilteredPage.of(request, project)
    columns = column_heads(totals, shown_week, filtered.counts if filtered else None)
    shown = [card for card in cards if card.is_on_board and not (filtered and filtered.hides(card))]
    return {
        "project": project,
        "on_board": [*others_spread(project, cards, filtered), *drawn(project, shown)],
        "gone": [card for card in cards if card not in shown],
        "columns": columns,
        "is_filtered": filtered is not None,
        **(filtered.told(card for card in cards if card.is_on_board) if filtered else {}),
        "figures": render_figures(columns, totals, shown_week),
        "week_figures": render_week_figures(totals, touched(cards, events)),
    }


def drawn(project: Project, cards: list[Card]) -> list[SafeString]:
    """Render cards: a single one from the instance at hand, several with one query for each part."""
    if len(cards) == 1:
        return [render_changed(cards[0])]
    pks = [card.pk for card in cards]
    return [drawing.html for drawing in render_cards(project, project.cards.filter(pk__in=pks))]


def others_spread(
    project: Project, cards: list[Card], filtered: "FilteredPage | None"
) -> Iterator[SafeString]:
    """Render the other cards of columns that a move has rebalanced: the page sorts by position."""
    spread = {(card.column, card.milestone_id): card for card in cards if card.was_rebalanced}
    for card in spread.values():
        for drawing in render_cards(project, card.cards_in(card.column, card.milestone_id)):
            if filtered is None or drawing.number in filtered.columns:
                yield drawing.html


def touched(cards: Iterable[Card], events: Iterable[Event]) -> set[int | None]:
    """Return the ids of the weeks (None is Later) whose figures may have changed: where cards are, what they left."""
    weeks = {card.milestone_id for card in cards}
    for event in events:
        weeks.update(affected_weeks(event))
    return weeks


def week_moved_to(project: Project, events: Iterable[Event], *cards: Card) -> str:
    """Name the week that an act has moved cards to; nothing if each has stayed in its week.

    A card that was just moved knows the week's number already, which saves a query.
    """
    places = [(event.data["was"], event.data["now"]) for event in events if event.kind == "moved"]
    moved = [now["milestone"] for was, now in places if was["milestone"] != now["milestone"]]
    if not moved:
        return ""
    week = moved[0]
    known = (card.neighbours.week_number for card in cards if card.neighbours and card.milestone_id == week)
    number = next(known, None)
    number = number or project.milestones.filter(pk=week).values_list("number", flat=True).first()
    return f"week {number}" if number else "Later"


def shows_board(request: Request) -> bool:
    """Tell whether the request comes from a page with a board, which says what it shows."""
    return "week_shown" in request.POST or "scope" in request.POST


def week_shown(request: Request) -> object:
    """Return what the figures on the person's page count: a week by its id, Later (None), or everything.

    A page that was open while the server was upgraded to this version calls it `scope`.
    """
    text = request.POST.get("week_shown", request.POST.get("scope", "all"))
    if text == "later":
        return None
    number = whole_number(text)
    return EVERYTHING if number is None else number


UNFILTERED = {"week", "undo", "standup", "stop", "been"}  # what of an address hides no card


@dataclass
class FilteredPage:
    """What the filters leave of the page that a change came from."""

    selection: BoardFilter
    columns: dict[int, str]  # of the cards that fit, by number

    @classmethod
    def of(cls, request: Request, project: Project) -> "FilteredPage | None":
        """Find the cards that fit; None for a page without filters."""
        # With a card's dialog open the address is the card's; its forms say where the board behind it is.
        query = query_before(request) if "back" in request.POST else query_in(request.htmx.current_url or "")
        if not set(query) - UNFILTERED:
            return None
        selection = BoardPage(project, query).selection
        if not selection.is_filtered:
            return None
        return cls(selection, dict(selection.cards().values_list("number", "column")))

    @property
    def counts(self) -> dict[str, int]:
        return Counter(self.columns.values())

    def hides(self, card: Card) -> bool:
        """Tell whether the filters hide a card that stands in the week shown."""
        return card.number not in self.columns and self.selection.has_week(card.milestone_id)

    def told(self, cards: Iterable[Card]) -> dict[str, object]:
        """Return what the message needs to say which of these cards are hidden, and to lead to them."""
        hidden = [card.number for card in cards if self.hides(card)]
        return {"hidden": hidden, "unfiltered": self.selection.week_query}


def board_address(request: Request, project: Project, *, undo: Event | None = None) -> str:
    """Return the address of the page that the form was on: its field `back` holds the board's week and filters."""
    return address_back(project, query_before(request), undo=undo)


def address_back(project: Project, query: QueryDict, *, undo: Event | None = None) -> str:
    """Return the address of a board with this week and these filters; with `standup` of that stop of the standup."""
    query.pop("undo", None)
    page = "board"
    if stop := query.pop("standup", None):
        page, query["stop"] = "standup", stop[-1]
    if undo:
        query["undo"] = str(undo.seq)
    return f"{reverse(page, args=[project.slug])}?{query.urlencode()}".removesuffix("?")


def way_back(request: Request, project: Project, card: Card) -> dict[str, str]:
    """Return what a page of a card needs to lead back: to the stop of a standup that one came from, else to its week.

    `back` is for its forms, `back_query` for its links to other pages of the card, if there is something to pass on.
    """
    back = request.POST.get("back", request.GET.get("back", ""))
    is_standup = "standup" in query_in(f"?{back}")
    if not is_standup:
        back = f"week={card.milestone.number if card.milestone else 'later'}"
    return {
        "back": back,
        "back_address": address_back(project, query_in(f"?{back}")),
        "back_query": f"?{urlencode({'back': back})}" if is_standup else "",
    }


def query_before(request: Request) -> QueryDict:
    return query_in("?" + request.POST.get("back", "").removeprefix("?"))


def query_in(address: str) -> QueryDict:
    """Parse the query of an address that the browser has sent.

    It is empty where it cannot be parsed: the change is saved by then, and the answer must not be an error.
    """
    try:
        return QueryDict(urlsplit(address).query, mutable=True)
    except (ValueError, SuspiciousOperation):
        return QueryDict(mutable=True)


def undoable(request: Request, project: Project, text: str) -> dict[str, object]:
    """Find the event that a toast on the page offers to undo, by the number in the address.

    Returns what the template needs for it; nothing if it is not this person's, or has no toast.
    """
    event = own_event(project, request.user, text)
    if event is None or not has_toast(event):
        return {}
    notes = notes_on_names(project, event.data["title"]) if event.kind == "created" else []
    return {"undo": event, "to_week": week_moved_to(project, events_of(project, event)), "notes": notes}
