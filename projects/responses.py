"""Responses and lookups that views of projects and boards share."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django_htmx.middleware import HtmxDetails

from projects.models import Event, Milestone, Project, Refused
from projects.models.user import User
from projects.text import whole_number


class Request(HttpRequest):
    """A request after the middlewares that add the user and htmx."""

    user: User
    htmx: HtmxDetails


def week_or_404(project: Project, number: int) -> Milestone:
    """Return the week of this number in a project's plan, with its project set. Raises Http404 if there is none."""
    milestone = get_object_or_404(project.milestones, number=number)
    milestone.project = project
    return milestone


def own_event(project: Project, person: User, seq: str) -> Event | None:
    """Return the event that the toast on a page offers to undo (`?undo=12`); None unless it is this person's own."""
    number = whole_number(seq)
    return None if number is None else project.events.filter(seq=number, actor=person).first()


def refusal_response(
    request: Request, project: Project, refusal: Refused | str, *, status: int = 409, back_to: str = "board"
) -> HttpResponse:
    """Say that something was not done, and why; by 409 because it came too late.

    htmx gets the sentence alone, for a toast; others a page that leads back to the page of that name.
    """
    if request.htmx:
        return text_response(str(refusal), status)
    context = {"project": project, "refusal": refusal, "back_to": back_to, "late": status == 409}
    return render(request, "projects/refused.html", context, status=status)


def text_response(text: str, status: int) -> HttpResponse:
    """Answer one sentence as plain text: a script shows it as a toast, and it is never swapped in as a page."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
