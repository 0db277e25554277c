"""An installation of a million cards beside one of two thousand; QUICK=1 takes a twentieth of it."""

import os
import time
from functools import partial

import psutil
import psycopg
import pytest

from tests.bench import process
from tests.bench.boards import slug_of
from tests.bench.client import SETTLE, Visitor, visitors
from tests.bench.million import BOSS
from tests.bench.options import rounds
from tests.bench.turns import Turns
from tests.site import Site, database, on_postgresql

pytestmark = pytest.mark.bench
PROJECTS, FEW = (
    rounds(10_000, 500),
    18,
)  # and two more: the one that is copied, and the board that is measured
ROUNDS, WARM_UP = rounds(40, 15), 5
GB, BOARD = 10**9, slug_of(100)


@pytest.fixture(scope="module", name="filled")
def filled_sites(tmp_path_factory, static, table):
    """The many projects and the few, each in a database of its own."""
    many, few = (tmp_path_factory.mktemp(name) for name in ("many", "few"))
    with database(many) as many_url, database(few) as few_url:
        sites = {"many": Site(many, many_url, static), "few": Site(few, few_url, static)}
        for site in sites.values():
            site.run("manage.py", "migrate", "--verbosity", "0")
            site.run("manage.py", "createcachetable")
        sites["few"].bench("million", FEW)
        found = sites["many"].bench("million", PROJECTS)
        cards, events = (found["rows"][name] for name in ("boards_card", "projects_event"))
        table.note(f"filling {cards:,} cards and {events:,} events", found["seconds"], "s")
        table.note("... and their database", found["bytes"] / GB, "GB")
        yield sites


@pytest.fixture(scope="module")
def serving(filled):
    """A visitor in front of a server of each: both have the same board, beside more or less of others."""
    with visitors(filled) as found:
        yield found


@pytest.fixture(scope="module")
def postgresql():
    """What is measured beside the server: every process of PostgreSQL, by the one that has started them."""
    if not on_postgresql():
        return []
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        [pid] = connection.execute("SELECT pg_backend_pid()").fetchone()
        return [psutil.Process(pid).parent().pid]


@pytest.fixture(scope="module")
def times(serving, postgresql):
    """How many times the CPU it takes among many projects, of the server and of the database, measured in turns."""

    def times(ask, who=None):
        them = {name: who(visitor) if who else visitor for name, visitor in serving.items()}
        for visitor in list(them.values()) * WARM_UP:
            ask(visitor)
        measures = {
            (name, pid): partial(cpu_of, pid or visitor.server.pid, ask, visitor)
            for name, visitor in them.items()
            for pid in (None, *postgresql)
        }
        turns = Turns.take(ROUNDS, measures)
        return [turns.ratio(("many", pid), ("few", pid)) for pid in (None, *postgresql)]

    return times


def cpu_of(pid, ask, visitor):
    """Milliseconds; a database goes on for a moment after it has answered."""
    begun = process.cpu(pid)
    ask(visitor)
    time.sleep(SETTLE)
    return 1000 * (process.cpu(pid) - begun)


def bounded(table, what, found, bounds, goal=None):
    for where, ratio, bound in zip(("server", "database"), found, bounds, strict=False):
        table.at_most(f"{what}, CPU of the {where}", ratio, bound, "×", goal=goal)


def test_a_page_costs_what_it_does_among_few_projects(times, table):
    found = times(lambda it: it.get(f"/p/{BOARD}/board/"))
    bounded(table, f"a page beside {PROJECTS:,} projects, of beside twenty", found, (1.2, 1.2))


def test_a_move_costs_what_it_does_among_few_projects(times, table):
    found = times(lambda it: it.move(BOARD))
    bounded(table, f"a move beside {PROJECTS:,} projects, of beside twenty", found, (1.2, 1.2))


def test_a_superusers_home_has_an_end(times, table):
    """Fifteen projects are shown of twenty as well; among more of them a thousand are counted, at most."""
    found = times(lambda it: it.get("/"), lambda it: Visitor(it.site, it.server, it.port, BOSS))
    bounded(table, f"a superuser's home of {PROJECTS:,} projects, of twenty", found, (1.35, 1.6), goal=1.5)


if on_postgresql():  # what SQLite walks, tests/test_walks.py has asked it

    def test_no_statement_of_a_page_walks_a_table_that_grows(filled, table):
        found = filled["many"].bench("walks")
        table.note("steps of all pages' statements, explained", found["steps"])
        for path, name, rows, *_ in found["walks"]:
            table.note(f"... {path} visits {name}", rows, "rows")
        table.at_most("... that visit more rows than they may", len(found["walks"]), 0)


@pytest.mark.parametrize(
    "command",
    [["doctor"], ["purge_deleted", "--days", "0"], ["prune_events", "--days", "0"]],
    ids=lambda words: words[0],
)
def test_a_command_takes_its_rows_in_batches(filled, table, command):
    """These come last, as they take much of it away."""
    found = filled["many"].bench("peak", *command)
    table.note(f"{command[0]}: {found['said']}", found["seconds"], "s")
    table.at_most("... memory", found["MiB"], 80, "MiB", goal=200)
