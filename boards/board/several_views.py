"""Changing several cards by one act, and undoing it."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render

from boards.board.responses import change_response, query_before, several_response
from boards.board.several_form import SeveralForm
from boards.board.several_page import SeveralPage
from boards.forms import UndoForm, first_error
from boards.models import change_several, undo_several
from boards.wording import nothing_done
from projects.access import needs
from projects.models import Role
from projects.responses import text_response


@needs(Role.MEMBER, "GET", "POST")
def change_cards(request, project):
    if request.method != "POST":
        form = SeveralForm(initial={"act": request.GET.get("act", "")}, project=project)
        return show_page(request, project, request.GET, form, request.GET.getlist("cards"))
    form = SeveralForm(request.POST, project=project)
    if not form.is_valid():
        return refuse(request, project, form)
    try:
        done = change_several(project, by=request.user, **form.arguments())
    except ValidationError as error:
        form.add_error(None, error.messages[0])
        return refuse(request, project, form)
    if not done.events and not request.htmx:
        form.add_error(None, nothing_done("changed", done.left_out))
        return refuse(request, project, form)
    return several_response(request, project, form.cleaned_data["chosen"], done)


def refuse(request, project, form):
    """Say to a script why nothing was done; else show the page with what was chosen on it."""
    if request.htmx:
        return text_response(first_error(form), 422)
    return show_page(request, project, query_before(request), form, request.POST.getlist("cards"), status=422)


def show_page(request, project, query, form, chosen, status=200):
    context = {"project": project, "page": SeveralPage(project, query, form, chosen), "form": form}
    return render(request, "boards/board/several.html", context, status=status)


@needs(Role.MEMBER, "POST")
def undo_cards(request, project):
    form = UndoForm(request.POST)
    if not form.is_valid():
        return text_response("Nothing to undo was given.", 422)
    first = get_object_or_404(project.events, seq=form.cleaned_data["event"])
    done = undo_several(project, first, by=request.user, request_id=form.cleaned_data["request_id"])
    return change_response(request, project, done.changed, undone=done.first, events=done.events)
