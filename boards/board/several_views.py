"""Changing several cards by one act, and undoing it."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404

from boards.board.responses import change_response
from boards.board.several_form import SeveralForm
from boards.forms import UndoForm, first_error
from boards.models import change_several, undo_several
from boards.models.card.several import cards_of
from projects.access import needs
from projects.models import Role
from projects.responses import refusal_response, text_response


@needs(Role.MEMBER, "POST")
def change_cards(request, project):
    form = SeveralForm(request.POST, project=project)
    if not form.is_valid():
        return refusal_response(request, project, first_error(form), status=422)
    try:
        done = change_several(project, by=request.user, **form.arguments())
    except ValidationError as error:
        return refusal_response(request, project, error.messages[0], status=422)
    cards = {card.number: card for card in done.changed}
    left_out = {one.number for one in form.cleaned_data["chosen"]} - cards.keys()
    cards |= cards_of(project, left_out)  # the person's page does not know where these are
    return change_response(request, project, cards.values(), undo=done.first, events=done.events)


@needs(Role.MEMBER, "POST")
def undo_cards(request, project):
    form = UndoForm(request.POST)
    if not form.is_valid():
        return text_response("Nothing to undo was given.", 422)
    first = get_object_or_404(project.events, seq=form.cleaned_data["event"])
    done = undo_several(project, first, by=request.user, request_id=form.cleaned_data["request_id"])
    return change_response(request, project, done.changed, undone=done.first, events=done.events)
