"""Leading a standup: begin, take the lead, go to a place, finish. Live pages are told by the stream."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from boards.forms import first_error
from boards.models import Standup
from boards.standup.place import PlaceForm
from projects.access import needs
from projects.models import Role
from projects.responses import text_response


@needs(Role.MEMBER, "POST", back_to="standup")
def lead(request, project):
    return go(request, project, Standup(project=project).lead)


@needs(Role.MEMBER, "POST", back_to="standup")
def take(request, project):
    return go(request, project, Standup(project=project).take)


@needs(Role.MEMBER, "POST", back_to="standup")
def step(request, project):
    return go(request, project, Standup(project=project).step)


def go(request, project, verb):
    """Lead to the place that was sent; without one, to the first stop or where the standup is already."""
    form = PlaceForm(request.POST, project=project)
    if not form.is_valid():
        return text_response(first_error(form), 422)
    verb(form.place(), by=request.user)
    return HttpResponse(status=204) if request.htmx else redirect("standup", project.slug)


@needs(Role.MEMBER, "POST", back_to="standup")
def finish(request, project):
    event = Standup(project=project).finish(by=request.user)
    if request.htmx:
        return HttpResponse(status=204)
    return redirect(reverse("standup", args=[project.slug]) + (f"?undo={event.seq}" if event else ""))
