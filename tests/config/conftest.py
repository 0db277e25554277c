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

from config.serve import listen, server_config

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "wcKq5-9uYFz2" * 5  # a SECRET_KEY that passes


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
        yield lambda application: stack.enter_context(serve_in_thread(application))


@contextlib.contextmanager
def serve_in_thread(application):
    listener = listen("127.0.0.1", 0)
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
def prepared(tmp_path_factory, static, migrated):
    """A data directory with an empty database, made once."""
    home = tmp_path_factory.mktemp("prepared")
    shutil.copy(migrated(), home / "weekboard.sqlite3")
    env = surroundings(home, static) | {"SAMPLE": "false"}
    command = [sys.executable, "manage.py", "start", "--no-serve"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    return home


@pytest.fixture(scope="module")
def home(prepared, tmp_path_factory):
    """A copy of the prepared data, shared by the tests of a module."""
    return copied(prepared, tmp_path_factory)


@pytest.fixture
def environment(prepared, static, tmp_path_factory):
    """What a server of one test is told: a copy of the prepared data, a free port."""
    return surroundings(copied(prepared, tmp_path_factory), static)


@pytest.fixture
def start(environment):
    """Start the server with what a test wants to be otherwise, as often as it likes."""
    with contextlib.ExitStack() as stack:
        yield lambda **more: stack.enter_context(running(environment | more))


def copied(prepared, tmp_path_factory):
    return shutil.copytree(prepared, tmp_path_factory.mktemp("server") / "data")


def surroundings(home, static):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return {
        **os.environ,
        "DATA_DIR": str(home),
        "DATABASE_URL": f"sqlite:///{home / 'weekboard.sqlite3'}",
        "PORT": str(port),
        "STATIC_ROOT": str(static),
        "WORKERS": "1",  # unless a test asks for more
    }


@contextlib.contextmanager
def running(env):
    """`python -m tests.config.program`, once it answers."""
    command, pipe = [sys.executable, "-m", "tests.config.program"], subprocess.PIPE
    process = Process(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=pipe, text=True)
    process.address = Address(("127.0.0.1", int(env["PORT"])))
    try:
        _until_answered(process)
        yield process
    finally:
        process.kill()
        process.communicate()


def _until_answered(process):
    for _ in range(600):  # half a minute
        with contextlib.suppress(OSError):
            return process.address.request(path="/healthz")
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.05)
    raise AssertionError("The server does not answer.")


def wait_until(holds):
    """Wait as long as a busy machine may take; a failure costs that time, a success does not."""
    for _ in range(300):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("It did not come about.")
