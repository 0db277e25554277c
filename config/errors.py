"""Answers to what went wrong, in our look; a fragment's request never gets a whole page."""

from django.http import HttpResponse
from django.shortcuts import render


def csrf_failure(request, reason=""):
    return refused(request, 403, "csrf")


def bad_request(request, exception=None):
    return refused(request, 400)


def permission_denied(request, exception=None):
    return refused(request, 403)


def page_not_found(request, exception=None):
    return refused(request, 404)


def server_error(request):
    return refused(request, 500)


def refused(request, status, name=None) -> HttpResponse:
    """The page for `status`; htmx gets the same code with no body that could be swapped in."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=status)
    return render(request, f"{name or status}.html", status=status)
