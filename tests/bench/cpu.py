"""The CPU that pages and moves take, as a multiple of what a bare view of the same process takes.

The WSGI application is called as the server calls it. Bare view and view take turns, and what counts is the median
of the rounds, so that a machine that is busy with other things changes both alike.
"""

import io
import random
import statistics
import sys
import time
import uuid

from django.conf import settings
from django.db import connection

from boards.models import Column
from projects.models import Project, User
from tests.asking import headers_of, htmx_headers, move_body, session_of
from tests.bench import urls, year
from tests.bench.boards import BIG, SIZES, slug_of

ORIGIN = "http://localhost"
PLAIN = {"Accept-Encoding": "identity"}  # compression is a row of its own: a proxy may do it
ROUNDS, BARE_A_ROUND, WARM_UP = 80, 4, 5


def main():
    """Of each thing: how many times a bare view, and the bytes of its answer; of the bare view, milliseconds."""
    settings.ROOT_URLCONF = urls.__name__
    from config.wsgi import application

    browser = Browser(application, User.objects.get(username="person1"))
    found = {}
    for size in SIZES:
        found[f"page {size}"] = times_bare(browser, page(browser, size))
        found[f"page {size}, compressed"] = times_bare(browser, page(browser, size, compressed=True))
    for slug in (*map(slug_of, SIZES), BIG):
        found[f"move {slug}"] = times_bare(browser, move(browser, slug))
        found[f"move {slug}, compressed"] = times_bare(browser, move(browser, slug, compressed=True))
    for slug in (slug_of(100), year.CLOSED, year.LEFT_OPEN):
        found[f"progress {slug}"] = times_bare(browser, progress(browser, slug))
    found["bare"] = 1000 * cpu_of(lambda: browser.call(urls.BARE), 200)
    connection.close()
    return found


class Browser:
    """Calls the WSGI application for one signed-in person, without a socket."""

    def __init__(self, application, user):
        self.application, self.user = application, user
        self.headers = headers_of(session_of(user), ORIGIN)

    def call(self, path, body=None, **headers):
        """The bytes of the answer, which has to be a 200."""
        answered = []
        answer = self.application(
            self.environ(path, body, headers), lambda status, headers: answered.append(status)
        )
        content = b"".join(answer)
        answer.close()
        assert answered == ["200 OK"], (path, answered, content[:400])
        return content

    def environ(self, path, body, headers):
        fields = {name.upper().replace("-", "_"): text for name, text in (self.headers | headers).items()}
        return {
            "REQUEST_METHOD": "GET" if body is None else "POST",
            "PATH_INFO": path,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": fields.pop("CONTENT_TYPE", ""),
            "CONTENT_LENGTH": str(len(body or b"")),
            "wsgi.input": io.BytesIO(body or b""),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
            **{f"HTTP_{name}": text for name, text in fields.items()},
        } | {"HTTP_HOST": "localhost"}


def page(browser, size, *, compressed=False):
    return lambda: browser.call(f"/p/{slug_of(size)}/board/", **({} if compressed else PLAIN))


def progress(browser, slug):
    return lambda: browser.call(f"/p/{slug}/progress/", **PLAIN)


def move(browser, slug, *, compressed=False):
    """Drop a random card below another one, as a drag does."""
    project = Project.objects.get(slug=slug)
    week = project.current_milestone().pk
    columns = Column.values if slug != BIG else [Column.TODO]
    on_board = project.cards.filter(milestone_id=week)
    dice, numbers = random.Random(1), list(on_board.values_list("number", flat=True))
    headers = htmx_headers(f"{ORIGIN}/p/{slug}/board/", browser.user.pk) | ({} if compressed else PLAIN)

    def one_move():
        number, after = dice.sample(numbers, 2)
        body = move_body(dice.choice(columns), week, after, str(uuid.uuid4()))
        return browser.call(f"/p/{slug}/cards/{number}/move/", body, **headers)

    return one_move


def times_bare(browser, call):
    """The median of the rounds, and the size of the answer; caches are warm when it begins."""
    sizes = [len(call()) for _ in range(WARM_UP)]
    ratios = []
    for _ in range(ROUNDS):
        bare = cpu_of(lambda: browser.call(urls.BARE), BARE_A_ROUND)
        ratios.append(cpu_of(call, 1) / bare)
    return {"times": statistics.median(ratios), "bytes": max(sizes)}


def cpu_of(call, times):
    """Seconds of CPU of one call."""
    begun = time.thread_time()
    for _ in range(times):
        call()
    return (time.thread_time() - begun) / times
