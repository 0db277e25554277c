"""The page of a standup, and the text of it for a chat."""

from django.http import HttpResponse
from django.shortcuts import render

from boards.board.responses import undoable
from boards.standup.chat_text import chat_text
from boards.standup.page import StandupPage
from projects.access import needs
from projects.models import Role


@needs(Role.VIEWER)
def standup(request, project):
    """Show a stop; a script that goes from stop to stop gets the parts that differ."""
    page = StandupPage(project, request.GET)
    undo = undoable(request, project, request.GET.get("undo", "")) if project.can_write else {}
    context = {"project": project, "page": page, "tab": "standup", "can_write": project.can_write, **undo}
    template = "boards/standup/_parts.html" if request.htmx else "boards/standup/standup.html"
    return render(request, template, context)


@needs(Role.VIEWER)
def standup_text(request, project):
    return HttpResponse(chat_text(project), content_type="text/plain; charset=utf-8")
