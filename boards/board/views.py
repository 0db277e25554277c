"""The board page, and adding cards to it."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from boards.board.forms import AddForm
from boards.board.page import BoardPage
from boards.board.quick_add import read_lines
from boards.board.responses import change_response, query_before, undoable
from boards.forms import first_error
from boards.models import Label, create_cards
from projects.access import needs
from projects.models import Role
from projects.responses import text_response


@needs(Role.VIEWER)
def open_project(request, project):
    return redirect("board", project.slug)


@needs(Role.VIEWER)
def board(request, project):
    return show_board(request, project, request.GET)


def show_board(request, project, query, *, status=200, **more) -> HttpResponse:
    """Render the board; `more` is what a refused form adds to the context."""
    page = BoardPage(project, query)
    context = {
        "project": project,
        "board": page,
        "tab": "board",
        "team": page.team,
        "can_write": project.can_write,
        **(undoable(request, project, query.get("undo", "")) if project.can_write else {}),
        **more,
    }
    return render(request, "boards/board/board.html", context, status=status)


@needs(Role.MEMBER, "POST")
def add_cards(request, project):
    form = AddForm(request.POST, project=project)
    if form.is_valid():
        try:
            events = create_cards(project, form.cleaned_data["lines"], by=request.user, **form.where())
        except ValidationError as error:
            form.add_error("lines", error.messages)
        else:
            cards = project.cards.filter(number__in=[event.card_number for event in events])
            return change_response(
                request, project, at_home(project, cards), undo=events[0], added=len(events)
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


@needs(Role.MEMBER)
def read_cards(request, project):
    """Show how the lines being typed would be read as cards; nothing is saved."""
    try:
        new_cards = read_lines(request.GET.get("lines", ""), project)
    except ValidationError as error:
        return render(request, "boards/board/_read.html", {"error": error.messages[0], "project": project})
    context = {"new_cards": new_cards, "project": project, "tags": tags_of(project, new_cards[0])}
    return render(request, "boards/board/_read.html", context)


def tags_of(project, new_card):
    known = {label.name.lower(): label for label in project.labels.all()} if new_card.labels else {}
    return [known.get(name.lower()) or Label(name=name) for name in new_card.labels]
