"""A card in full: looking at it, and saving its fields one by one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from boards.answers import changed, parts_of_change
from boards.card_forms import (
    AssignForm,
    BlockForm,
    CommentForm,
    DescriptionForm,
    EstimateForm,
    LabelForm,
    TickForm,
    TitleForm,
    UnassignForm,
    WeekForm,
)
from boards.forms import first_error
from boards.models import Card, Edited, Refused
from boards.sheet import Note, Sheet
from boards.views.board import undoable
from projects.access import needs
from projects.answers import refused, sentence
from projects.models import Role


@needs(Role.VIEWER)
def show_card(request, project, number):
    card = get_object_or_404(project.cards.kept(), number=number)
    sheet = Sheet(project, card, request.user, every=request.GET.get("history") == "all")
    sheet.is_editing = sheet.can_write and request.GET.get("edit") == "description"
    if request.htmx and "edit" in request.GET:
        return render(request, "boards/_card_description.html", {"sheet": sheet, "project": project})
    undo = undoable(request, project, request.GET.get("undo", "")) if sheet.can_write else {}
    return show_sheet(request, sheet, **undo)


@needs(Role.MEMBER, "POST")
def edit_card(request, project, number):
    """Save the title or the description, whichever was sent."""
    field = "description" if "description" in request.POST else "title"
    form = (DescriptionForm if field == "description" else TitleForm)(request.POST)
    return save(
        *(request, project, number, field, form),
        lambda card, **how: card.edit(seen=form.seen_of(field), **{field: form.cleaned_data[field]}, **how),
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
        lambda card, **how: card.block(form.cleaned_data["reason"], seen=form.cleaned_data["seen"], **how),
    )


@needs(Role.MEMBER, "POST")
def tick_card(request, project, number):
    form = TickForm(request.POST)
    return save(
        *(request, project, number, "tasks", form),
        lambda card, **how: card.tick(**form.what(), **how),
    )


# --- Comments -------------------------------------------------------------------------------------------
@needs(Role.MEMBER, "POST")
def add_comment(request, project, number):
    form = CommentForm(request.POST)
    return save(
        *(request, project, number, "text", form),
        lambda card, **how: card.comment(
            form.cleaned_data["text"],
            author=request.user,
            request_id=form.cleaned_data["request_id"],
            **how,
        ),
    )


@needs(Role.MEMBER, "GET", "POST")
def edit_comment(request, project, number, comment):
    """Change one's own comment; the form to do it stands in its place."""
    found = comment_of(project, number, comment)
    if found.author_id != request.user.pk:
        raise PermissionDenied("Only who wrote a comment may change it.")
    if request.method != "POST":
        return show_comment_form(request, project, found)
    form = CommentForm(request.POST)
    return save(
        *(request, project, number, f"comment-{comment}", form),
        lambda card, **how: card.edit_comment(found, form.cleaned_data["text"], **how),
    )


def show_comment_form(request, project, comment):
    card = get_object_or_404(project.cards.standing(), pk=comment.card_id)
    if comment.deleted_at:
        raise Http404("This comment was deleted.")
    sheet = Sheet(project, card, request.user)
    sheet.edits = comment.pk
    if not request.htmx:
        return show_sheet(request, sheet)
    said = sheet.said(comment)
    if "cancel" in request.GET:
        sheet.edits = None
    return render(request, "boards/_card_comment.html", {"sheet": sheet, "said": said, "project": project})


@needs(Role.MEMBER, "POST")
def delete_comment(request, project, number, comment):
    """One's own; an owner may delete anybody's."""
    found = comment_of(project, number, comment)
    if not Sheet(project, found.card, request.user).may_delete(found):
        raise PermissionDenied("Only who wrote a comment, or an owner of the project, may delete it.")
    try:
        event = Card(project=project, number=number).delete_comment(found, by=request.user)
    except Refused as refusal:
        return refused(request, project, refusal)
    return answer(request, project, number, "thread", event, undo=event)


