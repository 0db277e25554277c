"""The production settings: complete, or refused in a sentence."""

import subprocess
import sys

import pytest

from tests.config.conftest import KEY, ROOT

TOLD = {"PRODUCTION": "1", "SITE_URL": "https://board.example", "SECRET_KEY": KEY}


def check(tmp_path, **told):
    return manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **told)


def manage(tmp_path, *arguments, **told):
    command = [sys.executable, "manage.py", *arguments]
    env = {"PATH": "/usr/bin:/bin", "DATA_DIR": str(tmp_path), "STATIC_ROOT": str(tmp_path)} | told
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


def test_djangos_check_for_deployment_finds_nothing(tmp_path):
    ran = check(tmp_path, **TOLD)
    assert (ran.returncode, ran.stdout) == (0, "System check identified no issues (0 silenced).\n"), (
        ran.stderr
    )


def test_the_cookies_are_bound_to_the_host_and_to_https(tmp_path):
    settings = manage(tmp_path, "diffsettings", "--all", **TOLD).stdout.splitlines()
    for line in (
        "SESSION_COOKIE_NAME = '__Host-session'",
        "SESSION_COOKIE_SECURE = True",
        "CSRF_COOKIE_NAME = '__Host-csrf'",
        "CSRF_COOKIE_SECURE = True",
    ):
        assert line in settings


@pytest.mark.parametrize("setting", ["SITE_URL", "SECRET_KEY"])
def test_without_what_it_needs_it_does_not_start(tmp_path, setting):
    ran = check(tmp_path, **(TOLD | {setting: ""}))
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"Weekboard does not start: PRODUCTION needs {setting}")
    assert ran.stderr.count("\n") == 1


def test_all_that_is_missing_is_told_at_once(tmp_path):
    ran = check(tmp_path, PRODUCTION="1")
    assert ran.stderr == (
        "Weekboard does not start: PRODUCTION needs SITE_URL, an address like https://board.example; "
        "and SECRET_KEY, 50 or more random characters.\n"
    )


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"SITE_URL": "http://board.example"}, "SITE_URL"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 62}, "SECRET_KEY"),
        ({"SITE_URL": "https://"}, "SITE_URL"),
        ({"SITE_URL": "https://board.example/sub"}, "SITE_URL"),
    ],
)
def test_what_would_not_be_safe_does_not_start(tmp_path, told, named):
    ran = check(tmp_path, **(TOLD | told))
    assert ran.returncode == 1
    assert ran.stderr.startswith("Weekboard does not start: ")
    assert named in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "foo"),
        ("DATABASE_URL", "foo://x"),
        ("DATABASE_URL", "mysql://u:secret@localhost/weekboard"),
        ("DATABASE_URL", "postgres://[x"),
        ("SITE_URL", "http://[x"),
        ("SITE_URL", "ftp://board.example"),
        ("SITE_URL", "board.example"),
        ("SITE_URL", "http://board.example/weekboard"),
        ("SITE_URL", "http://board.example?x=1"),
        ("SITE_URL", "http://u@board.example"),
        ("SITE_URL", "http://größe.example"),
        ("ALLOWED_HOSTS", "board.example:8000"),
        ("ALLOWED_HOSTS", "https://board.example"),
        ("ALLOWED_HOSTS", "board.example/"),
        ("ALLOWED_HOSTS", "größe.example"),
        ("EMAIL_URL", "smtp://[x"),
    ],
)
def test_a_setting_that_makes_no_sense_is_a_sentence_with_its_name(tmp_path, name, value):
    ran = manage(tmp_path, "check", **{name: value})
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert ran.stderr.startswith("Weekboard does not start: ")
    assert name in ran.stderr


def test_a_command_without_its_database_says_which_file_it_is(tmp_path):
    ran = manage(tmp_path, "migrate", DATABASE_URL="sqlite:////no/such/directory/x.sqlite3")
    assert ran.returncode == 1
    assert ran.stderr.endswith(": unable to open database file in /no/such/directory/x.sqlite3\n")
