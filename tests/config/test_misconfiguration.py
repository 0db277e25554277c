"""Settings that are wrong only for who visits: the answer and the log name the setting."""

import pytest

from tests.config.conftest import KEY, running, surroundings

pytestmark = pytest.mark.programs
FORWARDED = {"Host": "board.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.9"}
PRODUCTION = {"PRODUCTION": "1", "SITE_URL": "https://board.example", "SECRET_KEY": KEY, "DRAIN_SECONDS": "0"}


@pytest.fixture(scope="module")
def untold(home, static):
    """What a server on the settings of a laptop answers behind a proxy that nobody told it of, and its log."""
    with running(surroundings(home, static)) as process:

        def send(**headers):
            return process.address.request("POST", "/accounts/login/", b"", headers)

        answers = {
            "host": process.address.request(path="/", headers={"Host": "board.example"}),
            "hidden": send(Origin="null"),
            "elsewhere": send(Origin="https://board.example"),
            "proxy": send(Origin="https://board.example", **{"X-Forwarded-Proto": "https"}),
            "fragment": send(Origin="null", **{"HX-Request": "true"}),
        }
        process.address.request(path="/", headers={"Host": "another.example"})
        return answers, process.log(), process.address[1]


@pytest.mark.parametrize(
    ("kind", "status", "named"),
    [
        ("host", 400, "ALLOWED_HOSTS"),
        ("hidden", 403, "Referrer-Policy"),
        ("elsewhere", 403, "SITE_URL"),
        ("proxy", 403, "TRUSTED_PROXIES"),
        ("fragment", 403, "Referrer-Policy"),
    ],
)
def test_the_answer_names_what_is_set_up_wrong(untold, kind, status, named):
    answers, *_ = untold
    assert answers[kind].status == status
    assert named in answers[kind].text
    assert "eload" not in answers[kind].text  # it would not help


def test_the_log_names_each_setting_once_a_minute(untold):
    _, log, port = untold
    lines = [line.partition("config.misconfiguration ")[2] for line in log.splitlines()]
    assert [line for line in lines if line] == [
        "Refused a request for the host “board.example”: neither SITE_URL nor ALLOWED_HOSTS names it.",
        "Refused a form whose browser hides where it comes from: "
        "does a proxy set Referrer-Policy: no-referrer?",
        f"Refused a form that comes from https://board.example: SITE_URL is http://localhost:{port}.",
        "Refused requests that came through 127.0.0.1: if that is your proxy, name it in TRUSTED_PROXIES.",
    ]


def test_a_proxy_that_is_not_named_is_told_and_not_led_to_itself_for_ever(start):
    process = start(**PRODUCTION)
    answer = process.address.request(path="/", headers=FORWARDED)
    assert (answer.status, answer.headers["Location"]) == (500, None)
    assert "TRUSTED_PROXIES" in answer.text
    assert "came through 127.0.0.1" in process.log()
