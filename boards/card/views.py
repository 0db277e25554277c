"""The page of a card, saving its fields one by one, and archiving, restoring and deleting it."""

from django.shortcuts import get_object_or_404, render

from boards.board.responses import change_response, undoable
from boards.card.field_views import save, show_card_page
from boards.card.forms import (
    AssignForm,
    BlockForm,
    DescriptionForm,
    EstimateForm,
    LabelForm,
    TickForm,
    TitleForm,
    UnassignForm,
    WeekForm,
)
from boards.card.page import CardPage
from boards.models import Card
from projects.access import needs
from projects.models import Role
from projects.text import whole_number

# By the word in the address: the piece of the page that it changes, what reads the form, what saves it.
CHANGES = {
    "title": ("title", TitleForm, Card.edit),
    "description": ("description", DescriptionForm, Card.edit),
    "estimate": ("estimate", EstimateForm, Card.estimate),
    "week": ("week", WeekForm, Card.move),
    "assign": ("people", AssignForm, Card.give),
    "unassign": ("people", UnassignForm, Card.unassign),
    "label": ("labels", LabelForm, Card.label),
    "unlabel": ("labels", LabelForm, Card.unlabel),
    "block": ("reason", BlockForm, Card.block),
    "tick": ("tasks", TickForm, Card.tick),
}


@needs(Role.VIEWER)
def show_card(request, project, number):
    cards = project.cards.not_deleted().select_related("milestone", "carried_from")
    card = get_object_or_404(cards, number=number)
    until, history_until = (whole_number(request.GET.get(name, "")) for name in ("until", "history"))
    page = CardPage(project, card, request.user, until=until, history_until=history_until)
    page.is_editing = page.can_write and request.GET.get("edit") == "description"
    if request.htmx and "edit" in request.GET:
        return render(request, "boards/card/_description.html", {"page": page, "project": project})
    undo = undoable(request, project, request.GET.get("undo", "")) if page.can_write else {}
    return show_card_page(request, page, **undo)


@needs(Role.MEMBER, "POST")
def edit_card(request, project, number):
    change = "description" if "description" in request.POST else "title"
    return save_change(request, project, number, *CHANGES[change])


@needs(Role.MEMBER, "POST")
def change_card(request, project, number, change):
    return save_change(request, project, number, *CHANGES[change])


def save_change(request, project, number, field, form_class, verb):
    form = form_class(request.POST, project=project)
    return save(
        *(request, project, number, field, form),
        lambda card, **how: verb(card, **form.arguments(), **how),
    )


# --- Taking it off the board, and back -------------------------------------------------------------------
@needs(Role.MEMBER, "POST")
def archive_card(request, project, number):
    return run_verb(request, project, number, Card.archive)


@needs(Role.MEMBER, "POST")
def restore_card(request, project, number):
    return run_verb(request, project, number, Card.restore)


@needs(Role.MEMBER, "POST")
def delete_card(request, project, number):
    return run_verb(request, project, number, Card.delete_card)


def run_verb(request, project, number, verb):
    card = Card(project=project, number=number)
    event = verb(card, by=request.user)
    return change_response(request, project, [card], undo=event)
