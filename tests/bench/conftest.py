"""One filled database, one table, for all that is measured in a run."""

import pytest

from tests.bench.table import Table
from tests.site import Site, database

table = pytest.StashKey[Table]()


@pytest.fixture(scope="session", name="table")
def table_of_the_run(pytestconfig):
    return pytestconfig.stash.setdefault(table, Table())


@pytest.fixture(scope="session")
def site(tmp_path_factory, static):
    home = tmp_path_factory.mktemp("site")
    with database(home) as url:
        site = Site(home, url, static)
        site.run("manage.py", "start", "--no-serve")
        site.bench("boards")
        yield site


def pytest_terminal_summary(terminalreporter, config):
    if table in config.stash:
        terminalreporter.section("measured")
        terminalreporter.write_line(str(config.stash[table]))
