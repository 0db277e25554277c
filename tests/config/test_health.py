"""The two addresses for load balancers, and what people see while the database is away."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from tests.config.conftest import KEY, running, surroundings

pytestmark = pytest.mark.programs


@pytest.fixture(scope="module")
def well(home, static):
    """A server that nothing has happened to."""
    with running(surroundings(home, static)) as process:
        yield process.address


@pytest.fixture
def away(start, environment):
    """A server whose database went away after it had started."""
    process = start()
    home = Path(environment["DATA_DIR"])
    home.rename(home.with_name("elsewhere"))
    return process.address


def test_it_lives_and_is_ready(well):
    answers = [well.request(path=path) for path in ("/healthz", "/readyz")]
    assert [(answer.status, answer.text) for answer in answers] == [(200, "ok"), (200, "ready")]


def test_any_host_is_answered(start):
    address = start(PRODUCTION="1", SITE_URL="https://board.example", SECRET_KEY=KEY).address
    answers = [address.request(path=path, headers={"Host": "10.1.2.3"}) for path in ("/healthz", "/readyz")]
    assert [answer.status for answer in answers] == [200, 200]


def test_it_sets_no_cookie(well):
    assert "Set-Cookie" not in well.request(path="/healthz").headers


def test_without_a_database_it_lives_but_is_not_ready(away):
    answers = [away.request(path=path) for path in ("/healthz", "/readyz")]
    assert [(answer.status, answer.text) for answer in answers] == [(200, "ok"), (503, "not ready")]


@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE django_migrations",
        "DELETE FROM django_migrations WHERE app = 'boards' AND name LIKE '0005%'",
    ],
)
def test_without_all_tables_it_is_not_ready(start, environment, change):
    address = start().address
    with sqlite3.connect(Path(environment["DATA_DIR"]) / "weekboard.sqlite3") as database:
        database.execute(change)
    assert address.request(path="/readyz").status == 503


def test_it_is_ready_again_when_the_database_is_back(away, environment):
    away.request(path="/readyz")
    home = Path(environment["DATA_DIR"])
    home.with_name("elsewhere").rename(home)
    assert away.request(path="/readyz").status == 200


def test_a_session_that_cannot_be_looked_up_is_a_503(away):
    answer = away.request(path="/admin/", headers={"Cookie": f"weekboard-session-{away[1]}=abcdefgh12345678"})
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert "The database does not answer just now" in answer.text


def test_a_fragment_gets_the_code_and_no_page(away):
    headers = {"Cookie": f"weekboard-session-{away[1]}=abcdefgh12345678", "HX-Request": "true"}
    answer = away.request(path="/admin/", headers=headers)
    assert (answer.status, answer.text) == (503, "")


def test_a_lock_held_too_long_is_a_503_and_passes(start, environment):
    address = start().address
    with contextlib.closing(sqlite3.connect(Path(environment["DATA_DIR"]) / "weekboard.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert address.request(path="/write/").status == 503
    assert address.request(path="/write/").status == 200


def test_a_full_disk_is_a_503_and_reading_goes_on_until_there_is_room_again(start):
    address = start(THREADS="1").address
    full = address.request(path="/fill/")
    assert (full.status, full.headers["Retry-After"]) == (503, "5")
    assert address.request(path="/write/").status == 503
    assert address.request(path="/readyz").status == 200
    assert address.request(path="/accounts/login/").status == 200
    assert address.request(path="/free/").status == 200
    assert address.request(path="/write/").status == 200


def test_a_table_that_is_missing_is_our_mistake(well):
    assert well.request(path="/missing/").status == 500
