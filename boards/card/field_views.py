"""Saving one field of a card: the answer is the changed pieces of the page, or why it was refused."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from boards.board.responses import (
    address_back,
    change_context,
    query_before,
    shows_board,
    way_back,
    week_moved_to,
)
from boards.card.page import CardPage, FieldMessage
from boards.card.pieces import pieces_refused, pieces_saved
from boards.events import has_toast
from boards.forms import first_error
from boards.models import Card, Edited
from projects.responses import text_response


def save(request, project, number, field, form, verb):
    """Call `verb` for a valid form, and answer with what has changed on the page, else with why not.

    An invalid form gets 422, a text that somebody else has changed meanwhile gets 409.
    """
    if not form.is_valid():
        return invalid_response(request, project, number, field, form)
    card = Card(project=project, number=number)
    try:
        event = verb(card, by=request.user, how=way_of(request) or "form")
    except Edited:
        return conflict_response(request, project, number, field, form)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return invalid_response(request, project, number, field, form)
    return saved_response(request, project, number, field, event)


def way_of(request) -> str:
    """Return how a script sends a field that is not on a page of the card: by keys or from the menu."""
    how = request.POST.get("how", "")
    return how if how in ("keys", "menu") else ""


def invalid_response(request, project, number, field, form):
    """Answer 422 with the error at the field, which keeps what was typed; a sentence where the page is elsewhere."""
    error = first_error(form)
    if field == "tasks" or way_of(request):
        return text_response(error, 422)
    # Where the card is gone the answer is a sentence and no page: what was typed stays where it is.
    get_object_or_404(project.cards, number=number).check_editable(archived_too=True, deleted_too=False)
    page = page_of(request, project, number)
    return show_message(request, page, FieldMessage(field, typed_into(request, form), error), 422)


def conflict_response(request, project, number, field, form):
    """Answer 409 with both texts, as somebody else has changed it meanwhile; the next try overwrites theirs."""
    page = page_of(request, project, number)
    theirs, by = page.stored_text(field), page.last_writer(field)
    message = FieldMessage(field, typed_into(request, form), theirs=theirs, by=by)
    return show_message(request, page, message, 409)


def show_message(request, page, message, status):
    page.message = message
    page.is_editing = message.field == "description"
    if message.field.startswith("comment-"):
        page.edits = int(message.field.removeprefix("comment-"))
    if not request.htmx:
        return show_card_page(request, page, status=status)
    pieces = pieces_refused(message.field)
    context = {**context_of(page), "is_refused": True, "field": message.field, "pieces": pieces}
    return render(request, "boards/card/_changed.html", context, status=status)


def typed_into(request, form) -> str:
    return next((request.POST.get(name, "") for name in form.fields if name != "seen"), "")


def saved_response(request, project, number, field, event):
    """Answer with the changed pieces of the card's page, with the card on the board behind it, and a toast."""
    undo = event if event and has_toast(event) else None
    if not request.htmx:
        back = query_before(request)
        came_from = address_back(project, back, undo=undo) if "standup" in back else ""
        return redirect(came_from or address_of(project, number, field, undo=undo))
    page = page_of(request, project, number)
    events = [event] if event else []
    on_board = change_context(request, project, [page.card], *events) if shows_board(request) else {}
    told = {"undo": undo, "to_week": week_moved_to(project, [undo] if undo else [], page.card)}
    context = {**on_board, **context_of(page), "field": field, "event": event, **told}
    if field.startswith("comment-") or field == "text":
        pk = event.data["comment"] if event else int(field.removeprefix("comment-"))
        context["said"] = page.said(page.card.comments.select_related("author").get(pk=pk))
    deleted = event.data["comment"] if field == "thread" else None
    context["pieces"] = pieces_saved(field, deleted_comment=deleted)
    return render(request, "boards/card/_changed.html", context)


def address_of(project, number, field, undo=None) -> str:
    query = f"?undo={undo.seq}" if undo else ""
    return f"{reverse('card', args=[project.slug, number])}{query}#sheet-{field}"


def page_of(request, project, number) -> CardPage:
    cards = project.cards.not_deleted().select_related("milestone", "carried_from")
    return CardPage(project, get_object_or_404(cards, number=number), request.user)


def context_of(page):
    return {"page": page, "card": page.card, "project": page.project}


def show_card_page(request, page, status=200, **more):
    team = [member.user for member in page.team if member.user.is_active]
    back = way_back(request, page.project, page.card)
    context = {**context_of(page), "dialog": bool(request.htmx), "team": team, **back, **more}
    template = "boards/card/_card_page.html" if request.htmx else "boards/card/card.html"
    return render(request, template, context, status=status)