def comment_of(project, number, pk):
    """A comment of this card of this project, deleted or not: the verb says what came too late."""
    card = get_object_or_404(project.cards, number=number)
    return get_object_or_404(card.comments.select_related("card"), pk=pk)


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
    try:
        event = verb(card, by=request.user)
    except Card.DoesNotExist as error:
        raise Http404 from error
    except Refused as refusal:
        return refused(request, project, refusal)
    except ValidationError as error:
        return refused(request, project, error.messages[0], status=422)
    return changed(request, project, [card], undo=event)


# --- What they share -------------------------------------------------------------------------------------
def save(request, project, number, field, form, verb):
    """Do what a valid form asks for, and answer with what has changed on the page; else say why not."""
    if not form.is_valid():
        return object_to(request, project, number, field, form)
    card = Card(project=project, number=number)
    try:
        event = verb(card, by=request.user, how="form")
    except Card.DoesNotExist as error:
        raise Http404 from error
    except Edited:
        return show_both(request, project, number, field)
    except Refused as refusal:
        return refused(request, project, refusal)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return object_to(request, project, number, field, form)
    return answer(request, project, number, field, event)


def object_to(request, project, number, field, form):
    """422: the sentence at the field, and in it what was typed."""
    error = first_error(form)
    if field == "tasks":
        return sentence(error, 422)
    try:
        get_object_or_404(project.cards, number=number).must_stand(even_archived=True, even_deleted=False)
    except Refused as refusal:  # what was typed is kept where the answer is a sentence and no page
        return refused(request, project, refusal)
    sheet = sheet_of(request, project, number)
    return show_note(request, sheet, Note(field, typed_into(request, form), error), 422)


def show_both(request, project, number, field):
    """409: somebody else has written there meanwhile. Their text is shown, and may now be written over."""
    sheet = sheet_of(request, project, number)
    theirs = sheet.card.blocked_reason if field == "reason" else getattr(sheet.card, field)
    typed = request.POST.get(field, "")
    return show_note(request, sheet, Note(field, typed, theirs=theirs, by=sheet.last_writer(field)), 409)


def show_note(request, sheet, note, status):
    sheet.note = note
    sheet.is_editing = note.field == "description"
    if note.field.startswith("comment-"):
        sheet.edits = int(note.field.removeprefix("comment-"))
    if not request.htmx:
        return show_sheet(request, sheet, status=status)
    context = {**context_of(sheet), "notes": True, "field": note.field, "edits": sheet.edits}
    return render(request, "boards/_card_changed.html", context, status=status)


def typed_into(request, form) -> str:
    """What stood in the form's own field, as it was typed."""
    return next((request.POST.get(name, "") for name in form.fields if name != "seen"), "")


def answer(request, project, number, field, event, **more):
    """The pieces of the card's page that a change has touched, and the card on the board behind it."""
    if not request.htmx:
        return redirect(address_of(project, number, field, **more))
    sheet = sheet_of(request, project, number)
    on_board = parts_of_change(request, project, [sheet.card], event) if "scope" in request.POST else {}
    context = {**on_board, **context_of(sheet), "field": field, "event": event, **more}
    if field.startswith("comment-") or field == "text":
        pk = event.data["comment"] if event else int(field.removeprefix("comment-"))
        context["said"] = sheet.said(sheet.card.comments.select_related("author").get(pk=pk))
    if field == "thread":
        context["gone_comment"] = event.data["comment"]
    return render(request, "boards/_card_changed.html", context)


def address_of(project, number, field, undo=None) -> str:
    """Back to the place on the card's page where the change was made."""
    query = f"?undo={undo.seq}" if undo else ""
    return f"{reverse('card', args=[project.slug, number])}{query}#sheet-{field}"


def sheet_of(request, project, number) -> Sheet:
    cards = project.cards.kept().select_related("milestone", "carried_from")
    return Sheet(project, get_object_or_404(cards, number=number), request.user)


def context_of(sheet):
    return {"sheet": sheet, "card": sheet.card, "project": sheet.project}


def show_sheet(request, sheet, status=200, **more):
    """The page, or for the dialog what goes into it."""
    team = [member.user for member in sheet.team if member.user.is_active]
    context = {**context_of(sheet), "dialog": bool(request.htmx), "team": team, **more}
    template = "boards/_card_sheet.html" if request.htmx else "boards/card.html"
    return render(request, template, context, status=status)
