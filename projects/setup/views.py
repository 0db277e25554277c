"""The page that sets up a project."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.urls import reverse

from projects.access import signed_in
from projects.focus import focus
from projects.models import Project
from projects.setup.new_project import NewProjectForm, WeeksFrom


@signed_in("GET", "POST", permission="projects.add_project")
def new_project(request):
    """Show and save the form, as the admin does; the new owner goes on to write the goals.

    If somebody else took the address meanwhile, the form is validated once more, and has the message at the field
    (see `admin.base.Admin`).
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
        focus(form, otherwise="plan" if form.was_just_read else "name")
        return render(request, "projects/setup/new.html", {"form": form}, status=422 if form.errors else 200)
    project = form.set_up_with_people(request.user)
    return redirect(f"{reverse('plan', args=[project.slug])}#goal-{project.milestones.first().pk}")


def proposed(request):
    """Return initial values that take the weeks from the project in `?plan_of=`, if there is one."""
    other = (
        Project.objects.visible_to(request.user)
        .filter(slug=request.GET.get("plan_of", "").replace("\0", ""))
        .first()
    )
    return {"weeks_from": WeeksFrom.PROJECT, "other_project": other} if other else {}
