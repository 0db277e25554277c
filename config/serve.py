"""`python -m config.serve`: one uvicorn process, or WORKERS of them behind one socket."""

import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
import socket
import sys
import time

import django
import uvicorn
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from environs import EnvError

from config.errors import is_database_unavailable
from projects.database_errors import database_error_text

log = logging.getLogger("config.serve")

WAIT_FOR_DATABASE = 30.0
# Seconds from SIGTERM that running requests have, draining included; config/shutdown.py ends the rest a little later.
GRACEFUL_TIMEOUT = 8
# Seconds until a worker that does not answer is replaced. On a busy machine a starting one needs more than uvicorn's
# five, and would be replaced forever.
WORKER_TIMEOUT = 20


def main(application: str = "config.asgi:application", *, wait: float = WAIT_FOR_DATABASE) -> None:
    exit_on_sigterm()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
    except (ImproperlyConfigured, EnvError, OSError) as error:
        sys.exit(f"Weekboard does not start: {error}")
    listener = listen(settings.HOST, settings.PORT)
    wait_for_database(wait)
    log.info("Listening on %s:%s", settings.HOST, settings.PORT)
    with contextlib.suppress(KeyboardInterrupt):
        run(server_config(application), listener)


def exit_on_sigterm() -> None:
    """Exit with 0 at SIGTERM. Process 1 of a container would ignore a signal that has no handler."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def listen(host: str, port: int) -> socket.socket:
    """Open a socket with its protocol named: without it asyncio leaves Nagle's algorithm on, 40 ms an answer."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        sys.exit(f"Weekboard does not start: cannot listen on {host}:{port} ({error.strerror}).")
    return listener


def wait_for_database(seconds: float) -> None:
    """Wait until the database answers; a server without one would only serve errors."""
    from django.db import Error, connection

    until = time.monotonic() + seconds
    while True:
        try:
            connection.ensure_connection()
            connection.close()
            return
        except Error as error:
            if not is_database_unavailable(error) or time.monotonic() > until:
                said = database_error_text(error).partition("\n")[0]
                sys.exit(f"Weekboard does not start: the database does not answer ({said}).")
        time.sleep(0.5)


def server_config(application: str) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        workers=settings.WORKERS,
        lifespan="on",
        ws="none",
        log_config=None,  # Django's LOGGING has configured everything
        access_log=False,
        proxy_headers=False,  # config/proxies.py does it: see there
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=round(GRACEFUL_TIMEOUT - settings.DRAIN_SECONDS),
        timeout_worker_healthcheck=WORKER_TIMEOUT,
        h11_max_incomplete_event_size=32 * 1024,  # where httptools is not installed
    )


def run(config: uvicorn.Config, listener: socket.socket) -> None:
    if settings.WORKERS == 1:
        uvicorn.Server(config).run([listener])
    else:
        from config import workers  # needs Django to be set up

        workers.run(config, listener)


async def exit_with_parent() -> None:
    """End this worker when its parent is killed: it would keep the port, and serve an old version forever."""
    parent, loop = multiprocessing.parent_process(), asyncio.get_running_loop()
    if parent is None:
        return

    def parent_ended() -> None:
        loop.remove_reader(parent.sentinel)
        os.kill(os.getpid(), signal.SIGINT)  # at once: who comes next wants the port

    loop.add_reader(parent.sentinel, parent_ended)


if __name__ == "__main__":
    main()
