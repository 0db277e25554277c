"""The Caddyfile of compose.yaml before a server, by HTTP/1.1 and HTTP/2."""

import shutil
import subprocess
import time
from email import message_from_string
from pathlib import Path

import pytest

from tests import apt, caddy
from tests.config.conftest import copied, running, surroundings
from tests.site import HOST

pytestmark = pytest.mark.programs
HTTP = ["--http1.1", "--http2"]
INTERVAL = 0.2  # seconds between two looks at the server's health, instead of two
DEMO = "/p/parcel-vision/weeks/1/demo/"


def curl(port, path, *options):
    """(status, headers, body) of one answer."""
    assert shutil.which("curl") or apt.install("curl")
    command = ["curl", "--silent", "--insecure", "--include", "--max-time", "20", *options]
    said = subprocess.run(
        [*command, f"https://localhost:{port}{path}"], capture_output=True, text=True, check=True
    ).stdout
    while said.startswith(("HTTP/1.1 100", "HTTP/2 100")):
        said = said.partition("\n\n")[2]
    first, _, rest = said.partition("\n")
    answer = message_from_string(rest)
    return int(first.split()[1]), answer, answer.get_payload()


@pytest.fixture(scope="module")
def served(prepared, static, tmp_path_factory):
    """(where the data is, the port of a Caddy before a server that speaks HTTPS to people)"""
    environment = surroundings(copied(prepared, tmp_path_factory), static)
    environment |= {"SITE_URL": "https://localhost", "TRUSTED_PROXIES": HOST, "DEMO_MB": "25"}
    with running(environment) as process:
        text = caddy.example([process.address[1]])
        assert text.count("health_interval 2s") == 1
        with caddy.running(text.replace("health_interval 2s", f"health_interval {INTERVAL}s")) as port:
            yield Path(environment["DATA_DIR"]), port


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    """A file of 40 MB."""
    path = tmp_path_factory.mktemp("big") / "film.mp4"
    with path.open("wb") as file:
        file.truncate(40 * 1024 * 1024)
    return path


@pytest.fixture
def away(served):
    """The port, while the database is away for so long that the proxy has asked for the server's health."""
    home, port = served
    elsewhere = home.rename(home.with_name("elsewhere"))
    time.sleep(3 * INTERVAL)
    yield port
    elsewhere.rename(home)


@pytest.mark.parametrize("http", HTTP)
def test_what_is_too_large_is_refused_by_us_in_a_sentence_that_is_true(served, big, http):
    _, port = served
    status, headers, body = curl(port, DEMO, http, "--form", f"video=@{big}")
    assert (status, body) == (413, "This is more than the 26 MB that can be sent here. Nothing was saved.")
    assert headers["X-Request-ID"]


@pytest.mark.parametrize("http", HTTP)
def test_while_the_database_is_away_a_page_says_so_at_once(away, http):
    begun = time.monotonic()
    status, headers, body = curl(away, "/", http, "--cookie", "__Host-session=abcdefgh12345678")
    assert (status, headers["Retry-After"]) == (503, "5")
    assert "The database does not answer just now" in body
    assert time.monotonic() - begun < 5


def test_without_any_server_the_proxy_says_a_sentence():
    with caddy.running(caddy.example([1, 2]).replace("lb_try_duration 10s", "lb_try_duration 0")) as port:
        status, headers, body = curl(port, "/")
    assert (status, headers["Retry-After"]) == (503, "5")
    assert body.startswith("Weekboard is restarting or not running.")
