"""The view of the reel."""

from django.shortcuts import render

from projects.access import needs
from projects.demos.reel import ReelPage
from projects.models import Role


@needs(Role.VIEWER)
def reel(request, project):
    """Play the demos of the project, or of one week (`?week=2`), from the first or from one of them (`?from=7`)."""
    context = {"project": project, "reel": ReelPage(project, request.GET)}
    return render(request, "projects/demos/reel.html", context)
