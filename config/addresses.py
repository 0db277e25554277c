"""Parse the settings that are addresses, or refuse them in a sentence that names the setting."""

from typing import Any
from urllib.parse import SplitResult, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def parse_site_url(url: str) -> SplitResult:
    """Return the parts of SITE_URL, which may be empty."""
    try:
        parts = urlsplit(url)
        valid = not url or (parts.scheme in ("http", "https") and parts.hostname and parts.port != 0)
    except ValueError:
        valid = False
    if not valid:
        raise ImproperlyConfigured("SITE_URL must be an address like https://board.example.")
    return parts


def parse_database_url(url: str, **options: Any) -> dict[str, Any]:
    """Return an entry of DATABASES. The parser's own error may quote a part of the password, so it is not shown."""
    try:
        return dict(dj_database_url.parse(url, **options))
    except ValueError:
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgres://user:password@host:5432/name, with %23 for # in a password, "
            "or sqlite:////path/to/file."
        ) from None
