"""A database of its own, filled with boards, and the product's real server on it."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30
HOST = "127.0.0.1"


class Site:
    """Where everything is, as the environment of the programs that are to know it."""

    def __init__(self, home, database_url, static, root=ROOT, python=sys.executable):
        self.root, self.python = root, python
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "DATA_DIR": str(home),
            "SAMPLE": "false",
            "STATIC_ROOT": str(static),
            "WORKERS": "1",  # unless a test asks for more, or for as many as an installation has
        }

    def run(self, *arguments):
        """A program's output, read as JSON where there is any; its complaints are shown."""
        command = [self.python, *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self.root, env=self.environment, stdout=subprocess.PIPE, check=True
        )
        return done.stdout

    def bench(self, program, *arguments):
        return json.loads(self.run("-m", "tests.bench", program, *arguments))

    @contextlib.contextmanager
    def served(self, program="config.serve", port=0, **more):
        """The server as `make run` starts it, or another program, once it answers: (process, port).

        With a port, in the place of one that was killed. A variable that is None is as in an installation that does
        not name it.
        """
        port = free_port(port)
        named = self.environment | {"PORT": str(port)} | more
        environment = {name: value for name, value in named.items() if value is not None}
        server = subprocess.Popen([self.python, "-m", program], cwd=self.root, env=environment)
        try:
            until_answered(server, port)
            yield server, port
        finally:
            server.terminate()
            server.wait(PATIENCE)


def free_port(port):
    """This one, when the workers of a killed server have left it; else any."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with socket.create_server((HOST, port)) as free:
                return free.getsockname()[1]
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def until_answered(server, port):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), contextlib.closing(HTTPConnection(HOST, port)) as connection:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise AssertionError("The server does not answer.")


def on_postgresql():
    """Whether the tests run on a PostgreSQL."""
    return os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://"))


@contextlib.contextmanager
def database(home, migrated=None):
    """The address of an empty database: on the PostgreSQL that DATABASE_URL names, else a file for SQLite.

    The file has its tables already where `migrated` gives one to be copied.
    """
    if not on_postgresql():
        if migrated:
            shutil.copy(migrated(), home / "weekboard.sqlite3")
        yield f"sqlite:///{home / 'weekboard.sqlite3'}"
        return
    given, name = os.environ["DATABASE_URL"], f"weekboard_{uuid.uuid4().hex}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(given)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
