"""My projects."""

from django.shortcuts import render

from boards.home import overview
from projects.access import signed_in


@signed_in()
def home(request):
    projects = overview(request.user, archived=False)
    context = {"projects": projects, "finished": overview(request.user, archived=True)}
    return render(request, "boards/home.html", context)
