"""The search for cards: a list over whatever page it is asked from, or a page."""

from django.shortcuts import render

from boards.search.page import IN_LIST, ON_PAGE, SearchPage
from projects.access import needs
from projects.models import Role


@needs(Role.VIEWER)
def search(request, project):
    template, most = ("_list", IN_LIST) if request.htmx else ("search", ON_PAGE)
    page = SearchPage(project, request.GET, most=most)
    return render(request, f"boards/search/{template}.html", {"project": project, "page": page})
