"""What a server takes that nobody asks for anything, beside an uvicorn with nothing behind it in the same minute."""

import pytest

from tests.bench.live import FEW

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module", params=[1, 2], ids=["one process", "two workers"])
def idle(request, site):
    workers = {"WORKERS": str(request.param)}
    with site.served(**workers) as (server, port), site.served("tests.bench.bare", **workers) as (bare, _):
        return request.node.callspec.id, site.bench("idle", port, server.pid, bare.pid)


@pytest.mark.parametrize(
    ("when", "called", "bound"), [("nobody", "nobody", 0.15), ("boards", f"{FEW} boards", 0.25)]
)
def test_an_idle_server_takes_little_more_than_a_bare_one(idle, table, when, called, bound):
    processes, found = idle
    ours, bare = found[when]
    table.note(f"a core, bare uvicorn, idle, {processes}", bare, "%")
    table.at_most(f"more of a core, {called}, {processes}", ours - bare, bound, "%")
