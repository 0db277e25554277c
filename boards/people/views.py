"""Views of the people of a project."""

from django.shortcuts import render

from boards.people.page import PeoplePage
from boards.people.undoing import UNDOABLE
from projects.access import needs
from projects.models import Role
from projects.responses import own_event


@needs(Role.VIEWER)
def people(request, project):
    page = PeoplePage(project, request.user, request.GET.get("page", "1"))
    undo = undoable(request, project) if page.can_manage else None
    context = {"project": project, "page": page, "tab": "people", "team": page.team, "undo": undo}
    return render(request, "boards/people/people.html", context)


def undoable(request, project):
    """Return what this owner has just done to somebody else, which the toast offers to undo."""
    event = own_event(project, request.user, request.GET.get("undo", ""))
    is_of_other = event and event.kind in UNDOABLE and event.data["person"] != request.user.pk
    return event if is_of_other and "name" in event.data else None
