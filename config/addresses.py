"""Parse the settings that are addresses, or refuse them in a sentence that names the setting."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import SplitResult, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

HOST_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)
DATABASES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")


def parse_site_url(url: str) -> SplitResult:
    """Return the parts of SITE_URL, which may be empty."""
    try:
        parts = urlsplit(url)
        name = "" if parts.port == 0 else (parts.hostname or "").replace(":", "")
        # What a browser says of where it is: nothing else can ever be the same.
        valid = parts.scheme in ("http", "https") and HOST_NAME.fullmatch(name) and parts[2:] == ("", "", "")
        valid = not url or (valid and "@" not in parts.netloc)
    except ValueError:
        valid = False
    if not valid:
        raise ImproperlyConfigured("SITE_URL must be an address like https://board.example, without a path.")
    return parts


def parse_hosts(texts: Iterable[str]) -> list[str]:
    """Return the names in ALLOWED_HOSTS; refuse what no request's host can ever be."""
    hosts = [text.strip() for text in texts if text.strip()]
    for host in hosts:
        if host != "*" and not HOST_NAME.fullmatch(host.removeprefix(".")):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS: “{host}” is not a host such as board.example, without scheme, port and path."
            )
    return hosts


def parse_database_url(url: str, **options: Any) -> dict[str, Any]:
    """Return an entry of DATABASES. The parser's own error may quote a part of the password, so it is not shown."""
    try:
        entry = dict(dj_database_url.parse(url, **options))
        if entry["ENGINE"] not in DATABASES:
            raise ValueError
        return entry
    except ValueError:
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgres://user:password@host:5432/name, with %23 for # in a password, "
            "or sqlite:////path/to/file."
        ) from None
