"""Somebody who looks at a board: keeps what a browser would show, by the page and by what the stream says."""

import contextlib
import http.client
import random
import re
import threading
import time

from tests.asking import headers_of
from tests.outages.place import SLUG
from tests.sse import Listener

CARD = re.compile(
    r'id="card-(\d+)"\s+data-card="\d+"\s+data-column="(\w+)"\s+data-milestone="(\d*)"'
    r'\s+data-position="(-?\d+)"[^>]*\sdata-version="(\d+)"'
)
GONE = re.compile(r'hx-target="#card-(\d+)" hx-swap="leave"')
UNREACHED = (OSError, http.client.HTTPException, AttributeError)


class Looker(threading.Thread):
    """Comes back when the stream ends, says what it has seen last, and fetches the page when it is told to."""

    def __init__(self, address, session):
        super().__init__(daemon=True)
        self.address = address
        self.headers = headers_of(session, "http://{}:{}".format(*address)) | {"Accept-Encoding": "identity"}
        self.cards = {}  # number: (column, position, version), of the week that the page shows
        self.week = self.seq = None
        self.streams = 0
        self.over = threading.Event()
        self.start()

    def run(self):
        while not self.over.is_set():
            with contextlib.suppress(*UNREACHED):
                if self.seq is None:
                    self.fetch()
                self.follow()
            time.sleep(random.uniform(0.05, 0.3))

    def fetch(self):
        """The whole board anew."""
        server = http.client.HTTPConnection(*self.address, timeout=20)
        with contextlib.closing(server):
            server.request("GET", f"/p/{SLUG}/board/", headers=self.headers)
            response = server.getresponse()
            page = response.read().decode()
        if response.status == 200:
            [self.week] = re.findall(r'data-week-shown="(\d+)"', page)
            self.cards = {}
            self.place(page)
            self.seq = int(re.search(r'data-seq="(\d+)"', page)[1])

    def follow(self):
        """Read the stream until it ends; from the second time on the browser says what it has seen last."""
        path = f"/p/{SLUG}/live/?since={self.seq}&version="
        stream = Listener(*self.address, path, self.headers | {"Last-Event-ID": str(self.seq)})
        if stream.status != 200:
            return
        self.streams += 1
        with contextlib.closing(stream):
            done = 0
            while not (self.over.is_set() or (stream.ended and done == len(stream.messages))):
                with stream.news:
                    stream.news.wait_for(lambda done=done: stream.ended or len(stream.messages) > done, 0.2)
                    new = stream.messages[done:]
                for message in new:
                    self.read(message)
                done += len(new)

    def read(self, message):
        if message.event == "board":
            self.fetch()
            # The page may be later than this message: those between the two are still to come, and to be read.
            self.seq = int(message.id)
        elif not message.event:
            self.place(message.text)
            for number in GONE.findall(message.text):
                self.cards.pop(int(number), None)
        if message.id:
            self.seq = max(self.seq, int(message.id))

    def place(self, html):
        for number, column, week, position, version in CARD.findall(html):
            if week == self.week:
                self.cards[int(number)] = (column, int(position), int(version))
            else:
                self.cards.pop(int(number), None)

    def caught_up(self, seq, patience=30.0):
        """Whether it has seen that event within this time."""
        deadline = time.monotonic() + patience
        while self.seq != seq and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.seq == seq

    def close(self):
        self.over.set()
        self.join(10)


def cards_in_the_database(place, week):
    """As `Looker.cards`."""
    rows = place.rows(
        f'SELECT number, "column", position, version FROM boards_card WHERE milestone_id = {week}'
        " AND archived_at IS NULL AND deleted_at IS NULL"
    )
    return {number: tuple(rest) for number, *rest in rows}
