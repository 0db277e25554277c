"""Forwarding headers: what a proxy says about its client, accepted only from the addresses in TRUSTED_PROXIES.

uvicorn's ProxyHeadersMiddleware knows no X-Forwarded-Host, leaves the headers in place, takes any text for an
address, and does not recognise a proxy by its IPv4-mapped address, as a socket for both protocols reports it.
"""

import ipaddress
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def parse_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Parse the addresses and networks of a setting."""
    return tuple(_parse_network(text.strip()) for text in texts if text.strip())


def apply_forwarded_headers(scope: dict[str, Any], trusted: tuple[Network, ...]) -> dict[str, Any]:
    """Return `scope` with the real client, scheme and host, and without any forwarding header.

    Without the headers, nothing behind this can trust one by mistake. Names with an underscore go too: to WSGI
    `X_Forwarded_For` and `X-Forwarded-For` are one name.
    """
    forwarded: dict[bytes, list[str]] = {}
    headers = []
    for name, value in scope["headers"]:
        if name.startswith(b"x-forwarded-") or name == b"forwarded":
            forwarded.setdefault(name, []).append(value.decode("latin-1"))
        elif b"_" not in name:
            headers.append((name, value))
    scope = {**scope, "headers": headers}
    peer = _parse_address(scope["client"][0]) if scope.get("client") else None
    if forwarded and peer and _is_in(peer, trusted):
        _apply(scope, forwarded, trusted)
    elif forwarded and peer:
        scope["ignored_proxy"] = str(peer), _values(forwarded, b"x-forwarded-proto")
    return scope


def ignored_proxy(request: HttpRequest, *, scheme: str = "") -> str:
    """Return who sent a request with forwarding headers (for this scheme) that were not believed, or ""."""
    peer, schemes = request.META.get("asgi.scope", {}).get("ignored_proxy", ("", []))
    return peer if not scheme or scheme in schemes else ""


def _apply(scope: dict[str, Any], forwarded: dict[bytes, list[str]], trusted: tuple[Network, ...]) -> None:
    if client := _find_client(_values(forwarded, b"x-forwarded-for"), trusted):
        scope["client"] = (str(client), 0)
    match _values(forwarded, b"x-forwarded-proto"):
        case [*_, "http" | "https" as scheme]:
            scope["scheme"] = scheme
    match _values(forwarded, b"x-forwarded-host"):
        case [*_, str(host)]:
            others = [pair for pair in scope["headers"] if pair[0] != b"host"]
            scope["headers"] = [(b"host", host.encode("latin-1")), *others]


def _find_client(hops: list[str], trusted: tuple[Network, ...]) -> Address | None:
    """Return the last address that is no trusted proxy: a client may have invented those before it."""
    client = None
    for hop in reversed(hops):
        address = _parse_address(hop)
        if address is None:
            break
        client = address
        if not _is_in(address, trusted):
            break
    return client


def _values(forwarded: dict[bytes, list[str]], name: bytes) -> list[str]:
    return [part.strip() for part in ",".join(forwarded.get(name, [])).split(",") if part.strip()]


def _parse_address(text: str) -> Address | None:
    """Parse an address with or without a port: `192.0.2.1:80`, `[2001:db8::1]:80`, `::ffff:192.0.2.1`."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_in(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks)


def _parse_network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES: “{text}” is not an address or a network such as 10.0.0.0/8."
        ) from None
