"""The cookie of a session: its name, and the one that it had when all ports of a host shared it."""

from collections.abc import Mapping

from django.conf import settings

NAME_WITHOUT_PORT = "weekboard-session"


def session_key_of(cookies: Mapping[str, str]) -> str | None:
    return cookies.get(settings.SESSION_COOKIE_NAME) or renamed_session_key(cookies)


def renamed_session_key(cookies: Mapping[str, str]) -> str | None:
    """Return the key under the old name, if there is none under the one of now.

    Never by HTTPS, where that name would be none that only this host can set.
    """
    if settings.HTTPS or settings.SESSION_COOKIE_NAME in cookies:
        return None
    return cookies.get(NAME_WITHOUT_PORT)
