"""The Caddy of a wheel, to try the Caddyfile that compose.yaml gives its proxy."""

import contextlib
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.site import HOST, ROOT

PROGRAM = shutil.which("caddy", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
PATIENCE = 10.0
ANY_CERTIFICATE = ssl._create_unverified_context()  # Caddy's is its own
# It makes certificates of its own, and neither listens on port 80 nor has its root trusted by this machine.
AROUND = """{{
    admin off
    auto_https disable_redirects
    https_port {port}
    local_certs
    skip_install_trust
}}
"""


@contextlib.contextmanager
def running(configuration: str):
    """The port on which Caddy serves https://localhost by this Caddyfile, until the block ends."""
    with (
        tempfile.TemporaryDirectory(prefix="weekboard-caddy-") as home,
        socket.create_server((HOST, 0)) as free,
    ):
        port = free.getsockname()[1]
        free.close()
        with started(Path(home), AROUND.format(port=port) + configuration, port) as process:
            until_it_serves(process, port)
            yield port


@contextlib.contextmanager
def started(home: Path, configuration: str, port: int):
    (home / "Caddyfile").write_text(configuration)
    environment = os.environ | {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    process = subprocess.Popen(
        [PROGRAM, "run", "--config", home / "Caddyfile"],
        env=environment | {"SITE_URL": f"https://localhost:{port}"},
        stderr=(home / "log").open("w"),
    )
    process.log = home / "log"
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def until_it_serves(process: subprocess.Popen, port: int) -> None:
    """Wait for the certificate, which comes a moment after the port."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with (
            contextlib.suppress(OSError),
            socket.create_connection((HOST, port), 1) as connection,
            ANY_CERTIFICATE.wrap_socket(connection, server_hostname="localhost"),
        ):
            return
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(process.log.read_text())
        time.sleep(0.05)


def example(servers: list[int]) -> str:
    """The Caddyfile as it stands beside compose.yaml, with the servers of this machine."""
    text, named = (ROOT / "Caddyfile").read_text(), "app1:8000 app2:8000"
    assert text.count(named) == 1
    return text.replace(named, " ".join(f"{HOST}:{port}" for port in servers))
