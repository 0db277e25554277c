"""The real server on a database of its own with the sample project, to be hurt in every way."""

import os

import pytest

from tests.outages.place import Place, database

# These begin a PostgreSQL of their own, so that once is enough: in the run on PostgreSQL.
collect_ignore = [] if os.environ.get("DATABASE_URL", "").startswith("postgres") else ["test_postgresql.py"]


@pytest.fixture(scope="session")
def static(tmp_path_factory):
    """Collected once for all."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture(scope="session")
def place(tmp_path_factory, static):
    """Shared by all tests that leave it well."""
    home = tmp_path_factory.mktemp("place")
    with database(home) as url:
        yield Place(home, url, static)
