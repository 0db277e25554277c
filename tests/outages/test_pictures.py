"""Pictures of all kinds are sent to the real server, several at once: its memory stays, and what it shows is one."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from PIL import Image

from boards.files.kinds import HEAD, picture_kind
from tests.boards.files.pictures import KINDS, moving, noise, plain, repeated, saved
from tests.boards.files.test_mutated_pictures import whole_pictures
from tests.outages.sender import Sender

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
