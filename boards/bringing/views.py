"""Bringing cards into a week, from one before it or from Later."""

from django.shortcuts import render

from boards.board.responses import several_response
from boards.bringing.forms import BringForm
from boards.bringing.page import BringPage
from boards.forms import first_error
from boards.models import Act, change_several
from projects.access import needs
from projects.models import Refused, Role
from projects.responses import text_response, week_or_404


@needs(Role.MEMBER, "GET", "POST")
def bring(request, project, week):
    """Show what can be brought, count what is ticked, or bring it."""
    milestone = week_or_404(project, week)
    if milestone.closed_at:
        raise Refused(f"Week {milestone.number} is closed: nothing comes into it any more.")
    if request.method != "POST":
        return show_bring(request, BringPage(milestone, request.GET.get("from", "")))
    form = BringForm(request.POST)
    error = "" if form.is_valid() else first_error(form)
    page = BringPage(milestone, form.source, form.chosen, has_all="all" in request.POST)
    if form.is_preview:
        return show_bring(request, page, error=error)
    if error or not form.chosen:
        return refuse(request, page, error or "Tick at least one card.")
    return carry_out(request, milestone, form)


def show_bring(request, page, *, status=200, error=""):
    """Render the page; for the dialog its content, or of this just what is counted."""
    context = {"project": page.project, "week": page.week, "page": page, "error": error, "tab": "board"}
    if not request.htmx:
        return render(request, "boards/bringing/bring.html", context, status=status)
    template = "_counted.html" if "count" in request.POST else "_bring.html"
    return render(request, f"boards/bringing/{template}", context, status=status)


def refuse(request, page, sentence):
    if request.htmx:
        return text_response(sentence, 422)
    return show_bring(request, page, status=422, error=sentence)


def carry_out(request, milestone, form):
    project, act = milestone.project, Act("move", milestone_id=milestone.pk)
    request_id = form.cleaned_data["request_id"]
    done = change_several(project, form.chosen, act, by=request.user, request_id=request_id, how="form")
    return several_response(request, project, form.chosen, done)
