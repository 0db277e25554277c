"""The real server on a database of its own with the sample project, to be hurt in every way."""

import pytest

from tests.outages.place import Place
from tests.site import database, on_postgresql

# These begin a PostgreSQL of their own, so that once is enough: in the run on PostgreSQL.
collect_ignore = [] if on_postgresql() else ["test_postgresql.py"]


@pytest.fixture(scope="session")
def place(tmp_path_factory, static, migrated):
    """Shared by all tests that leave it well."""
    home = tmp_path_factory.mktemp("place")
    with database(home, migrated) as url:
        yield Place(home, url, static)
