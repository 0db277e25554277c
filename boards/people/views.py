"""Views of the people of a project, and of the link by which anybody joins it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from boards.people.forms import LinkForm
from boards.people.page import PeoplePage
from boards.people.undoing import UNDOABLE
from projects.access import needs
from projects.models import ProjectLink, Role
from projects.responses import own_event

NEW_LINK = "There is a new link now. The old one does not work any more."


@needs(Role.VIEWER)
def people(request, project):
    return show_people(request, project)


# --- The project link ------------------------------------------------------------------------------------
@needs(Role.OWNER, "POST", back_to="people")
def change_link(request, project):
    """Switch it on, or change what it says."""
    form = LinkForm(request.POST, project=project)
    if not form.is_valid():
        return show_link(request, project, form)
    link = ProjectLink.of(project)
    was_on, generation = link.is_on, link.generation
    link.switch_on(**form.cleaned_data, by=request.user)
    if not was_on:
        messages.success(request, "The project link is on. Copy it and send it to whoever is to join.")
    else:
        messages.success(request, "Saved." if link.generation == generation else NEW_LINK)
    return show_link(request, project)


@needs(Role.OWNER, "POST", back_to="people")
def rotate_link(request, project):
    ProjectLink.of(project).rotate(by=request.user)
    messages.success(request, NEW_LINK)
    return show_link(request, project)


@needs(Role.OWNER, "POST", back_to="people")
def switch_link_off(request, project):
    ProjectLink.of(project).switch_off(by=request.user)
    messages.success(request, "The project link is off. It does not work any more.")
    return show_link(request, project)


# --- What they share -------------------------------------------------------------------------------------
def show_link(request, project, form=None):
    """Answer with the panel of the link, or with the page; a form that was refused goes along."""
    if not (form or request.htmx):
        return redirect(reverse("people", args=[project.slug]) + "#project-link")
    page = PeoplePage(project, request)
    if form:
        page.link_form = form
    status = 422 if form else 200
    if not request.htmx:
        return show_people(request, project, page, status)
    return render(
        request, "boards/people/_link_changed.html", {"project": project, "page": page}, status=status
    )


def show_people(request, project, page=None, status=200):
    page = page or PeoplePage(project, request)
    undo = undoable(request, project) if page.can_manage else None
    context = {"project": project, "page": page, "tab": "people", "team": page.team, "undo": undo}
    return render(request, "boards/people/people.html", context, status=status)


def undoable(request, project):
    """Return what this owner has just done to somebody else, which the toast offers to undo."""
    event = own_event(project, request.user, request.GET.get("undo", ""))
    is_of_other = event and event.kind in UNDOABLE and event.data["person"] != request.user.pk
    return event if is_of_other and "name" in event.data else None
