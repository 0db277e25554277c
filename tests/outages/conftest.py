"""The real server on a database of its own with the sample project, to be hurt in every way."""

import subprocess
import sys

import pytest

from tests.outages.cinema import FRAMES, Cinema, Worker
from tests.outages.place import Place
from tests.projects.demos.transcoding.films import Pictures, Tone, make_film
from tests.site import ROOT, database, on_postgresql

# These begin a PostgreSQL of their own, so that once is enough: in the run on PostgreSQL.
collect_ignore = [] if on_postgresql() else ["test_postgresql.py"]


@pytest.fixture(scope="session")
def place(tmp_path_factory, static, migrated):
    """Shared by all tests that leave it well."""
    home = tmp_path_factory.mktemp("place")
    with database(home, migrated) as url:
        yield Place(home, url, static)


@pytest.fixture(scope="session")
def raw(tmp_path_factory):
    path = tmp_path_factory.mktemp("raw") / "raw.mp4"
    return make_film(path, Pictures(seconds=1, rate=FRAMES, size=(160, 90)), Tone(seconds=1))


@pytest.fixture
def cinema(place, raw):
    cinema = Cinema(place, raw)
    yield cinema
    cinema.close()


@pytest.fixture
def worker(place):
    command, pipe = [sys.executable, "-m", "tests.outages.films", "errands"], subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, env=place.environment, stdin=pipe, stdout=pipe, text=True
    ) as programs:
        yield Worker(programs)
        programs.stdin.close()
