"""The home page, and the menu of projects that every page of a project has."""

from django.shortcuts import redirect, render

from boards.home.page import HomePage
from boards.home.project_menu import ProjectMenu
from projects.access import signed_in


@signed_in()
def home(request):
    return render(request, "boards/home/home.html", {"home": HomePage(request.user, request.GET)})


@signed_in()
def project_menu(request):
    """Render the projects for the menu, for scripts; to others the home page is the same."""
    if not request.htmx:
        return redirect("home")
    return render(request, "boards/home/_project_menu.html", {"menu": ProjectMenu(request.user, request.GET)})
