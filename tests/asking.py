"""Requests as a signed-in browser makes them."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from config.drawn_for import HEADER
from config.sessions import SessionStore

SECRET = "b" * 32  # against forged requests; cookie and header need only be the same


def session_of(user):
    """Sign somebody in: the key of a session, without the form."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def page_of(person):
    """What a page of theirs says with everything that it sends."""
    return {HEADER: str(person)}


def cookie_name(what, origin):
    """As a server calls it that is reached there: without https by its port."""
    parts = urlsplit(origin)
    return f"__Host-{what}" if parts.scheme == "https" else f"weekboard-{what}-{parts.port or settings.PORT}"


def headers_of(session_key, origin):
    return {
        "Accept": "text/html",
        "Accept-Encoding": "gzip, deflate, br, zstd",
        "Cookie": f"{cookie_name('session', origin)}={session_key}; {cookie_name('csrf', origin)}={SECRET}",
        "Origin": origin,
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64)",
    }


def htmx_headers(address, person):
    """What the page at `address`, drawn for this person, adds when it changes something."""
    return page_of(person) | {
        "Content-Type": "application/x-www-form-urlencoded",
        "HX-Current-URL": address,
        "HX-Request": "true",
        "X-CSRFToken": SECRET,
    }


def move_body(column, week, after, request_id):
    """A card dropped below another, with all fields that the page sends."""
    return urlencode(
        {
            "column": column,
            "milestone": week,
            "after": after,
            "before": "",
            "how": "drag",
            "week_shown": week,
            "back": "",
            "request_id": request_id,
        }
    ).encode()
