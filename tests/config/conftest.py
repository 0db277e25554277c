"""Servers to talk to over real sockets: a thread for a callable of the test, or a process of its own."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import uvicorn

from config.serve import server_config

ROOT = Path(__file__).resolve().parent.parent.parent


class Address(tuple):
    """Where a server listens, with the two ways of talking to it."""

    def request(self, method="GET", path="/", body=None, headers=None):
        """One whole exchange by the book."""
        connection = http.client.HTTPConnection(*self, timeout=10)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {}, encode_chunked=not hasattr(body, "__len__"))
            response = connection.getresponse()
            response.text = response.read().decode()
            return response

    def send(self, *lines, body=b""):
        """Begin a request byte by byte; the socket stays open."""
        connection = socket.create_connection(self, timeout=10)
        connection.sendall("\r\n".join([*lines, "Host: localhost", "", ""]).encode() + body)
        return connection


@pytest.fixture
def serve():
    """Serve an ASGI callable in a thread, with the settings of the real server."""
    with contextlib.ExitStack() as stack:
        yield lambda application: stack.enter_context(_in_a_thread(application))


@contextlib.contextmanager
def _in_a_thread(application):
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(server_config(application))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield Address(listener.getsockname())
    finally:
        server.should_exit = True
        thread.join(10)


class Process(subprocess.Popen):
    """A server of its own."""

    address: Address

    def ends(self, signal_number=signal.SIGTERM):
        """Tell it to end; how many seconds that took."""
        begun = time.monotonic()
        self.send_signal(signal_number)
        self.wait(15)
        return time.monotonic() - begun

    def log(self):
        """End it and read everything it has logged."""
        self.ends()
        return self.stderr.read()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A data directory with an empty database and the static files, made once."""
    home = tmp_path_factory.mktemp("prepared")
    env = own(home)
    for command in (["migrate"], ["createcachetable"], ["collectstatic", "--noinput"]):
        subprocess.run([sys.executable, "manage.py", *command, "-v0"], cwd=ROOT, env=env, check=True)
    return home


@pytest.fixture
def environment(prepared, tmp_path):
    """What a server of the test's own is told: a copy of the prepared data, a free port."""
    shutil.copytree(prepared, tmp_path / "data")
    return own(tmp_path / "data") | {"STATIC_ROOT": str(prepared / "static")}


def own(home):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return {
        **os.environ,
        "DATA_DIR": str(home),
        "DATABASE_URL": f"sqlite:///{home / 'weekboard.sqlite3'}",
        "PORT": str(port),
        "STATIC_ROOT": str(home / "static"),
    }


@pytest.fixture
def start(environment):
    """Start `python -m MODULE` and wait until it answers."""
    started = []

    def start(module="tests.config.program", **more):
        env = environment | more
        pipe = subprocess.PIPE
        process = Process(
            [sys.executable, "-m", module], cwd=ROOT, env=env, stdout=pipe, stderr=pipe, text=True
        )
        started.append(process)
        process.address = Address(("127.0.0.1", int(env["PORT"])))
        _until_answered(process.address)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def _until_answered(address):
    for _ in range(100):
        with contextlib.suppress(OSError):
            return address.request(path="/healthz")
        time.sleep(0.1)
    raise AssertionError("The server does not answer.")
