"""Views of the people of a project."""

from django.shortcuts import render

from boards.people.page import PeoplePage
from projects.access import needs
from projects.models import Role


@needs(Role.VIEWER)
def people(request, project):
    page = PeoplePage(project, request.user, request.GET.get("page", "1"))
    context = {"project": project, "page": page, "tab": "people", "team": page.team}
    return render(request, "boards/people/people.html", context)
