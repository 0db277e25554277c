"""The home of a superuser, who sees every project of the installation: with ten of them, and with very many."""

from contextlib import ExitStack
from functools import partial

import pytest

from tests.bench.client import PLAIN, Visitor
from tests.bench.million import BOSS
from tests.bench.options import rounds
from tests.bench.turns import Turns
from tests.site import Site, database

pytestmark = pytest.mark.bench
FEW, MANY = 10, rounds(10_000, 1_000)
ROUNDS, WARM_UP = rounds(40, 10), 3
KB = 1000


@pytest.fixture(scope="module")
def homes(tmp_path_factory, static):
    """One in front of each server, by the number of projects."""
    with ExitStack() as stack:

        def superuser(projects):
            home = tmp_path_factory.mktemp("projects")
            site = Site(home, stack.enter_context(database(home)), static)
            site.run("manage.py", "migrate", "--verbosity", "0")
            site.run("manage.py", "createcachetable")
            site.bench("million", projects)
            return Visitor(site, *stack.enter_context(site.served()), BOSS)

        yield {projects: superuser(projects) for projects in (FEW, MANY)}


def home(visitor):
    return visitor.get("/", **PLAIN)


def test_a_superusers_home_costs_as_much_with_many_projects(homes, table):
    measures = {projects: partial(visitor.cpu, home, visitor) for projects, visitor in homes.items()}
    Turns.take(WARM_UP, measures)
    turns = Turns.take(ROUNDS, measures)
    table.note(f"CPU, a superuser's home, {FEW} projects", turns.median(FEW), "ms")
    table.note(f"CPU, a superuser's home, {MANY:,} projects", turns.median(MANY), "ms")
    table.at_most(f"... of the home with {FEW}", turns.ratio(MANY, FEW), 1.35, "×", goal=1.5)


def test_its_page_is_as_long(homes, table):
    few, many = (len(home(visitor)) / KB for visitor in homes.values())
    table.note(f"bytes, a superuser's home, {MANY:,} projects", many, "KB")
    table.at_most(f"... of the home with {FEW}", many / few, 1.35, "×", goal=1.5)
