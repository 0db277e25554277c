"""What every request passes: who must sign in first, and headers that Django leaves out on some answers."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect


class SecurityHeadersMiddleware:
    """Above everything else, so that a refused Host and a static file carry the headers as well."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "private, no-store")
            patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response


class DatabaseAwayMiddleware:
    """A database that is busy, away or full answers 503 and says so; nothing half done stays behind."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, (OperationalError, InterfaceError)):
            response = render(request, "503.html", status=503)
            response["Retry-After"] = "5"
            return response
        return None


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Signed out: a page leads to the sign-in and back; htmx gets 401, so that no sign-in lands in a board."""

    def handle_no_permission(self, request, view_func):
        if not request.htmx:
            return super().handle_no_permission(request, view_func)
        back = request.htmx.current_url_abs_path or "/"
        sign_in = redirect_to_login(back, self.get_login_url(view_func)).url
        response = HttpResponseClientRedirect(sign_in)
        response.status_code = 401
        return response


def plain(text: str, status: int) -> HttpResponse:
    """A fixed body for machines."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
