"""The progress page: how far a project is, and when it will be done."""

from django.shortcuts import render

from boards.progress.page import ProgressPage
from projects.access import needs
from projects.models import Role


@needs(Role.VIEWER)
def progress(request, project):
    page = ProgressPage(project)
    context = {"project": project, "page": page, "tab": "progress", "team": page.team}
    return render(request, "boards/progress/progress.html", {**context, "can_write": project.can_write})
