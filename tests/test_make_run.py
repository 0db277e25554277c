"""`make run` as somebody meets it: real processes in a copy of the tree."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import site

pytestmark = pytest.mark.programs
ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "data", "staticfiles", "node_modules", "__pycache__", ".*_cache"
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy, with an environment that has everything installed: the one these tests run in, behind a script."""
    tree = tmp_path_factory.mktemp("doors") / "weekboard"
    shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
    programs = tree / "venv" / "bin"
    programs.mkdir(parents=True)
    executable(programs / "python", f'exec "{sys.executable}" "$@"')
    for name in ("uv", "run", "test"):  # after the sets themselves, or make would install them again
        (tree / "venv" / f"{name}.txt").touch()
    return tree


def executable(path, words):
    path.write_text(f"#!/bin/sh\n{words}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def environment(tmp_path):
    return shell(tmp_path) | {"SAMPLE": "false"}


def shell(home):
    """A person's environment: nothing of ours in it but the place of the data and a free port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYENV_ROOT") if name in os.environ}
    return kept | {"DATA_DIR": str(home / "data"), "PORT": str(port)}


@contextmanager
def with_a_database(environment, home):
    """On SQLite the default; on PostgreSQL an empty one of the server that the other tests use."""
    with site.database(home) as url:
        yield environment | ({"DATABASE_URL": url} if site.on_postgresql() else {})


@pytest.fixture
def make(tree, environment):
    """Runs make to its end."""

    def make(*arguments, **variables):
        command = ["make", "--silent", f"VENV={tree / 'venv'}", *arguments]
        return ended(command, tree, environment | variables)

    return make


@pytest.fixture
def manage(tree, environment, migrated):
    """Runs manage.py to its end, on a database that has its tables and has never been started on."""
    data = Path(environment["DATA_DIR"])
    data.mkdir()
    shutil.copy(migrated(), data / "weekboard.sqlite3")
    return partial(managed, tree, environment)


def managed(tree, environment, *arguments, **variables):
    return ended([sys.executable, "manage.py", *arguments], tree, environment | variables)


def ended(command, tree, environment):
    return subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def run(tree, environment):
    """`make run` until it answers on /healthz, then Ctrl-C; what it printed."""
    command = ["make", "--silent", f"VENV={tree / 'venv'}", "run"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    server = subprocess.Popen(command, cwd=tree, env=environment, start_new_session=True, **pipes)
    try:
        wait_until_healthy(server, environment["PORT"])
    finally:
        os.killpg(server.pid, signal.SIGINT)
    return server.communicate(timeout=PATIENCE)[0]


def wait_until_healthy(server, port):
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                assert answer.status == 200
                return
        except urllib.error.URLError:
            time.sleep(0.05)
    os.killpg(server.pid, signal.SIGKILL)
    pytest.fail(f"The server did not answer. It said:\n{server.communicate()[0]}")


@pytest.fixture(scope="module")
def runs(tree, tmp_path_factory):
    """What came of `make run`, and of `make run` again."""
    home = tmp_path_factory.mktemp("runs")
    with with_a_database(shell(home), home) as environment:
        manage = partial(managed, tree, environment)
        first, data = run(tree, environment), manage("dumpdata").stdout
        second = run(tree, environment)
        yield SimpleNamespace(
            environment=environment,
            manage=manage,
            first=first,
            data=data,
            second=second,
            data_after=manage("dumpdata").stdout,
        )


def test_the_first_run_says_the_address_and_a_sign_in(runs):
    assert "Sign in as admin with password " in runs.first
    assert f"http://localhost:{runs.environment['PORT']}" in runs.first


def test_the_sign_in_that_was_said_is_the_admin_s(runs):
    password = runs.first.split("password ")[1].split()[0]
    told = told_about_admin(runs.manage, f"person.check_password('{password}'), person.is_superuser")
    assert told == "True True"


@pytest.mark.both_databases
def test_the_first_run_makes_the_sample_project(runs):
    made = [row for row in json.loads(runs.data) if row["model"] == "projects.project"]
    assert [row["fields"]["slug"] for row in made] == ["parcel-vision"]


def test_ctrl_c_ends_the_server_without_a_traceback(runs):
    assert "Traceback" not in runs.first + runs.second


@pytest.mark.both_databases
def test_a_second_run_says_no_password_and_changes_no_data(runs):
    assert "password" not in runs.second
    assert runs.data_after == runs.data


def test_the_sign_in_can_be_chosen(manage):
    said = manage(
        "start", "--no-serve", ADMIN_USERNAME="ana", ADMIN_EMAIL="ana@example.org", ADMIN_PASSWORD="so-it-is"
    )
    assert "so-it-is" not in said.stdout
    admin = told_about_admin(manage, "person.username, person.email, person.check_password('so-it-is')")
    assert admin == "ana ana@example.org True"


def told_about_admin(manage, expression):
    code = f"from projects.models import User; person = User.objects.get(is_staff=True); print({expression})"
    return manage("shell", "--no-imports", "--command", code).stdout.strip()


def test_a_first_run_that_fails_leaves_the_first_run_to_be_had(manage):
    failed = manage("start", "--no-serve", SAMPLE="maybe")
    assert failed.returncode == 1
    assert 'Environment variable "SAMPLE" invalid' in failed.stderr
    assert "Sign in as admin" in manage("start", "--no-serve").stdout


def test_an_address_for_the_admin_that_is_none_is_refused_in_a_sentence(manage):
    refused = manage("start", "--no-serve", ADMIN_EMAIL="nobody")
    assert refused.returncode == 1
    assert refused.stderr == "CommandError: ADMIN_USERNAME or ADMIN_EMAIL: Enter a valid email address.\n"


def test_an_older_version_does_not_start_on_a_newer_database(manage):
    manage("start", "--no-serve", SAMPLE="false")
    newer = (
        "from django.db.migrations.recorder import MigrationRecorder as R; from django.db import connection"
    )
    manage("shell", "--command", f"{newer}; R(connection).record_applied('projects', '0099_future')")
    refused = manage("start", "--no-serve")
    assert refused.returncode == 1
    assert "of a newer Weekboard than this one, which has no projects 0099_future" in refused.stderr


@pytest.fixture
def database(environment, tmp_path):
    with with_a_database(environment, tmp_path) as environment:
        yield environment


@pytest.mark.both_databases
def test_two_that_start_together_prepare_the_database_once(tree, database):
    command = [sys.executable, "manage.py", "start", "--no-serve"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    both = [subprocess.Popen(command, cwd=tree, env=database, **pipes) for _ in range(2)]
    said = [process.communicate(timeout=PATIENCE)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("Sign in as admin" in words for words in said) == 1


def test_who_ends_it_while_it_waits_for_its_database_need_not_wait(tree, environment):
    """As process 1 of a container a signal without a handler is ignored."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgres://weekboard@127.0.0.1:{silent.getsockname()[1]}/weekboard"
        command = [sys.executable, "manage.py", "start"]
        starting = subprocess.Popen(command, cwd=tree, env=environment | {"DATABASE_URL": address})
        silent.settimeout(PATIENCE)
        silent.accept()
        starting.terminate()
        assert starting.wait(5) == 0


def test_a_taken_port_is_refused_in_a_sentence_before_anything_is_made(make, environment):
    with socket.create_server(("127.0.0.1", int(environment["PORT"]))):
        refused = make("run")
    assert refused.returncode != 0
    assert f"cannot listen on 127.0.0.1:{environment['PORT']}" in refused.stderr
    assert refused.stdout == ""


def test_an_old_python_gets_one_sentence(make, tmp_path):
    old = executable(tmp_path / "python3", 'echo "No module named ensurepip"; exit 1')
    refused = make(f"VENV={tmp_path / 'venv'}", f"PYTHON={old}", "run")
    assert refused.returncode == 2
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "Weekboard needs Python 3.12 or newer" in refused.stderr


def test_a_python_that_is_not_really_there_is_passed_over(make, tmp_path):
    """pyenv puts a python3.13 on the path even when its 3.13 is not installed."""
    executable(tmp_path / "python3.13", 'echo "pyenv: python3.13: command not found" >&2; exit 127')
    real = executable(tmp_path / "python3.12", f'exec "{sys.executable}" "$@"')
    shown = make("--just-print", f"VENV={tmp_path / 'venv'}", "run", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert f"{real} -m venv" in shown.stdout


def test_a_wrong_setting_is_refused_in_a_sentence(manage):
    refused = manage("check", PORT="eighty")
    assert refused.returncode == 1
    assert (
        refused.stderr
        == 'Weekboard does not start: Environment variable "PORT" invalid: Not a valid integer.\n'
    )


PRODUCTION = {
    "PRODUCTION": "true",
    "SITE_URL": "https://board.example.org",
    "SECRET_KEY": "key-" + "k3yRa-0mQ9zV" * 5,
}


def test_production_settings_pass_the_deployment_check(manage):
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL"])
def test_production_does_not_start_without_what_it_needs(manage, name):
    refused = manage("check", **PRODUCTION | {name: ""})
    assert refused.returncode == 1
    assert f"PRODUCTION needs {name}" in refused.stderr


def test_help_is_what_make_says_first_and_names_every_target(make):
    targets = [
        "help",
        "run",
        "check",
        "test",
        "test-all",
        "bench",
        "screenshots",
        "lint",
        "format",
        "lock",
        "clean",
    ]
    assert [line.split()[1] for line in make().stdout.splitlines()] == targets
