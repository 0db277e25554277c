"""Pictures of all kinds are sent to the real server, several at once: its memory stays, and what it shows is one."""

import contextlib
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import psutil
import pytest
from PIL import Image

from boards.files.kinds import HEAD, picture_kind
from tests.asking import headers_of, htmx_headers
from tests.boards.files.pictures import KINDS, moving, noise, plain, repeated, saved
from tests.boards.files.test_mutated_pictures import whole_pictures
from tests.outages.people import cards_of_the_week
from tests.outages.place import SLUG
from tests.site import HOST

pytestmark = pytest.mark.programs

MB = 2**20
MOST_GROWTH = 50 * MB
AT_ONCE = 4
EXPECTED = {201, 422, 503}
TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}


def heavy_pictures():
    """What needs the most memory of who reads it, and what is as large as it may be."""
    yield saved(Image.new("1", (30_000, 30_000)), "png", compress_level=9)
    yield saved(Image.new("RGBA", (8_000, 6_000), (1, 2, 3, 200)), "png", compress_level=1)
    yield saved(noise((2_500, 1_500)), "jpg", quality=98)
    yield saved(noise((1_750, 1_750)), "png", compress_level=1)
    yield saved(noise((3_000, 2_000)), "webp", quality=90, method=0)
    yield repeated(10_000)
    yield moving("gif", frames=30, size=(640, 360))
    yield b"log line\n" * (25 * MB // 9)


def other_pictures():
    yield from whole_pictures()
    yield from (saved(noise(), kind)[:-90] for kind in KINDS)
    yield b"<!doctype html><script>alert(1)</script>"
    yield b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    yield saved(plain(), "png") + b"PK\x03\x04 an archive"


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


@contextlib.contextmanager
def watched(server):
    """Yields a list of what the server's own processes take of memory, all the while."""
    sizes, over = [], threading.Event()

    def watch():
        while not over.wait(0.05):
            sizes.append(memory(server))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield sizes
    finally:
        over.set()
        thread.join()


def memory(server):
    """Of each process that is no child of ours for what people hand in, in bytes."""
    found = {}
    for process in [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            if "projects.files.child_main" not in process.cmdline():
                found[process.pid] = process.memory_info().rss
    return found


def test_whatever_is_sent_the_server_keeps_its_memory_and_shows_only_pictures(place):
    with place.served() as (server, port):
        sender = Sender(place, port)
        assert sender.send(saved(plain(), "png"))[0] == 201
        before = memory(server)
        with watched(server) as sizes, ThreadPoolExecutor(AT_ONCE) as people:
            answers = list(people.map(sender.send, [*heavy_pictures(), *other_pictures()]))
        assert {status for status, _ in answers} <= EXPECTED
        attached = [address for _, address in answers if address]
        assert len(attached) >= len(whole_pictures())
        grown = {pid: max(size.get(pid, 0) for size in sizes) - size for pid, size in before.items()}
        assert max(grown.values()) < MOST_GROWTH, grown
        for address in attached:
            check_shown(*sender.get(address))
            check_shown(*sender.get(f"{address}preview"))


def check_shown(answer, content):
    """What is shown is a picture by its own bytes; what is none is saved."""
    if answer.status == 404:  # what is no picture has no preview
        return
    kind = picture_kind(content[:HEAD])
    is_shown = answer.headers["Content-Disposition"].startswith("inline")
    assert (is_shown, answer.headers["Content-Type"]) == (
        bool(kind),
        TYPES.get(kind, "application/octet-stream"),
    )
