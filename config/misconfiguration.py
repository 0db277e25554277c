"""Settings that turn out to be wrong when somebody visits: said with the setting's name, to them and in the log."""

import logging
import time

from django.conf import settings

from config.proxies import ignored_proxy

UNKNOWN_PROXY = "TRUSTED_PROXIES does not name the proxy before this server."
LOG_INTERVAL = 60.0  # seconds: whoever scans the internet sends made-up hosts all day
log = logging.getLogger(__name__)
logged_at: dict[str, float] = {}


def log_once_a_minute(message: str, *details: str) -> None:
    now = time.monotonic()
    if now - logged_at.get(message, -LOG_INTERVAL) >= LOG_INTERVAL:
        logged_at[message] = now
        log.warning(message, *details)


def log_unknown_host(request) -> None:
    log_once_a_minute(
        "Refused a request for the host “%s”: neither SITE_URL nor ALLOWED_HOSTS names it.",
        request.headers.get("host", ""),
    )


def log_unknown_proxy(proxy: str) -> None:
    log_once_a_minute(
        "Refused requests that came through %s: if that is your proxy, name it in TRUSTED_PROXIES.", proxy
    )


def origin_mistake(request, reason: str) -> str:
    """Return what to say about a form that Django's check of its origin has refused, or "" if it was not that."""
    if not reason.startswith(("Origin checking failed", "Referer checking failed")):
        return ""
    if proxy := ignored_proxy(request):
        log_unknown_proxy(proxy)
        return UNKNOWN_PROXY
    origin = request.headers.get("origin", "null")
    if origin == "null":
        log_once_a_minute(
            "Refused a form whose browser hides where it comes from: does a proxy set Referrer-Policy: no-referrer?"
        )
        return "The browser hides where the form comes from (Referrer-Policy)."
    log_once_a_minute("Refused a form that comes from %s: SITE_URL is %s.", origin, settings.SITE_URL)
    return "SITE_URL is not the address of this page."
