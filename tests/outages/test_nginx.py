"""The nginx of docs/operate.md before the server: its words, with the ports of this machine and shorter times.

Its read timeout is shortened from sixty seconds to four, and the time between the server's pings from five to one.
"""

import contextlib
import socket
import time

import pytest

from tests import nginx
from tests.outages.people import Mover, cards_of_the_week
from tests.outages.place import SLUG
from tests.site import HOST
from tests.sse import Listener

pytestmark = pytest.mark.programs
SITE = "board.example"
READ_TIMEOUT = 4


@pytest.fixture(scope="module")
def proxy(place):
    """(host, port) of an nginx before the server; on PostgreSQL before two of them."""
    https = {"SITE_URL": f"https://{SITE}", "TRUSTED_PROXIES": HOST}
    with contextlib.ExitStack() as stack:
        count = 1 if place.url.startswith("sqlite") else 2
        served = [stack.enter_context(place.served("tests.outages.chatty", **https)) for _ in range(count)]
        with socket.create_server((HOST, 0)) as free:
            port = free.getsockname()[1]
        stack.enter_context(nginx.running(adapted(nginx.example(), port, [port for _, port in served])))
        yield HOST, port


def adapted(example, port, servers):
    """The example, as if it were reached by HTTPS. What is replaced has to be there."""
    for old, new in [
        ("server 127.0.0.1:8000;", " ".join(f"server {HOST}:{server};" for server in servers)),
        ("listen 443 ssl http2;", f"listen {HOST}:{port};"),
        ("    ssl_certificate /etc/ssl/board.example.pem;\n", ""),
        ("    ssl_certificate_key /etc/ssl/board.example.key;\n", ""),
        ("proxy_set_header X-Forwarded-Proto $scheme;", "proxy_set_header X-Forwarded-Proto https;"),
        ("proxy_read_timeout 60s;", f"proxy_read_timeout {READ_TIMEOUT}s;"),
    ]:
        assert example.count(old) == 1, old
        example = example.replace(old, new)
    return example


@pytest.fixture(scope="module")
def headers(place):
    return place.headers_by_https(SITE)


@pytest.fixture
def stream(proxy, headers):
    listener = Listener(*proxy, f"/p/{SLUG}/live/?since=0&version=", headers)
    yield listener
    listener.close()


@pytest.fixture
def mover(place, proxy, headers):
    mover = Mover(proxy, "", *cards_of_the_week(place))
    mover.headers |= headers | {"Accept-Encoding": "identity"}  # it looks into what comes
    return mover


def test_a_page_comes_through_and_the_server_believes_how_it_was_asked_for(mover):
    """Else it would be a redirect to HTTPS, or no host of ours."""
    assert mover.ask("GET", f"/p/{SLUG}/board/") == 200


def test_a_stream_is_neither_buffered_nor_compressed_nor_cached(stream):
    names = {name.lower(): value for name, value in stream.response.getheaders()}
    assert stream.called("hello", 5)
    assert names["content-type"].startswith("text/event-stream")
    assert "content-encoding" not in names
    assert names["cache-control"] == "no-store"


def test_a_quiet_stream_stays_open_longer_than_the_proxys_patience(stream):
    stream.called("hello")
    assert not stream.until_end(2 * READ_TIMEOUT)
    pings = [message for message in stream.messages if message.event == "ping"]
    assert len(pings) >= READ_TIMEOUT


def test_a_move_through_the_proxy_is_seen_at_once(stream, mover):
    hello = stream.called("hello")
    for _ in range(20):  # a drop on the own place moves nothing
        assert mover.move() == 200
        if mover.acknowledged:
            break
    begun = time.time()
    assert stream.wait(lambda message: message.at > hello.at and 'hx-swap="place"' in message.text, 5)
    assert time.time() - begun < 2


def test_many_windows_are_open_at_once(proxy, headers):
    """The server allows five of a person; the proxy has room for all, and for the pages beside them."""
    with contextlib.ExitStack() as stack:
        streams = [Listener(*proxy, f"/p/{SLUG}/live/?since=0&version=", headers) for _ in range(5)]
        for stream in streams:
            stack.callback(stream.close)
        assert all(stream.called("hello", 5) for stream in streams)
