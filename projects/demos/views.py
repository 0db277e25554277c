"""Views of the demos: watch them, hand one in."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from projects import limits
from projects.access import needs
from projects.demos.forms import DemoForm
from projects.demos.page import DemosPage
from projects.models import Demo, Refused, Role
from projects.responses import own_event, text_response, week_or_404
from projects.text import whole_number


@needs(Role.VIEWER)
def demos(request, project):
    page = DemosPage(project, request.user, request.GET)
    undo = undoable(request, project, request.GET.get("undo", "")) if page.can_write else None
    context = {"project": project, "page": page, "tab": "demos", "team": team_of(project), "undo": undo}
    return render(request, "projects/demos/demos.html", context)


def undoable(request, project, text):
    event = own_event(project, request.user, text)
    return event if event and event.kind in Demo.UNDOABLE else None


@needs(Role.VIEWER)
def making(request, project, demo):
    """Say what becomes of a film; 204 as long as it is being made."""
    chosen = get_object_or_404(Demo.objects.of(project), pk=demo)
    chosen.milestone.project = project
    is_lost = chosen.is_lost
    if chosen.is_converting and not is_lost:
        return HttpResponse(status=204)
    can_change = project.can_write and chosen.is_for(request.user, project)
    context = {"project": project, "demo": chosen, "is_lost": is_lost, "can_change": can_change}
    return render(request, "projects/demos/_making.html", context)


@needs(Role.MEMBER, "GET", "POST")
def hand_in(request, project, week):
    """Hand in a demo for a week, in place of one that this person has handed in before."""
    milestone = week_or_404(project, week)
    mine = milestone.demos.filter(person=request.user).first()
    return edit_demo(request, project, mine or Demo(milestone=milestone))


@needs(Role.MEMBER, "GET", "POST")
def replace_demo(request, project, demo):
    return edit_demo(request, project, demo_to_change(request, project, demo))


@needs(Role.MEMBER, "POST")
def delete_demo(request, project, demo):
    chosen = demo_to_change(request, project, demo)
    event = chosen.delete_demo(by=request.user)
    return redirect(demos_url(project, f"week={chosen.milestone.number}", event))


@needs(Role.MEMBER, "POST", back_to="demos")
def undo_demo(request, project):
    seq = whole_number(request.POST.get("event", ""))
    if seq is None:
        return text_response("Nothing to undo was given.", 422)
    event = get_object_or_404(project.events, seq=seq, kind__in=Demo.UNDOABLE)
    milestone = get_object_or_404(project.milestones, pk=event.data["milestone"])
    demo = Demo(pk=event.data["demo"], person_id=event.data["person"], milestone=milestone)
    if not demo.is_for(request.user, project):
        raise PermissionDenied("This demo is somebody else's.")
    demo.undo_demo(event, by=request.user)
    return redirect(demos_url(project, f"week={milestone.number}"))


# --- What they share -------------------------------------------------------------------------------------
def demo_to_change(request, project, pk):
    """Return a demo that this person may change: their own, or any if they are an owner."""
    demo = get_object_or_404(Demo.objects.of(project), pk=pk)
    demo.milestone.project = project
    if not demo.is_for(request.user, project):
        raise PermissionDenied("This demo is somebody else's.")
    return demo


def edit_demo(request, project, demo):
    if request.method != "POST":
        return show_form(request, project, demo, DemoForm(demo=demo))
    form = DemoForm(request.POST, request.FILES, demo=demo)
    if not form.is_valid():
        return invalid_response(request, project, demo, form)
    put, request_id = demo.replace if demo.pk else demo.hand_in, form.request_id_for(request.user)
    try:
        event = put(by=request.user, request_id=request_id, **form.content())
    except Refused as error:  # there is no room for it
        form.add_error("video", str(error))
        return invalid_response(request, project, demo, form)
    address = demos_url(project, f"demo={event.data['demo']}", event)
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def invalid_response(request, project, demo, form):
    """Answer 422. A script that sends the form keeps it, chosen file and all, and wants the sentences alone."""
    if request.htmx:
        return JsonResponse({name: messages[0] for name, messages in form.errors.items()}, status=422)
    return show_form(request, project, demo, form, status=422)


def show_form(request, project, demo, form, status=200):
    context = week_context(project, demo.milestone) | {
        "demo": demo,
        "form": form,
        "megabytes": settings.DEMO_MB,
        "most_bytes": settings.DEMO_MB * 1024**2,
    }
    return render(request, "projects/demos/hand_in.html", context, status=status)


def week_context(project, week):
    """Return what a page says of the week for which a demo is recorded or handed in."""
    return {
        "project": project,
        "week": week,
        "due": week.demo_due(project.demo_weekday),
        "is_past": project.days_to_demo(week) < 0,
        "tab": "demos",
        "team": team_of(project),
        "limits": limits,
    }


def team_of(project):
    return [member.user for member in project.memberships.active().with_people()]


def demos_url(project, chosen, event=None):
    undo = f"&undo={event.seq}" if event else ""
    return f"{reverse('demos', args=[project.slug])}?{chosen}{undo}"
