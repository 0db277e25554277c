"""The system's nginx, else one that apt can install, to try the configuration that docs/operate.md gives."""

import contextlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from tests import apt
from tests.postgres import unprivileged

ROOT = Path(__file__).resolve().parent.parent
NAMES = ["nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx"]
NONE_FOUND = "The tests need nginx: install it (Debian: apt install nginx-light) and run again."
PATIENCE = 10.0
# What a distribution's own nginx.conf says around the example; gzip is on for everything, to see it switched off.
AROUND = """
daemon off;
worker_processes 1;
pid {home}/pid;
error_log stderr;
events {{ }}
http {{
    access_log off;
    gzip on;
    gzip_types *;
    gzip_min_length 1;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    {example}
}}
"""


@cache
def path() -> str:
    found = first()
    if not found and apt.install("nginx-light"):
        found = first()
    return found or sys.exit(NONE_FOUND)


def first() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def example() -> str:
    """As it stands in the document."""
    [text] = re.findall(
        r"^```nginx\n(.+?)^```", (ROOT / "docs/operate.md").read_text(), re.DOTALL | re.MULTILINE
    )
    return text


@contextlib.contextmanager
def running(configuration: str):
    """nginx with this inside its `http` block, as somebody who is not root, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="weekboard-nginx-") as name:
        home = Path(name)
        with started(home, configuration, unprivileged(home)) as process:
            until_it_runs(process, home)
            yield


@contextlib.contextmanager
def started(home: Path, configuration: str, user: dict):
    written = home / "nginx.conf"
    written.write_text(AROUND.format(home=home, example=configuration))
    written.chmod(0o644)  # the settings keep what this process writes from other users
    command = [path(), "-e", "stderr", "-p", home, "-c", written]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd="/", **user)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def until_it_runs(process: subprocess.Popen, home: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not (home / "pid").exists():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise AssertionError(process.stderr.read())
        time.sleep(0.02)
