"""Answers to what went wrong, in our look; a fragment's request never gets a whole page."""

import sqlite3
import sys
from functools import cache

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.csp import build_policy

from config.request_id import request_id

RETRY_AFTER = 5
# For the minute in which not even a template can be read.
LAST_WORDS = {
    400: "This request could not be understood.",
    500: "Something went wrong here. Please try again.",
    503: "The database does not answer at the moment. Please try again in a few seconds.",
}


def csrf_failure(request, reason=""):
    return refused(request, 403, "csrf")


def bad_request(request, exception=None):
    return broken(request, 400)


def permission_denied(request, exception=None):
    return refused(request, 403)


def page_not_found(request, exception=None):
    return refused(request, 404)


def wrong_method(request, answer):
    """In place of an answer that says only, in its header, which methods there are."""
    response = refused(request, 405)
    response["Allow"] = answer.get("Allow", "")
    return response


def too_many_requests(request):
    """Called by allauth, whose own answer does not say when to come back."""
    response = refused(request, 429)
    response["Retry-After"] = str(settings.TRY_AGAIN_AFTER)
    return response


def server_error(request):
    """500 for a mistake of ours; 503 for a database that is busy, away or full.

    Django calls this for every exception that nobody caught, a middleware's included: one place decides.
    """
    if not database_is_away(sys.exception()):
        return broken(request, 500)
    response = broken(request, 503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def database_is_away(error: BaseException | None) -> bool:
    """Will the same request work later? SQLite calls a misspelt table an OperationalError, too: no."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", sqlite3.SQLITE_BUSY)
    return code & 0xFF != sqlite3.SQLITE_ERROR


@cache  # there are as many sentences as limits, and whoever wants may have them said all day
def too_large(sentence: str) -> tuple[str, list[tuple[bytes, bytes]]]:
    """The page for a body that was not read, and its headers: the guard stands in front of every middleware.

    It comes without HSTS and Permissions-Policy, which the page before it has brought.
    """
    policy = build_policy(settings.SECURE_CSP)  # type: ignore[arg-type]
    headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": policy}
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    return render_to_string("413.html", {"sentence": sentence}), pairs


def refused(request, status, name=None) -> HttpResponse:
    """The page for `status`; htmx gets the same code with no body that could be swapped in."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=status)
    return render(request, f"{name or status}.html", status=status)


def broken(request, status) -> HttpResponse:
    """As above, but the page asks for no user: there may be no database, no session and no true host."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=status)
    try:
        page = render_to_string(f"{status}.html", {"request_id": request_id.get()})
    except Exception:
        return HttpResponse(LAST_WORDS[status], status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(page, status=status)
