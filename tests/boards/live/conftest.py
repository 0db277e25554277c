"""What is played on running servers."""

import pytest

from tests.site import Site, database


@pytest.fixture(scope="module")
def site(tmp_path_factory, static, migrated):
    """A database and its servers, for the scenes of one module."""
    home = tmp_path_factory.mktemp("live")
    with database(home, migrated) as url:
        site = Site(home, url, static)
        site.run("manage.py", "start", "--no-serve")
        yield site
