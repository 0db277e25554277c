"""The plan: all weeks as a table, and the texts of a week."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from boards.forms import UndoForm, first_error
from boards.plan import changes
from boards.plan.conflicts import WeekConflicts
from boards.plan.forms import WeekTextsForm
from boards.plan.page import PlanCell, PlanPage
from projects.access import needs
from projects.models import Edited, Role
from projects.models.visitor_access import OUT_OF_REACH
from projects.models.weeks import can_be_undone, is_about_texts
from projects.plans import FORMATS
from projects.responses import own_event, text_response, week_or_404


@needs(Role.VIEWER)
def plan(request, project):
    return render(request, "boards/plan/plan.html", {**context_of(project), **undoable(request, project)})


def context_of(project):
    page = PlanPage(project)
    is_owner = project.can_write and project.has_role(Role.OWNER)
    context = {"project": project, "plan": page, "tab": "plan", "team": page.team, "formats": FORMATS}
    return {**context, "can_write": project.can_write, "is_owner": is_owner}


def undoable(request, project):
    """Return the event in `?undo=` for the page's toast: as `undo` if it can be undone, as `made` for a template."""
    event = own_event(project, request.user, request.GET.get("undo", ""))
    if event is None or project.archived_at:
        return {}
    if event.kind == "template_made":
        return {"made": event}
    return {"undo": event} if can_be_undone(event) and project.has_role(role_for(event)) else {}


def role_for(event):
    """Return the role that may undo an event: the one that its change took."""
    return Role.MEMBER if is_about_texts(event) else Role.OWNER


# --- What a week says ---------------------------------------------------------------------------------------
@needs(Role.MEMBER, "GET", "POST", back_to="plan")
def edit_week(request, project, week):
    """Show the form of a week, or save its texts; htmx sends one text at a time."""
    milestone = week_or_404(project, week)
    if request.method != "POST":
        return show_week(request, WeekConflicts.of(milestone))
    form = WeekTextsForm(request.POST, project=project)
    if not form.is_valid():
        return invalid_response(request, milestone, form)
    milestone = form.week(milestone)
    try:
        event = milestone.edit(base_hashes=form.base_hashes(), by=request.user, **form.texts())
    except Edited as refusal:
        now = get_object_or_404(project.milestones, pk=milestone.pk)
        return conflict_response(request, WeekConflicts.of(now, form.cleaned_data, stale=refusal.fields))
    return saved_response(request, project, milestone, event, form.texts())


def invalid_response(request, milestone, form):
    """Answer 422 with the error at the field, and in it what was typed."""
    if request.htmx:
        return text_response(first_error(form), 422)
    conflicts = WeekConflicts.of(milestone, request.POST, form.errors)
    return show_week(request, conflicts, error=form.errors.get("milestone"), status=422)


def conflict_response(request, conflicts):
    """Answer 409 with what somebody else has written since, which may now be overwritten."""
    if request.htmx:
        return render(request, "boards/plan/_theirs.html", {"text": conflicts.stale}, status=409)
    return show_week(request, conflicts, status=409)


def show_week(request, conflicts, status=200, **more):
    project = conflicts.week.project
    context = {"project": project, "week": conflicts.week, "conflicts": conflicts, "tab": "plan", **more}
    context["is_owner"] = project.has_role(Role.OWNER)
    return render(request, "boards/plan/week.html", context, status=status)


def saved_response(request, project, milestone, event, names):
    """Answer with the cells of these texts and a toast to undo the change; or redirect to the plan."""
    if not request.htmx:
        return redirect(address_of(project, event, f"week-{milestone.pk}"))
    cells = [PlanCell(milestone, name) for name in names]
    context = {"project": project, "cells": cells, "undo": event, "can_write": True}
    return render(request, "boards/plan/_cells.html", context)


def address_of(project, event, place=""):
    query = f"?undo={event.seq}" if event else ""
    return f"{reverse('plan', args=[project.slug])}{query}{'#' if place else ''}{place}"


# --- The way back -------------------------------------------------------------------------------------------
@needs(Role.MEMBER, "POST", back_to="plan")
def undo_plan(request, project):
    form = UndoForm(request.POST)
    if not form.is_valid():
        return text_response("Nothing to undo was given.", 422)
    event = get_object_or_404(project.events, seq=form.cleaned_data["event"], card_number=None)
    if can_be_undone(event) and not project.has_role(role_for(event)):
        raise PermissionDenied(OUT_OF_REACH)
    changes.undo_plan(project, event, by=request.user)
    if not request.htmx:
        return redirect("plan", project.slug)
    return render(request, "boards/plan/_changed.html", {**context_of(project), "undone": event})
