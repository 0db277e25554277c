"""A mail server that keeps what it is sent."""

import contextlib
import email
import socket
import threading
from email import policy

from aiosmtpd.controller import Controller


class MailServer:
    """What has arrived. `refused` addresses are unknown to it; after `hold` senders wait until `go_on` is set."""

    def __init__(self):
        self.messages = []
        self.refused = set()
        self.asked, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.url = f"smtp+plain://127.0.0.1:{port}"

    def hold(self):
        self.asked.clear()
        self.go_on.clear()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 Nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.asked.set()
        await server.loop.run_in_executor(None, self.go_on.wait, 30)
        self.messages.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def to(self, address):
        return [message for message in self.messages if message["To"] == address]


@contextlib.contextmanager
def mail_server():
    server = MailServer()
    server.controller.start()
    try:
        yield server
    finally:
        server.go_on.set()
        server.controller.stop()
