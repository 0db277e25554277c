"""Middleware: sign-in for every page, and what Django leaves out of some answers."""

from functools import partial
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth import middleware as auth
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions import middleware as sessions
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from config.errors import method_not_allowed, setup_page
from config.logs import SECRET_PATH
from config.misconfiguration import UNKNOWN_PROXY, log_unknown_proxy
from config.proxies import ignored_proxy
from config.security_headers import PRIVATE
from config.sessions import SessionStore
from projects.access.session_cookie import NAME_WITHOUT_PORT, renamed_session_key
from projects.access.sessions import user_of


class PrivatePagesMiddleware:
    """Says of every page that nobody may keep it, and that it differs by who asks for it and by whether htmx does.

    Where the address is a secret, the browser names no more than the site as where it comes from. With `no-referrer`
    it would not send the Origin either, without which no form is accepted.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", PRIVATE)
        if SECRET_PATH.search(request.get_full_path()):
            response.headers["Referrer-Policy"] = "strict-origin"
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response


class SessionMiddleware(sessions.SessionMiddleware):
    """Tells the session which project the address names, so that both are read at once."""

    def process_view(self, request, view, args, kwargs):
        request.session.slug = kwargs.get("slug", "")


class AuthenticationMiddleware(auth.AuthenticationMiddleware):
    """Takes the user that was read with the session."""

    def process_request(self, request):
        super().process_request(request)
        request.user = SimpleLazyObject(partial(user_of, request))


class RenamedSessionCookieMiddleware:
    """Goes on with a session whose cookie has the name without a port, and gives it the one of now."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        session = SessionStore(renamed_session_key(request.COOKIES))
        if (
            session.session_key is None or SESSION_KEY not in session
        ):  # or that of another server on this host
            return self.get_response(request)
        session.modified = True  # so that its cookie is set, for as long as the old one was good
        request.session = session
        response = self.get_response(request)
        response.delete_cookie(NAME_WITHOUT_PORT)
        return response


class UnknownProxyMiddleware:
    """Says that a proxy which speaks HTTPS is not trusted; to be led to HTTPS would never end."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        proxy = ignored_proxy(request, scheme="https")
        if not (proxy and settings.SECURE_SSL_REDIRECT and not request.is_secure()):
            return self.get_response(request)
        log_unknown_proxy(proxy)
        return setup_page(request, 500, UNKNOWN_PROXY)


class WrongMethodMiddleware:
    """Answers 405 with a page: Django sends an empty body, and has no handler for it as it has for 403 and 404."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        return method_not_allowed(request, response) if response.status_code == 405 else response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Leads who is signed out to the sign-in and back; htmx gets 401, so that no sign-in is swapped into a board."""

    def handle_no_permission(self, request, view_func):
        if request.method in ("GET", "HEAD") and not request.htmx:
            return super().handle_no_permission(request, view_func)
        sign_in = redirect_to_login(current_page(request), self.get_login_url(view_func))
        if not request.htmx:
            return sign_in
        response = HttpResponseClientRedirect(sign_in.url)
        response.status_code = 401
        return response


def current_page(request) -> str:
    """Return the page that holds the form or fragment that was asked for, which cannot be returned to itself."""
    try:
        page = urlsplit(request.htmx.current_url or request.headers.get("Referer", ""))
    except ValueError:
        return "/"
    if (page.scheme, page.netloc) != (request.scheme, request.get_host()):
        return "/"
    return urlunsplit(("", "", page.path, page.query, ""))
