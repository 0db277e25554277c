"""Views of the people of a project."""

from django.conf import settings
from django.shortcuts import render

from boards.people.forms import InviteForm
from boards.people.page import PeoplePage
from boards.people.undoing import UNDOABLE
from projects.access import needs
from projects.models import Role
from projects.responses import own_event


@needs(Role.VIEWER)
def people(request, project):
    page = PeoplePage(project, request.user, request.GET.get("page", "1"))
    undo = undoable(request, project) if page.can_manage else None
    return people_response(request, page, undo=undo)


def people_response(request, page, *, form=None, undo=None):
    """Draw the page; with the form of those to be added, if that was refused."""
    form = form or InviteForm(by=request.user, initial={"role": Role.MEMBER})
    context = {
        "project": page.project,
        "page": page,
        "tab": "people",
        "team": page.team,
        "undo": undo,
        "form": form,
        "sends_mail": settings.SENDS_MAIL,
    }
    status = 422 if form.errors else 200
    return render(request, "boards/people/people.html", context, status=status)


def undoable(request, project):
    """Return what this owner has just done to somebody else, which the toast offers to undo."""
    event = own_event(project, request.user, request.GET.get("undo", ""))
    is_of_other = event and event.kind in UNDOABLE and event.data["person"] != request.user.pk
    return event if is_of_other and "name" in event.data else None
