"""EMAIL_URL, a mail server written as an address, as Django's setting."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Passwords go through mail, so encryption is what a bare smtp:// means.
SCHEMES: dict[str, tuple[int, dict[str, bool]]] = {
    "smtp": (587, {"use_tls": True}),
    "smtps": (465, {"use_ssl": True}),
    "smtp+plain": (25, {}),
}


def parse_email_url(url: str) -> dict[str, Any]:
    """Return an entry of MAILERS; without an address mails are written to standard output."""
    if not url:
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    try:
        parts = urlsplit(url)
        default_port, encryption = SCHEMES[parts.scheme]
        port = parts.port or default_port
    except (KeyError, ValueError):
        # The error itself may quote a part of the password.
        raise ImproperlyConfigured(
            "EMAIL_URL must look like smtp://user:password@host:587, with %23 for # in a password."
        ) from None
    if not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL names no host; it must look like smtp://user:password@host:587."
        )
    options = {"host": parts.hostname, "port": port, "timeout": 10, **encryption}
    if parts.username:
        options |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
