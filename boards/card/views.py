"""A card in full: looking at it, and saving its fields one by one."""

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


@needs(Role.VIEWER)
def show_card(request, project, number):
    card = get_object_or_404(project.cards.not_deleted(), number=number)
    page = CardPage(project, card, request.user, every=request.GET.get("history") == "all")
    page.is_editing = page.can_write and request.GET.get("edit") == "description"
    if request.htmx and "edit" in request.GET:
        return render(request, "boards/card/_description.html", {"page": page, "project": project})
    undo = undoable(request, project, request.GET.get("undo", "")) if page.can_write else {}
    return show_card_page(request, page, **undo)


@needs(Role.MEMBER, "POST")
def edit_card(request, project, number):
    """Save the title or the description, whichever was sent."""
    field = "description" if "description" in request.POST else "title"
    form = (DescriptionForm if field == "description" else TitleForm)(request.POST)
    return save(
        *(request, project, number, field, form),
        lambda card, **how: card.edit(
            base_hashes=form.base_hashes(field), **{field: form.cleaned_data[field]}, **how
        ),
    )


@needs(Role.MEMBER, "POST")
def estimate_card(request, project, number):
    form = EstimateForm(request.POST)
    return save(
        *(request, project, number, "estimate", form),
        lambda card, **how: card.estimate(form.cleaned_data["hours"], **how),
    )


@needs(Role.MEMBER, "POST")
def change_week(request, project, number):
    form = WeekForm(request.POST, project=project)
    return save(
        *(request, project, number, "week", form),
        lambda card, **how: card.move(milestone_id=form.week(), **how),
    )


@needs(Role.MEMBER, "POST")
def assign_card(request, project, number):
    form = AssignForm(request.POST, project=project)
    return save(
        *(request, project, number, "people", form),
        lambda card, **how: card.assign(form.cleaned_data["member"], **how),
    )


@needs(Role.MEMBER, "POST")
def unassign_card(request, project, number):
    form = UnassignForm(request.POST, project=project)
    return save(
        *(request, project, number, "people", form),
        lambda card, **how: card.unassign(form.cleaned_data["member"], **how),
    )


@needs(Role.MEMBER, "POST")
def label_card(request, project, number):
    form = LabelForm(request.POST)
    return save(
        *(request, project, number, "labels", form),
        lambda card, **how: card.label(form.cleaned_data["label"], **how),
    )


@needs(Role.MEMBER, "POST")
def unlabel_card(request, project, number):
    form = LabelForm(request.POST)
    return save(
        *(request, project, number, "labels", form),
        lambda card, **how: card.unlabel(form.cleaned_data["label"], **how),
    )


@needs(Role.MEMBER, "POST")
def block_card(request, project, number):
    form = BlockForm(request.POST)
    return save(
        *(request, project, number, "reason", form),
        lambda card, **how: card.block(
            form.cleaned_data["reason"], base_hash=form.cleaned_data["seen"], **how
        ),
    )


@needs(Role.MEMBER, "POST")
def tick_card(request, project, number):
    form = TickForm(request.POST)
    return save(
        *(request, project, number, "tasks", form),
        lambda card, **how: card.tick(**form.what(), **how),
    )


# --- Taking it off the board, and back -------------------------------------------------------------------
@needs(Role.MEMBER, "POST")
def archive_card(request, project, number):
    return keep(request, project, number, Card.archive)


@needs(Role.MEMBER, "POST")
def restore_card(request, project, number):
    return keep(request, project, number, Card.restore)


@needs(Role.MEMBER, "POST")
def delete_card(request, project, number):
    return keep(request, project, number, Card.delete_card)


def keep(request, project, number, verb):
    """The answer is the board, with a toast that takes it back."""
    card = Card(project=project, number=number)
    event = verb(card, by=request.user)
    return change_response(request, project, [card], undo=event)
