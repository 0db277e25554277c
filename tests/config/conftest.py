"""Servers to talk to over real sockets: one in a thread for a callable of the test, one as a process of its own."""

import contextlib
import http.client
import os
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
    """A server of its own; `ends` tells how long it takes to end after a signal."""

    address: Address

    def ends(self, signal_number):
        begun = time.monotonic()
        self.send_signal(signal_number)
        self.wait(15)
        return time.monotonic() - begun


@pytest.fixture
def environment(tmp_path):
    """What a server of the test's own is told: its own database, a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    database = f"sqlite:///{tmp_path / 'weekboard.sqlite3'}"
    return {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": database, "PORT": str(port)}


@pytest.fixture
def start(environment):
    """Start `python -m MODULE` and wait until it listens."""
    started = []

    def start(module="config.serve", **more):
        env = environment | more
        process = Process(
            [sys.executable, "-m", module], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        started.append(process)
        process.address = Address(("127.0.0.1", int(env["PORT"])))
        assert b"listens" in process.stdout.readline()
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
