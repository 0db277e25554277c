"""Two servers behind the Caddyfile of compose.yaml are restarted in turn, while people move cards.

The proxy asks for their health four times as often as in earnest, and they drain for a quarter of the time.
"""

import contextlib
import http.client
import time

import pytest

from tests import caddy
from tests.outages.chaos import Server
from tests.outages.people import at_work, movers
from tests.site import HOST

pytestmark = pytest.mark.programs
PEOPLE = 4
CALM = 0.3  # seconds between two requests of a person, but for the moment in which a server ends
INTERVAL, DRAIN = "health_interval 2s", 4


@pytest.fixture(scope="module")
def restarted(place):
    """The people, when each server has been restarted once."""
    told = {"SITE_URL": "https://localhost", "TRUSTED_PROXIES": HOST, "DRAIN_SECONDS": str(DRAIN / 4)}
    with contextlib.ExitStack() as stack:
        servers = [Server(place, **told) for _ in range(2)]
        for server in servers:
            stack.callback(server.process.kill)
        text = caddy.example([server.port for server in servers])
        assert text.count(INTERVAL) == 1
        port = stack.enter_context(caddy.running(text.replace(INTERVAL, "health_interval 500ms")))
        people = movers(place, (HOST, port), PEOPLE)
        for person in people:
            go_by_https(person, place, port)
        set_pause(people, CALM)
        with at_work(people):
            for server in servers:
                set_pause(people, 0)
                time.sleep(0.5)
                server.end()
                set_pause(people, CALM)
                server.start()
                stack.callback(server.process.kill)
            time.sleep(2 * CALM)
    return people


def go_by_https(person, place, port):
    """Let the requests of `person` pass the proxy."""
    ask = person.ask
    person.server = http.client.HTTPSConnection("localhost", port, timeout=20, context=caddy.ANY_CERTIFICATE)
    person.headers |= place.headers_by_https(f"localhost:{port}") | {"Accept-Encoding": "identity"}
    person.ask = lambda *request: (time.sleep(person.pause), ask(*request))[1]


def set_pause(people, seconds):
    for person in people:
        person.pause = seconds


def test_a_rolling_restart_fails_no_request(restarted):
    assert min(person.made for person in restarted) > 10
    assert {status for person in restarted for status in person.statuses()} == {200}


def test_every_move_that_was_acknowledged_in_a_rolling_restart_is_there(place, restarted):
    acknowledged = {request_id for person in restarted for request_id in person.acknowledged}
    assert len(acknowledged) > 50
    there = set(place.column("SELECT request_id FROM projects_event WHERE request_id IS NOT NULL"))
    assert acknowledged - there == set()
