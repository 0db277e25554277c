"""What a mistake shows to whom: nothing to the visitor, one numbered record to the operator."""

import logging
import re

import pytest
from django.urls import reverse

from config.logs import LineFormatter
from tests.config.conftest import running, surroundings

pytestmark = pytest.mark.programs


@pytest.fixture(scope="module")
def mistaken(home, static):
    """An answer 500 to a form with a password and a cookie, and the log."""
    headers = {"Cookie": "weekboard-session=cookie1234", "Content-Type": "application/x-www-form-urlencoded"}
    with running(surroundings(home, static)) as process:
        answer = process.address.request("POST", "/boom/?token=query1234", b"password=hunter2", headers)
        return answer, process.log()


def test_a_mistake_is_answered_without_its_details(mistaken):
    answer, _ = mistaken
    assert answer.status == 500
    for detail in ("Traceback", "RuntimeError", "SELECT", "/boom", ".py", "SECRET_KEY"):
        assert detail not in answer.text


def test_a_mistake_is_answered_with_the_number_of_its_record(mistaken):
    answer, _ = mistaken
    assert answer.headers["X-Request-ID"] in answer.text


def test_a_mistake_is_logged_once_with_its_number(mistaken):
    answer, log = mistaken
    assert log.count("Internal Server Error: /boom/") == 1
    assert f"ERROR {answer.headers['X-Request-ID']} django.request Internal Server Error: /boom/\n" in log
    assert log.count("RuntimeError: SELECT secret") == 1


def test_a_log_holds_no_cookie_no_token_and_no_password(mistaken):
    _, log = mistaken
    for secret in ("cookie1234", "query1234", "hunter2"):
        assert secret not in log


def test_a_message_of_several_lines_cannot_pass_for_a_record(mistaken):
    _, log = mistaken
    assert "\n    FROM line two" in log


@pytest.fixture(scope="module")
def logged(home, static):
    """The log of some requests, and the number of the one that was answered well."""
    with running(surroundings(home, static) | {"ACCESS_LOG": "1", "THREADS": "1"}) as process:
        process.address.request(path="/x%0a2026-11-23%1b[31m%e2%80%a8/")
        process.address.request(path="/accounts/password/reset/key/3-abc123-secret/")
        process.address.request(path=f"/join/m1-secret{'A' * 37}/")
        process.address.request(path="/accounts/login/?next=%2Fjoin%2Fm1-secret%2F")
        process.address.request(path="/account/address/confirm/abc123-secret/")
        answer = process.address.request(path="/healthz?x=1")
        process.address.request(path="/fill/")
        process.address.request("POST", "/accounts/login/", b"", {"Origin": "https://evil.example"})
        with process.address.send("no request at all") as broken:
            broken.recv(1)
        return process.log(), answer.headers["X-Request-ID"]


def test_control_characters_in_an_address_are_spelled_out(logged):
    log, _ = logged
    assert "config.access GET /x\\n2026-11-23\\x1b[31m\\u2028/ 404 " in log


def test_what_is_the_visitors_is_no_warning(logged):
    log, _ = logged
    assert "config.access POST /accounts/login/ 403 " in log
    assert [line for line in log.splitlines() if " WARNING " in line and "config.misconf" not in line] == []


def test_a_link_to_a_new_password_or_address_is_not_readable_in_the_log(logged):
    log, _ = logged
    assert "/reset/key/…" in log
    assert "/address/confirm/…" in log
    assert "secret" not in log


def test_a_link_by_which_one_joins_is_not_readable_in_the_log(logged):
    log, _ = logged
    assert "GET /join/…/ 404" in log
    assert "secret" not in log


@pytest.mark.parametrize(
    "text", ["/join/m1-secret/", "/accounts/login/?next=/join/m1-secret/", "next=%2fjoin%2fm1-secret%2f"]
)
def test_no_record_holds_a_link_by_which_one_joins(text):
    record = logging.LogRecord("x", logging.ERROR, "", 0, "%s", (text,), None)
    assert "secret" not in LineFormatter().format(record)


def test_the_log_of_requests_names_status_and_number(logged):
    log, number = logged
    assert f"INFO {number} config.access GET /healthz 200 " in log


def test_a_database_that_is_away_takes_one_line_a_request(logged):
    log, _ = logged
    assert re.search(
        r"Service Unavailable: /fill/ \(OperationalError: database or disk is full in .+/weekboard.sqlite3\)\n",
        log,
    )
    assert "Traceback" not in log


@pytest.mark.django_db
def test_what_a_role_does_not_allow_is_not_logged(as_viewer, card, caplog):
    as_viewer.post(reverse("move", args=[card.project.slug, card.number]), {"column": "done"})
    assert [record for record in caplog.records if record.name == "django.request"] == []
