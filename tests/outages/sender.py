"""Somebody who attaches files to a card."""

import contextlib
import uuid
from http.client import HTTPConnection

from tests.asking import headers_of, htmx_headers
from tests.outages.people import cards_of_the_week
from tests.outages.place import SLUG
from tests.site import HOST


class Sender:
    """Sends a file as the page does."""

    def __init__(self, place, port):
        origin, (numbers, _, person) = f"http://{HOST}:{port}", cards_of_the_week(place)
        self.port, self.path = port, f"/p/{SLUG}/cards/{numbers[0]}/files/"
        self.headers = headers_of(place.session(), origin) | {"Accept-Encoding": "identity"}
        self.htmx = htmx_headers(f"{origin}/p/{SLUG}/board/", person)

    def send(self, content):
        """The status, and the address of what was attached."""
        answer, _ = self.ask("POST", self.path, form(content), self.htmx | FORM)
        return answer.status, answer.headers.get("Location")

    def get(self, path):
        return self.ask("GET", path)

    def ask(self, method, path, body=None, headers=None):
        with contextlib.closing(HTTPConnection(HOST, self.port, timeout=60)) as connection:
            connection.request(method, path, body, self.headers | (headers or {}))
            answer = connection.getresponse()
            return answer, answer.read()


BOUNDARY = uuid.uuid4().hex  # a short one is found in pictures
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def form(content):
    fields = {"request_id": str(uuid.uuid4()), "name": "", "back": ""}
    head = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'
        for n, v in fields.items()
    )
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="sent.png"\r\n\r\n'
    return (head + file).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
