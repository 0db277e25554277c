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
from uvicorn.supervisors import Multiprocess

from config.errors import database_is_away

log = logging.getLogger("config.serve")

WAIT_FOR_DATABASE = 30.0
GRACE = 6  # seconds for running requests at the end; config/front.py ends what is left a little later
# Seconds until a worker that says nothing is replaced. On a busy machine one that is about to start needs more than
# uvicorn's five, and would be replaced for ever.
WORKER_PATIENCE = 20


def main(application: str = "config.asgi:application", *, wait: float = WAIT_FOR_DATABASE) -> None:
    end_when_told()
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


def end_when_told() -> None:
    """As process 1 of a container a signal without a handler is ignored; and a wished-for end is no failure."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def listen(host: str, port: int) -> socket.socket:
    """A socket that names its protocol: of one that does not, asyncio leaves Nagle on, at 40 ms an answer."""
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
    """Return once the database answers; a server without one would only serve errors."""
    from django.db import Error, connection

    until = time.monotonic() + seconds
    while True:
        try:
            connection.ensure_connection()
            connection.close()
            return
        except Error as error:
            if not database_is_away(error) or time.monotonic() > until:
                sys.exit(f"Weekboard does not start: the database does not answer ({first_line(error)}).")
        time.sleep(0.5)


def first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]


def server_config(application: str) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        workers=settings.WORKERS,
        lifespan="on",
        ws="none",
        log_config=None,  # Django's LOGGING has configured everything
        access_log=False,
        proxy_headers=False,  # config/proxies.py believes the right ones
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE,
        timeout_worker_healthcheck=WORKER_PATIENCE,
        h11_max_incomplete_event_size=32 * 1024,
    )


def run(config: uvicorn.Config, listener: socket.socket) -> None:
    if settings.WORKERS == 1:
        uvicorn.Server(config).run([listener])
    else:
        Multiprocess(config, [listener]).run()


async def end_with_parent() -> None:
    """Else a worker whose parent was killed would keep the port, and serve what is old by then, for ever."""
    parent, loop = multiprocessing.parent_process(), asyncio.get_running_loop()
    if parent is None:
        return

    def is_gone() -> None:
        loop.remove_reader(parent.sentinel)
        os.kill(os.getpid(), signal.SIGTERM)

    loop.add_reader(parent.sentinel, is_gone)


if __name__ == "__main__":
    main()
