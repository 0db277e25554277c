"""The home page."""

from django.shortcuts import render

from boards.home.page import project_views, summary
from projects.access import signed_in


@signed_in()
def home(request):
    projects = project_views(request.user, archived=False)
    finished = project_views(request.user, archived=True)
    context = {"projects": projects, "finished": finished, "summary": summary(projects)}
    return render(request, "boards/home/home.html", context)
