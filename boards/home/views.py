"""The home page."""

from django.shortcuts import render

from boards.home.page import HomePage
from projects.access import signed_in


@signed_in()
def home(request):
    return render(request, "boards/home/home.html", {"home": HomePage(request.user, request.GET)})
