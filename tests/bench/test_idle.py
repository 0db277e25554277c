"""What a server takes that nobody asks for anything, beside an uvicorn with nothing behind it in the same minute."""

import pytest

from tests.bench.live import FEW

pytestmark = pytest.mark.bench


PROCESSES = {1: "one process", 2: "two workers"}


@pytest.fixture(scope="module", params=PROCESSES, ids=PROCESSES.get)
def idle(request, site, table):
    workers = {"WORKERS": str(request.param)}
    with site.served(**workers) as (server, port), site.served("tests.bench.bare", **workers) as (bare, _):
        found = site.bench("idle", port, server.pid, bare.pid)
    table.note(f"a core, bare uvicorn, idle, {PROCESSES[request.param]}", found["nobody"][1], "%")
    return found


@pytest.mark.parametrize(
    ("when", "called", "bound"), [("nobody", "nobody", 0.15), ("boards", f"{FEW} boards", 0.25)]
)
def test_an_idle_server_takes_little_more_than_a_bare_one(idle, table, when, called, bound):
    ours, bare = idle[when]
    table.at_most(f"... more than that, {called}", ours - bare, bound, "%", goal=bound)
