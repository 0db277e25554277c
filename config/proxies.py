"""What a proxy says about the client it speaks for: believed only from the addresses in TRUSTED_PROXIES."""

import ipaddress
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ImproperlyConfigured

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks as somebody wrote them in the environment."""
    return tuple(_network(text.strip()) for text in texts if text.strip())


def cleaned(scope: dict[str, Any], trusted: tuple[Network, ...]) -> dict[str, Any]:
    """`scope` with the true client, scheme and host, and without any header that claims them.

    Nothing behind this sees a forwarding header, so nothing can believe one by mistake. Names with an
    underscore go too: to WSGI `X_Forwarded_For` and `X-Forwarded-For` are one name.
    """
    claims: dict[bytes, list[str]] = {}
    headers = []
    for name, value in scope["headers"]:
        if name.startswith(b"x-forwarded-") or name == b"forwarded":
            claims.setdefault(name, []).append(value.decode("latin-1"))
        elif b"_" not in name:
            headers.append((name, value))
    scope = {**scope, "headers": headers}
    peer = _address(scope["client"][0]) if scope.get("client") else None
    if claims and peer and _is_among(peer, trusted):
        _believe(scope, claims, trusted)
    return scope


def _believe(scope: dict[str, Any], claims: dict[bytes, list[str]], trusted: tuple[Network, ...]) -> None:
    if client := _client(_listed(claims, b"x-forwarded-for"), trusted):
        scope["client"] = (str(client), 0)
    match _listed(claims, b"x-forwarded-proto"):
        case [*_, "http" | "https" as scheme]:
            scope["scheme"] = scheme
    match _listed(claims, b"x-forwarded-host"):
        case [*_, str(host)]:
            others = [pair for pair in scope["headers"] if pair[0] != b"host"]
            scope["headers"] = [(b"host", host.encode("latin-1")), *others]


def _client(hops: list[str], trusted: tuple[Network, ...]) -> Address | None:
    """The nearest address that is no proxy of ours; what stands left of it may be invented."""
    client = None
    for hop in reversed(hops):
        address = _address(hop)
        if address is None:
            break
        client = address
        if not _is_among(address, trusted):
            break
    return client


def _listed(claims: dict[bytes, list[str]], name: bytes) -> list[str]:
    return [part.strip() for part in ",".join(claims.get(name, [])).split(",") if part.strip()]


def _address(text: str) -> Address | None:
    """An address with or without its port: `192.0.2.1:80`, `[2001:db8::1]:80`, `::ffff:192.0.2.1`."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_among(address: Address, trusted: tuple[Network, ...]) -> bool:
    return any(address in network for network in trusted)


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES: “{text}” is not an address or a network such as 10.0.0.0/8."
        ) from None
