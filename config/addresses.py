"""Addresses written as settings: read, or refused in a sentence that names the setting."""

from typing import Any
from urllib.parse import SplitResult, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def site(url: str) -> SplitResult:
    """The parts of SITE_URL, which may be left out."""
    try:
        parts = urlsplit(url)
        known = not url or (parts.scheme in ("http", "https") and parts.hostname and parts.port != 0)
    except ValueError:
        known = False
    if not known:
        raise ImproperlyConfigured("SITE_URL must be an address like https://board.example.")
    return parts


def database(url: str, **options: Any) -> dict[str, Any]:
    """An entry of DATABASES. The error itself may quote a part of the password, so it is not told."""
    try:
        return dict(dj_database_url.parse(url, **options))
    except ValueError:
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgres://user:password@host:5432/name, with %23 for # in a password, "
            "or sqlite:////path/to/file."
        ) from None
