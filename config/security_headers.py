"""The headers of every answer, whether Django gives it or what stands beside it."""

from collections.abc import Iterable
from functools import cache

from django.conf import settings

Headers = Iterable[tuple[bytes, bytes]]
PRIVATE = "private, no-store"
DEFAULTS = {
    b"cache-control": PRIVATE.encode(),  # static files and videos bring their own
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",  # of what is no page
    b"cross-origin-opener-policy": b"same-origin",
    b"referrer-policy": b"same-origin",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
}


def with_security_headers(headers: Headers, scheme: str) -> list[tuple[bytes, bytes]]:
    """Return `headers` and those that every answer has, unless they say otherwise; HSTS only over HTTPS."""
    own = [(name.lower(), value) for name, value in headers]
    defaults = DEFAULTS | (hsts() if scheme == "https" else {})
    names = {name for name, _ in own}
    return [*own, *((name, value) for name, value in defaults.items() if name not in names)]


@cache
def hsts() -> dict[bytes, bytes]:
    """Return the header as Django's SecurityMiddleware writes it."""
    if not settings.SECURE_HSTS_SECONDS:
        return {}
    parts = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
    parts += ["includeSubDomains"] if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else []
    parts += ["preload"] if settings.SECURE_HSTS_PRELOAD else []
    return {b"strict-transport-security": "; ".join(parts).encode()}
