"""Memory of all processes of a server (PSS): just started, and when eight have read and sixteen have moved cards."""

import pytest

from tests.bench import process
from tests.bench.boards import slug_of
from tests.bench.client import APART, Visitor
from tests.bench.options import BEFORE, rounds
from tests.site import HOST

pytestmark = pytest.mark.bench
SECONDS = rounds(8, 2)
READERS = 8
PROCESSES = {1: "one process", 2: "two workers"}


@pytest.fixture(scope="module")
def memory(sites):
    """MiB by (processes, version): fresh, and after load."""
    return {(count, name): measured(site, count) for count in PROCESSES for name, site in sites.items()}


def measured(site, workers):
    with site.served(WORKERS=str(workers)) as (server, port):
        fresh = process.memory(server.pid)
        visitor = Visitor(site, server, port)
        visitor.answers_a_second(f"/p/{slug_of(100)}/board/", READERS, SECONDS)
        site.bench("crowd", HOST, port, SECONDS, APART)
        return {"fresh": fresh, "after load": process.memory(server.pid)}


BOUNDS = [  # processes, when; at most so many MiB, and so many times the version before; what was asked for
    (1, "fresh", (62, 60), (1.15, None)),
    (1, "after load", (83, 90), (1.14, None)),
    (2, "fresh", (91, None), (0.64, 0.7)),
    (2, "after load", (139, 150), (0.74, 0.7)),
]


@pytest.mark.parametrize("beside", ["nothing", *BEFORE])
@pytest.mark.parametrize(("workers", "when", "most", "before"), BOUNDS)
def test_a_server_stays_small(memory, table, workers, when, most, before, beside):
    now = memory[workers, "now"][when]
    if beside == "nothing":
        bound, goal = most
        table.at_most(f"memory, {PROCESSES[workers]}, {when}", now, bound, "MiB", goal=goal)
    else:
        bound, goal = before
        table.at_most(
            "... of the version before", now / memory[workers, "before"][when], bound, "×", goal=goal
        )
