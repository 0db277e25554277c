"""The headers of every answer, whether Django gives it or what stands beside it."""

import re
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
# What a browser never shows as a document of this site that could run anything: what is said of documents, and the
# number under which the log names a request, would be more than some files hold. SVG is a document when it is
# visited, so it is not among them.
NO_DOCUMENTS = re.compile(rb"(text/css|text/javascript|font/[\w-]+|image/(png|gif|jpeg|webp|avif))\b")


def with_security_headers(headers: Headers, scheme: str, request_id: str) -> list[tuple[bytes, bytes]]:
    """Return `headers` and those that every answer of this type has, unless they say otherwise."""
    own = [(name.lower(), value) for name, value in headers]
    names = dict(own)
    defaults = DEFAULTS | (hsts() if scheme == "https" else {}) | {b"x-request-id": request_id.encode()}
    if NO_DOCUMENTS.match(names.get(b"content-type", b"")):
        defaults = {name: DEFAULTS[name] for name in (b"cache-control", b"x-content-type-options")}
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
