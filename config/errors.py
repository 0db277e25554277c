"""Error pages in the look of the product; htmx, which asks for a fragment, never gets a whole page."""

import sqlite3
import sys
from functools import cache

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.csp import build_policy
from django_permissions_policy import PermissionsPolicyMiddleware

from config.commits import has_failed_at_commit
from config.misconfiguration import log_unknown_host, origin_mistake
from config.request_id import request_id
from projects.files.storage import DISK_FULL, is_disk_full

RETRY_AFTER = 5
READ_ONLY = "25006"  # what PostgreSQL says while another server takes over
# For when not even a template can be read.
PLAIN_TEXT_FALLBACK = {
    400: "This request could not be understood.",
    500: "Something went wrong here. Please try again.",
    503: "The database does not answer at the moment. Please try again in a few seconds.",
}


def csrf_failure(request, reason=""):
    """Say that the page is out of date: that is no matter of rights, as any other 403."""
    if (
        request.method == "POST"
        and request.path == reverse("account_login")
        and request.user.is_authenticated
    ):
        # Signed in meanwhile, in another tab: the sign-in leads on to where this one wanted to go.
        return redirect(reverse("account_login", query={"next": request.POST.get("next", "")}))
    if mistake := origin_mistake(request, reason):
        return setup_page(request, 403, mistake)
    return error_page(
        request, 403, "csrf", sentence="This page is older than your sign-in. Reload it, then try again."
    )


def other_person_signed_in(request):
    sentence = f"You are signed in as {request.user.name} now. Reload the page."
    return error_page(request, 409, sentence=sentence)


def bad_request(request, exception=None):
    if isinstance(exception, DisallowedHost):
        log_unknown_host(request)
        return setup_page(request, 400, "Neither SITE_URL nor ALLOWED_HOSTS names the host of this address.")
    return standalone_error_page(request, 400)


def setup_page(request, status, mistake):
    """Say what is wrong with a setting, to a visitor who has to pass it on."""
    sentence = f"Weekboard is not set up for this. Tell whoever runs it: {mistake}"
    return standalone_error_page(request, status, "setup", sentence=sentence, mistake=mistake)


def permission_denied(request, exception=None):
    return error_page(request, 403)


def page_not_found(request, exception=None):
    return error_page(request, 404)


def method_not_allowed(request, answer):
    """Return a page instead of `answer`, which has nothing but a header with the allowed methods."""
    response = error_page(request, 405)
    response["Allow"] = answer.get("Allow", "")
    return response


def too_many_requests(request):
    """Say when to try again, which allauth's own answer does not; allauth calls this."""
    response = error_page(request, 429)
    response["Retry-After"] = str(settings.TRY_AGAIN_AFTER)
    return response


def server_error(request):
    """Return 500 for a bug, 503 for a full disk and for a database that is busy, away or full.

    Django calls this for every exception that nobody caught, a middleware's included.
    """
    error = sys.exception()
    if is_disk_full(error):
        response = standalone_error_page(request, 503, "disk_full", sentence=DISK_FULL)
    elif is_database_unavailable(error):
        response = standalone_error_page(request, 503)
    else:
        return standalone_error_page(request, 500)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def is_database_unavailable(error: BaseException | None) -> bool:
    """Tell whether the same request may work later. SQLite raises OperationalError for a misspelt table, too."""
    if has_failed_at_commit(error) or getattr(error and error.__cause__, "sqlstate", "") == READ_ONLY:
        return True
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", sqlite3.SQLITE_BUSY)
    return code & 0xFF != sqlite3.SQLITE_ERROR


@cache  # there are only as many sentences as limits, and anybody may ask for them all day
def too_large_page(sentence: str) -> tuple[str, list[tuple[bytes, bytes]]]:
    """Return the page for a body that was not read, and the headers of a page: no middleware runs for it."""
    response = HttpResponse(render_to_string("413.html", {"sentence": sentence}))
    response["Content-Security-Policy"] = build_policy(settings.SECURE_CSP)  # type: ignore[arg-type]
    PermissionsPolicyMiddleware(lambda request: response)(HttpRequest())
    return response.text, [(name.lower().encode(), value.encode()) for name, value in response.items()]


def error_page(request, status, name=None, *, sentence="") -> HttpResponse:
    """Return the page for `status`; htmx gets the same status with no body that could be swapped in.

    A `sentence` goes to htmx as plain text, which scripts show as a message.
    """
    if request.headers.get("HX-Request") == "true":
        return text_response(sentence, status)
    return render(request, f"{name or status}.html", status=status)


def standalone_error_page(request, status, name=None, *, sentence="", **context) -> HttpResponse:
    """Return an error page that reads no user: there may be no database, no session and no valid host."""
    if request.headers.get("HX-Request") == "true":
        return text_response(sentence, status)
    try:
        page = render_to_string(f"{name or status}.html", {"request_id": request_id.get(), **context})
    except Exception:
        return text_response(sentence or PLAIN_TEXT_FALLBACK[status], status)
    return HttpResponse(page, status=status)


def text_response(sentence, status) -> HttpResponse:
    kind = {"content_type": "text/plain; charset=utf-8"} if sentence else {}
    return HttpResponse(sentence, status=status, **kind)
