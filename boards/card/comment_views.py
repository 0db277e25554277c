"""Adding, editing and deleting comments on a card."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from boards.card.field_views import save, saved_response, show_card_page
from boards.card.forms import CommentForm
from boards.card.page import CardPage
from boards.models import Card
from projects.access import needs
from projects.models import Role


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
    """Change one's own comment, or show the form for it in place of the comment."""
    found = comment_of(project, number, comment)
    if found.author_id != request.user.pk:
        raise PermissionDenied("Only who wrote a comment may change it.")
    if request.method != "POST":
        return show_comment_form(request, project, found)
    form = CommentForm(request.POST)
    return save(
        *(request, project, number, f"comment-{comment}", form),
        lambda card, **how: card.edit_comment(
            found, form.cleaned_data["text"], base_hash=form.cleaned_data["seen"], **how
        ),
    )


def show_comment_form(request, project, comment):
    card = get_object_or_404(project.cards.on_board(), pk=comment.card_id)
    if comment.deleted_at:
        raise Http404("This comment was deleted.")
    page = CardPage(project, card, request.user)
    page.edits = comment.pk
    if not request.htmx:
        return show_card_page(request, page)
    said = page.said(comment)
    if "cancel" in request.GET:
        page.edits = None
    return render(request, "boards/card/_comment.html", {"page": page, "said": said, "project": project})


@needs(Role.MEMBER, "POST")
def delete_comment(request, project, number, comment):
    """Delete one's own comment; an owner of the project may delete anybody's."""
    found = comment_of(project, number, comment)
    if not CardPage(project, found.card, request.user).may_delete(found):
        raise PermissionDenied("Only who wrote a comment, or an owner of the project, may delete it.")
    event = Card(project=project, number=number).delete_comment(found, by=request.user)
    return saved_response(request, project, number, "thread", event)


def comment_of(project, number, pk):
    """Find a comment of this card of this project, deleted or not: the verb reports what came too late."""
    card = get_object_or_404(project.cards, number=number)
    return get_object_or_404(card.comments.select_related("card"), pk=pk)
