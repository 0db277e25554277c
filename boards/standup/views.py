"""The page of a standup, and the text of it for a chat."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render

from boards.board.responses import undoable
from boards.rendering.pages import shared_parts
from boards.standup.chat_text import chat_text
from boards.standup.page import StandupPage
from projects.access import needs
from projects.models import Role


@needs(Role.VIEWER)
def standup(request, project):
    """Show a stop; a script that goes from stop to stop gets the parts that differ."""
    if request.htmx:
        return stop_parts(request, project)
    undo = undoable(request, project, request.GET.get("undo", "")) if project.can_write else {}
    context = {
        **stop_context(request, project),
        "tab": "standup",
        "membership": project.membership_id,
        **undo,
    }
    return render(request, "boards/standup/standup.html", context)


def stop_parts(request, project):
    """Answer all who see the same with one drawing: who leads, and everybody who follows."""
    mine = project.membership_id
    may_take_over = mine is not None and request.GET.get("stop") != str(mine)
    context = partial(stop_context, request, project)
    differs = project.can_write, may_take_over
    return shared_parts(request, project, "boards/standup/_parts.html", context, *differs)


def stop_context(request, project):
    page = StandupPage(project, request.GET)
    return {"project": project, "page": page, "can_write": project.can_write}


@needs(Role.VIEWER)
def standup_text(request, project):
    return HttpResponse(chat_text(project), content_type="text/plain; charset=utf-8")
