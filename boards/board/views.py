"""The board page, and adding cards to it."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from boards.board.forms import AddForm, LinesForm
from boards.board.page import BoardPage
from boards.board.quick_add import MOST_LINES
from boards.board.responses import change_response, query_before, undoable
from boards.forms import first_error
from boards.models import Label, create_cards
from boards.models.card.several import events_of
from boards.rendering.pages import cached_page, render_page
from projects.access import needs
from projects.models import Role
from projects.responses import text_response
from projects.text import fold


@needs(Role.VIEWER)
def open_project(request, project):
    return redirect("board", project.slug)


@needs(Role.VIEWER)
@cached_page
def board(request, project):
    return show_board(request, project, request.GET)


def show_board(request, project, query, *, status=200, **more) -> HttpResponse:
    """Render the board; `more` is what a refused form adds to the context."""
    page = BoardPage(project, query)
    message = undoable(request, project, query.get("undo", "")) if project.can_write else {}
    if message:
        changed = [event.card_number for event in events_of(project, message["undo"])]
        message |= {
            "hidden": page.hidden(changed),
            "unfiltered": page.selection.week_query,
        }
    context = {
        "project": project,
        "board": page,
        "tab": "board",
        "team": page.team,
        "can_write": project.can_write,
        **message,
        **more,
    }
    return render_page(request, "boards/board/board.html", context, status=status)


@needs(Role.MEMBER, "POST")
def add_cards(request, project):
    form = AddForm(request.POST, project=project)
    if form.is_valid():
        try:
            events = create_cards(project, form.cleaned_data["cards"], by=request.user, **form.where())
        except ValidationError as error:
            form.add_error("lines", error.messages)
        else:
            cards = project.cards.filter(number__in=[event.card_number for event in events])
            notes = {note: None for card in form.cleaned_data["cards"] for note in card.notes}
            return change_response(
                request, project, at_home(project, cards), undo=events[0], added=len(events), notes=notes
            )
    if request.htmx:
        return text_response(first_error(form), 422)
    query = query_before(request)
    return show_board(request, project, query, status=422, refused=form, error=first_error(form))


def at_home(project, cards):
    """Set the project of cards to the instance at hand, which saves a query for each."""
    for card in cards:
        card.project = project
    return list(cards)


@needs(Role.MEMBER, "GET", "POST")
def read_cards(request, project):
    """Show how lines would be read as cards; nothing is saved. POST is for more than an address can hold."""
    form = LinesForm(request.POST or request.GET, project=project)
    cards = form.cleaned_data["cards"] if form.is_valid() else []
    find_labels(project, cards)
    context = {"cards": cards, "error": first_error(form) if form.errors else "", "project": project}
    return render(request, "boards/board/_read.html", {**context, "most_lines": MOST_LINES})


def find_labels(project, cards):
    """Give cards the labels that they name, in their colours; one that is new has none yet."""
    is_labelled = any(card.labels for card in cards)
    known = {label.search_text: label for label in project.labels.all()} if is_labelled else {}
    for card in cards:
        card.found_labels = [known.get(fold(name)) or Label(name=name) for name in card.labels]
