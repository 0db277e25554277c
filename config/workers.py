"""Several processes behind one socket, forked from one that has loaded everything, so that they share its memory."""

import contextlib
import gc
import multiprocessing
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from django.db import connections
from django.template import engines
from django.template.loader import get_template
from django.urls import get_resolver
from uvicorn.supervisors import Multiprocess, multiprocess

fork = multiprocessing.get_context("fork")
ENDING = (signal.SIGTERM, signal.SIGINT)


class Worker(fork.Process):  # type: ignore[name-defined]
    """Starts without the signal handlers of its parent, which would take a signal to end for one of their own."""

    def start(self) -> None:
        held_back = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held_back)

    def run(self) -> None:
        for number in multiprocess.SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
            super().run()


def run(config: uvicorn.Config, listener: socket.socket) -> None:
    """Serve by `config.workers` processes until a signal ends them; one that dies is replaced."""
    load(config)
    # uvicorn's own begins with an empty Python, which loads everything once more.
    multiprocess.get_subprocess = create_worker
    Multiprocess(config, [listener]).run()


def create_worker(config: uvicorn.Config, target: Callable[..., None], sockets: list[socket.socket]) -> Any:
    return Worker(target=target, args=(sockets,))


def load(config: uvicorn.Config) -> None:
    """Load what every worker needs. Nothing of it may start a thread or keep a connection: a fork loses the one and
    shares the other.
    """
    config.load()
    assert get_resolver().url_patterns  # with them all views
    for root in engines["django"].dirs:
        for path in Path(root).rglob("*.html"):
            get_template(path.relative_to(root).as_posix())
    connections.close_all()
    gc.collect()
    gc.freeze()  # the collector would write to every object, and a page that is written to is not shared any more
