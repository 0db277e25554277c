"""What every request passes: who must sign in first, and headers that Django leaves out on some answers."""

from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from config.errors import wrong_method


class SecurityHeadersMiddleware:
    """Above everything else, so that a refused Host and a static file carry the headers as well.

    Static files say themselves how long they keep; whatever else does not say it is somebody's own.
    """

    headers = {
        "Cache-Control": "private, no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response


class WrongMethodMiddleware:
    """A page for 405, which Django answers with nothing at all; it has no handler of its own as 403 and 404 have."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        return wrong_method(request, response) if response.status_code == 405 else response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Signed out: a page leads to the sign-in and back; htmx gets 401, so no sign-in lands in a board."""

    def handle_no_permission(self, request, view_func):
        if request.method in ("GET", "HEAD") and not request.htmx:
            return super().handle_no_permission(request, view_func)
        sign_in = redirect_to_login(page_of(request), self.get_login_url(view_func))
        if not request.htmx:
            return sign_in
        response = HttpResponseClientRedirect(sign_in.url)
        response.status_code = 401
        return response


def page_of(request) -> str:
    """The page of ours with the form or the fragment that was asked for: those cannot be gone back to."""
    try:
        page = urlsplit(request.htmx.current_url or request.headers.get("Referer", ""))
    except ValueError:
        return "/"
    if (page.scheme, page.netloc) != (request.scheme, request.get_host()):
        return "/"
    return urlunsplit(("", "", page.path, page.query, ""))
