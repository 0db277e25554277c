"""Setting a project up."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.urls import reverse

from projects.access import signed_in
from projects.models import Project
from projects.setup.new_project import NewProjectForm, WeeksFrom


@signed_in("GET", "POST", permission="projects.add_project")
def new_project(request):
    """The same form as the admin's. Whoever fills it in owns the project, and writes its goals next.

    If somebody was faster, the same words, looked at once more, get their sentence (see `admin.base.Admin`).
    """
    try:
        return set_up(request)
    except (IntegrityError, ValidationError):
        return set_up(request)


def set_up(request):
    form = NewProjectForm(
        request.POST or None, request.FILES or None, by=request.user, initial=proposed(request)
    )
    if request.method != "POST" or not form.is_valid():
        return render(request, "projects/setup/new.html", {"form": form}, status=422 if form.errors else 200)
    project = form.set_up(by=request.user, people=form.people_with(request.user))
    return redirect(f"{reverse('plan', args=[project.slug])}#goal-{project.milestones.first().pk}")


def proposed(request):
    """The plan to begin with, where one was asked for."""
    other = (
        Project.objects.visible_to(request.user)
        .filter(slug=request.GET.get("plan_of", "").replace("\0", ""))
        .first()
    )
    return {"weeks_from": WeeksFrom.PROJECT, "other_project": other.pk} if other else {}
