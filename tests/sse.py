"""A reader of the stream of live updates, as plain as can be."""

import contextlib
import http.client
import socket
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Message:
    """One server-sent event; `at` is when its last line was read."""

    event: str = ""
    id: str = ""
    data: list[str] = field(default_factory=list)
    at: float = 0.0

    @property
    def text(self):
        return "\n".join(self.data)


class Listener(threading.Thread):
    """Reads the stream at an address until it ends; what it has read can be waited for."""

    def __init__(self, host, port, path, headers):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection(host, port, timeout=60)
        self.connection.request("GET", path, headers=headers)
        self.response = self.connection.getresponse()
        self.status = self.response.status
        self.messages: list[Message] = []
        self.ended: float | None = None
        self.news = threading.Condition()
        if self.status == 200:
            self.start()

    def run(self):
        message = Message()
        try:
            while line := self.response.readline():
                message = self.read(line.decode().rstrip("\n"), message)
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass  # cut off in the middle: an end like any other
        with self.news:
            self.ended = time.time()
            self.news.notify_all()

    def read(self, line, message):
        """The message that the next line belongs to."""
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            message.data.append(value)
        elif name:
            setattr(message, name, value)
        elif message.event or message.data:
            message.at = time.time()
            with self.news:
                self.messages.append(message)
                self.news.notify_all()
            return Message()
        return message

    def wait(self, fits, patience=15.0):
        """The first message that `fits`; None if none comes in time, or the stream ends before."""
        with self.news:
            self.news.wait_for(lambda: self.ended or any(map(fits, self.messages)), patience)
            return next(filter(fits, self.messages), None)

    def says(self, text, patience=15.0):
        """The first message with this text in it."""
        return self.wait(lambda message: text in message.text, patience)

    def called(self, event, patience=15.0):
        """The first message of this kind."""
        return self.wait(lambda message: message.event == event, patience)

    def until_end(self, patience=15.0):
        """Whether the stream has ended by then."""
        with self.news:
            return bool(self.news.wait_for(lambda: self.ended, patience))

    def close(self):
        """Hang up. First the socket: the response is the reading thread's until something comes, or nothing can."""
        with contextlib.suppress(OSError, AttributeError):
            self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.response.close()
        self.connection.close()
