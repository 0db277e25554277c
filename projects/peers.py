"""Datagrams between the processes of one machine that share `DATA_DIR`. On PostgreSQL its notifications do this."""

import os
import secrets
import socket
from contextlib import suppress
from pathlib import Path

from django.conf import settings

COMMITTED = b""  # the whole message: what was committed is read from the database


class Peers:
    """Sends to every other process that listens. Nobody waits for it, and it may be lost where a reader is behind.

    Each process that listens has a socket in `DATA_DIR/here/`, under a name that no other has or had.
    """

    def __init__(self) -> None:
        self.name = ""  # of this process's socket, while it listens

    @property
    def folder(self) -> Path:
        return settings.DATA_DIR / "here"

    def listen(self) -> socket.socket:
        """Return a new socket for what others send. OSError: the path is too long, or the volume has no sockets."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        name = f"{os.getpid()}-{secrets.token_hex(4)}"
        inbox = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            inbox.setblocking(False)
            inbox.bind(str(self.folder / name))
            (self.folder / name).chmod(0o600)
        except OSError:
            inbox.close()
            raise
        self.name = name
        return inbox

    def close(self, inbox: socket.socket) -> None:
        inbox.close()
        with suppress(OSError):
            (self.folder / self.name).unlink(missing_ok=True)
        self.name = ""

    def send(self, message: bytes) -> None:
        with suppress(OSError):  # there is no folder: nobody has listened yet
            others = [file.path for file in os.scandir(self.folder) if file.name != self.name]
            if others:
                send_to(others, message)


def send_to(addresses: list[str], message: bytes) -> None:
    """Send to each that has room for it; delete the sockets of processes that were killed."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        for address in addresses:
            try:
                sender.sendto(message, address)
            except ConnectionRefusedError:
                Path(address).unlink(missing_ok=True)
            except OSError:
                continue


peers = Peers()
