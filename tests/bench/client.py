"""One who asks a server from outside, and eight at once: they know nothing of the product but HTTP."""

import http.client
import random
import socket
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode

from tests.asking import move_body
from tests.bench import process
from tests.site import HOST

# Compression is a row of its own: a proxy may do it.
PLAIN = {"Accept-Encoding": "identity"}
SETTLE = 0.01  # seconds after an answer, for what the server still does about it
# Seconds from one connection to the next: of many in one moment all may go to one of two processes.
APART = 0.05
IDLE = 10  # seconds, after which a connection is made anew: the server closes one after fifteen
COLUMNS = ["todo", "doing", "done"]


@contextmanager
def visitors(sites, **variables):
    """One in front of a server of each version, by its name; ours knows a bare view as well."""
    with ExitStack() as stack:

        def visitor(name, site):
            program = "tests.bench.server" if name == "now" else "config.serve"
            return Visitor(site, *stack.enter_context(site.served(program, **variables)))

        yield {name: visitor(name, site) for name, site in sites.items()}


class Visitor:
    """A person's browser, on one connection that stays open."""

    def __init__(self, site, server, port, username="person1"):
        self.site, self.server, self.port, self.dice = site, server, port, random.Random(1)
        self.origin = f"http://{HOST}:{port}"
        told = site.bench("visitor", self.origin, username)
        self.headers, self.changing, self.boards = told["headers"], told["changing"], told["boards"]
        self.connection, self.asked = http.client.HTTPConnection(HOST, port, timeout=60), 0.0

    def cookies(self):
        """As Playwright takes them."""
        pairs = (pair.split("=", 1) for pair in self.headers["Cookie"].split("; "))
        return [{"name": name, "value": value, "url": self.origin} for name, value in pairs]

    def get(self, path, **headers):
        return self.ask("GET", path, None, self.headers | headers)

    def move(self, slug, *, columns=COLUMNS, **headers):
        """Drop a random card below another one, as a drag does."""
        board = self.boards[slug]
        number, after = self.dice.sample(board["cards"], 2)
        body = move_body(self.dice.choice(columns), board["week"], after, str(uuid.uuid4()))
        page = {"HX-Current-URL": f"{self.origin}/p/{slug}/board/"}
        return self.ask(
            "POST", f"/p/{slug}/cards/{number}/move/", body, self.headers | self.changing | page | headers
        )

    def move_several(self, slug, count, **headers):
        """Move so many random cards to a column by one act, as keys do."""
        numbers = self.dice.sample(self.boards[slug]["cards"], count)
        fields = {"act": "move", "column": self.dice.choice(COLUMNS), "cards": numbers, "how": "keys"}
        body = urlencode({**fields, "request_id": str(uuid.uuid4())}, doseq=True)
        page = {"HX-Current-URL": f"{self.origin}/p/{slug}/board/"}
        return self.ask(
            "POST", f"/p/{slug}/cards/several/", body, self.headers | self.changing | page | headers
        )

    def ask(self, method, path, body, headers):
        """The answer, which has to be a 200."""
        if time.monotonic() - self.asked > IDLE:
            self.connection.close()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        self.asked = time.monotonic()
        assert response.status == 200, (path, response.status, content[:400])
        return content

    def cpu(self, call, *arguments, **more):
        """Milliseconds of CPU that the server takes for it, in all of its processes."""
        begun = process.cpu(self.server.pid)
        call(*arguments, **more)
        time.sleep(SETTLE)
        return 1000 * (process.cpu(self.server.pid) - begun)

    def answers_a_second(self, path, clients, seconds):
        """How often so many clients get the page, each on a connection of its own, one time after the other."""
        lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{self.port}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        request = "\r\n".join([*lines, "", ""]).encode()
        begin = time.monotonic() + clients * APART
        with ThreadPoolExecutor(clients) as pool:
            counts = [
                pool.submit(answers, self.port, request, begin, seconds, n * APART) for n in range(clients)
            ]
            return sum(count.result() for count in counts) / seconds


def answers(port, request, begin, seconds, wait):
    """How many come in those seconds. http.client would take a fifth of the CPU that the server takes."""
    time.sleep(wait)
    count = 0
    with socket.create_connection((HOST, port), 60) as connection:
        while (now := time.monotonic()) < begin + seconds:
            connection.sendall(request)
            head, _, body = received(connection).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            missing = length(head) - len(body)
            while missing > 0:
                missing -= len(received(connection))
            count += now >= begin
    return count


def received(connection):
    part = connection.recv(2**18)
    assert part, "The server has closed the connection."
    return part


def length(head):
    return int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
