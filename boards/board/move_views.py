"""Moving a card, and undoing an event of a card."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render

from boards.board.forms import MoveForm, UndoCardForm
from boards.board.responses import change_response, way_back
from boards.events import CARD_EVENTS, other_cards
from boards.forms import first_error
from boards.models import Card, Column, undo_create_cards
from projects.access import needs
from projects.models import Role
from projects.responses import text_response


@needs(Role.MEMBER, "GET", "POST")
def move_card(request, project, number):
    if request.method != "POST":
        return show_move(request, project, number, MoveForm(project=project))
    form = MoveForm(request.POST, project=project)
    if not form.is_valid():
        return show_move(request, project, number, form, status=422)
    card = Card(project=project, number=number)
    try:
        event = card.move(by=request.user, **form.where())
    except ValidationError as error:
        form.add_error("milestone", error)
        return show_move(request, project, number, form, status=422)
    return change_response(request, project, [card], undo=event)


def show_move(request, project, number, form, status=200):
    """Render the page, or just the error for a script that has a menu of its own."""
    card = get_object_or_404(project.cards.on_board(), number=number)
    if request.htmx and form.errors:
        return text_response(first_error(form), status)
    context = {
        "project": project,
        "card": card,
        "form": form,
        "columns": Column.choices,
        "milestones": project.milestones.all(),
        "places": places_for(card),
        **way_back(request, project, card),
    }
    return render(request, "boards/board/move.html", context, status=status)


def places_for(card):
    """List the places in a column as `MoveForm.place` takes them; in another column a neighbour is passed over."""
    cards = card.project.cards.on_board().placed(card.column, card.milestone_id)
    column = list(cards.in_order().values_list("number", "title"))
    here = [number for number, _ in column].index(card.number)
    others = [row for row in column if row[0] != card.number]
    return [
        ("end", "End of the column"),
        ("top", "Top of the column"),
        *[(f"before-{number}", "One place up") for number, _ in others[:here][-1:]],
        *[(f"after-{number}", "One place down") for number, _ in others[here:][:1]],
        *[(f"after-{number}", f"Below “{title}”") for number, title in others],
    ]


@needs(Role.MEMBER, "POST")
def undo_card(request, project, number):
    """Undo one event of a card, or the addition of it and of those that were added with it."""
    form = UndoCardForm(request.POST)
    card = get_object_or_404(project.cards, number=number)
    if not form.is_valid():
        return text_response("Nothing to undo was given.", 422)
    card.project = project
    event = get_object_or_404(project.events, seq=form.cleaned_data["event"], card_number=number)
    if CARD_EVENTS[event.kind].only_by_its_author and event.actor_id != request.user.pk:
        raise PermissionDenied("Only its author can restore a deleted comment.")
    how = {"by": request.user, "request_id": form.cleaned_data["request_id"]}
    if count := form.cleaned_data["count"]:
        cards = undo_create_cards(project, event, count, **how)
        return change_response(request, project, cards, undone=event)
    card.undo(event, **how)
    if "from_card" in request.POST and not request.htmx:
        return redirect("card", project.slug, card.number)
    others = project.cards.filter(number__in=other_cards(event))
    return change_response(request, project, [card, *others], undone=event, taken_back=card.title)
