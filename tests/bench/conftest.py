"""One filled database, one table, for all that is measured in a run; with BASE one more, of the version before."""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.bench.options import BASE
from tests.bench.table import Table
from tests.site import ROOT, Site, database

table = pytest.StashKey[Table]()


@pytest.fixture(scope="session", name="table")
def table_of_the_run(pytestconfig):
    return pytestconfig.stash.setdefault(table, Table())


@pytest.fixture(scope="session")
def sites(tmp_path_factory, static):
    """Of this version and, if there is one, of the version before: each with a database filled by its own code."""
    with ExitStack() as stack:

        def place(name):
            home = tmp_path_factory.mktemp(name)
            return home, stack.enter_context(database(home))

        sites = {"now": Site(*place("site"), static)}
        if BASE:
            home, url = place("before")
            sites["before"] = Site(home, url, home / "static", linked(home / "code"), own_python(BASE))
        with ThreadPoolExecutor() as pool:
            list(pool.map(fill, sites.values()))
        yield sites


@pytest.fixture(scope="session")
def site(sites):
    return sites["now"]


def linked(code):
    """The product of the version before with our tests, which know how to fill a database and how to ask."""
    code.mkdir()
    for entry in BASE.iterdir():
        (code / entry.name).symlink_to(ROOT / "tests" if entry.name == "tests" else entry)
    return code


def own_python(checkout):
    """With the packages that it was released with, where `make run` has installed them."""
    python = checkout / ".venv/bin/python"
    return str(python) if python.exists() else sys.executable


def fill(site):
    site.run("manage.py", "start", "--no-serve")
    site.bench("boards")


def pytest_terminal_summary(terminalreporter, config):
    if table in config.stash:
        terminalreporter.section("measured")
        terminalreporter.write_line(str(config.stash[table]))
