"""The image, as far as it can be tried without building it: hadolint is in the lint part."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

pytestmark = pytest.mark.programs
ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
BUILD, FINAL = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
COPIED = [
    source for line in re.findall(r"^COPY (.+) \S+$", BUILD, flags=re.MULTILINE) for source in line.split()
]


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """What the build stage copies, and what its last step makes of it."""
    image = tmp_path_factory.mktemp("image")
    for source in COPIED:
        target = image / source
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
        copy(ROOT / source, target)
    collect(image, tmp_path_factory.mktemp("tmp"))
    return image


def collect(image, tmp):
    """Runs the Dockerfile's own words, with the paths of this machine."""
    (words,) = re.findall(r"^RUN (SECRET_KEY=.+)$", BUILD, flags=re.MULTILINE)
    words = words.replace("/tmp", str(tmp)).replace("/venv/bin/python", sys.executable)
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(words, shell=True, check=True, cwd=image, env=environment)


def test_static_files_are_collected_from_what_the_image_holds(image):
    assert (image / "staticfiles" / "staticfiles.json").exists()


def test_nothing_else_is_left_by_collecting_them_such_as_a_key(image):
    assert {path.name for path in image.iterdir()} - {Path(source).parts[0] for source in COPIED} == {
        "staticfiles"
    }


def test_the_image_holds_no_tests_history_or_data():
    assert set(COPIED) == {
        "requirements/run.txt",
        "manage.py",
        "LICENSE",
        "config",
        "projects",
        "boards",
        "templates",
        "static",
    }


def test_docker_is_given_only_what_the_image_holds():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == set(COPIED)


def test_packages_are_installed_by_their_hashes():
    assert re.search(r"pip install .*--require-hashes.* requirements/run\.txt", BUILD)


def test_the_image_does_not_run_as_root():
    users = re.findall(r"^USER (\d+)$", FINAL, flags=re.MULTILINE)
    assert users
    assert int(users[-1]) > 0


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_health_check_tells_a_well_server_from_an_ill_one(status, code):
    with answering(status) as port:
        assert health_check(port) == code


def test_the_health_check_fails_when_nobody_listens():
    with answering(200) as port:
        pass
    assert health_check(port) != 0


def test_the_health_check_which_starts_a_python_runs_once_a_minute():
    assert re.findall(r"^HEALTHCHECK --interval=(\d+)s ", FINAL, flags=re.MULTILINE) == ["60"]


def health_check(port):
    (words,) = re.findall(r"^HEALTHCHECK .*CMD (\[.+\])$", FINAL, flags=re.MULTILINE)
    command = [sys.executable, *json.loads(words)[1:]]
    return subprocess.run(command, env={"PORT": str(port)}, stderr=subprocess.DEVNULL, check=False).returncode


class answering:
    """A server that gives every request the same status."""

    def __init__(self, status):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status if self.path == "/healthz" else 404)
                self.end_headers()

            def log_message(self, *args):
                """Says nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.server.server_port

    def __exit__(self, *exception):
        self.server.shutdown()
        self.server.server_close()
