"""Who is trusted to name the client's address, scheme and host."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.proxies import apply_forwarded_headers, parse_networks

TRUSTED = parse_networks(["10.0.0.0/8", "2001:db8::1"])


def scope(peer, **headers):
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"client": (peer, 4711), "scheme": "http", "headers": [(b"host", b"board.example"), *pairs]}


def client(peer, *hops):
    return apply_forwarded_headers(scope(peer, x_forwarded_for=", ".join(hops)), TRUSTED)["client"][0]


def test_a_stranger_is_not_believed():
    claims = {"x_forwarded_for": "10.0.0.1", "x_forwarded_proto": "https", "x_forwarded_host": "evil"}
    forged = scope("192.0.2.9", **claims)
    told = apply_forwarded_headers(forged, TRUSTED)
    assert told.pop("ignored_proxy") == ("192.0.2.9", ["https"])  # for who has forgotten to name their proxy
    assert told == scope("192.0.2.9")


def test_nobody_is_believed_when_nobody_is_trusted():
    assert (
        apply_forwarded_headers(scope("127.0.0.1", x_forwarded_for="192.0.2.9"), ())["client"][0]
        == "127.0.0.1"
    )


def test_a_proxy_names_its_client_and_its_scheme():
    told = apply_forwarded_headers(
        scope("10.0.0.1", x_forwarded_for="192.0.2.9", x_forwarded_proto="https"), TRUSTED
    )
    assert (told["client"][0], told["scheme"]) == ("192.0.2.9", "https")


def test_a_proxy_names_the_host():
    told = apply_forwarded_headers(scope("10.0.0.1", x_forwarded_host="other.example"), TRUSTED)
    assert told["headers"] == [(b"host", b"other.example")]


def test_what_a_client_wrote_before_the_proxy_is_not_believed():
    assert client("10.0.0.1", "198.51.100.7", "192.0.2.9") == "192.0.2.9"


def test_a_chain_of_proxies_is_followed_to_the_first_stranger():
    assert client("10.0.0.1", "198.51.100.7", "192.0.2.9", "10.0.0.2") == "192.0.2.9"


def test_a_client_inside_the_trusted_network_keeps_its_own_address():
    assert client("10.0.0.1", "10.0.0.7") == "10.0.0.7"


@pytest.mark.parametrize("nonsense", ["", "unknown", "<script>", "1.2.3"])
def test_an_address_that_is_none_leaves_the_proxys(nonsense):
    assert client("10.0.0.1", nonsense) == "10.0.0.1"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("192.0.2.9:5000", "192.0.2.9"),
        ("[2001:db8::9]:80", "2001:db8::9"),
        ("2001:db8::9", "2001:db8::9"),
        ("::ffff:192.0.2.9", "192.0.2.9"),
    ],
)
def test_an_address_may_come_with_its_port(written, meant):
    assert client("10.0.0.1", written) == meant


def test_a_proxy_is_known_by_its_mapped_address_too():
    assert client("::ffff:10.0.0.1", "192.0.2.9") == "192.0.2.9"


@pytest.mark.parametrize("scheme", ["ftp", "", "javascript"])
def test_a_scheme_that_is_none_changes_nothing(scheme):
    assert apply_forwarded_headers(scope("10.0.0.1", x_forwarded_proto=scheme), TRUSTED)["scheme"] == "http"


def test_a_name_with_an_underscore_goes_even_from_a_proxy():
    told = scope("10.0.0.1")
    told["headers"].append((b"x_forwarded_for", b"198.51.100.7"))
    assert apply_forwarded_headers(told, TRUSTED) == scope("10.0.0.1")


def test_a_trusted_proxy_that_is_no_address_is_named():
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES: “proxy” is not an address"):
        parse_networks(["10.0.0.1", "proxy"])
