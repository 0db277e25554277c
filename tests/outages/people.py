"""Somebody who moves cards, as the board's script does: what got no answer is sent again, with the same number."""

import contextlib
import http.client
import random
import threading
import time
import uuid

from tests.asking import headers_of, htmx_headers, move_body
from tests.outages.place import SLUG

COLUMNS = ["todo", "doing", "done"]
PATIENCE = 60.0


class Mover:
    """One person with a connection that stays open."""

    def __init__(self, address, session, numbers, week, person):
        origin = "http://{}:{}".format(*address)
        self.server = http.client.HTTPConnection(*address, timeout=20)
        self.headers = headers_of(session, origin) | htmx_headers(f"{origin}/p/{SLUG}/board/", person)
        self.headers["Accept-Encoding"] = "identity"
        self.numbers, self.week = numbers, week
        self.last = None  # the response that came last
        self.answers = []  # (when it was asked for, how long it took, status or 0)
        self.acknowledged = []  # the numbers of requests whose answer said that the card has moved
        self.made = 0  # moves that were answered, those to where the card stands already included
        self.dice = random.Random()

    def move(self, patience=PATIENCE):
        """Move a card once, however often it takes, within so many seconds; the status of the last answer."""
        number, after = self.dice.sample(self.numbers, 2)
        request_id, deadline = str(uuid.uuid4()), time.monotonic() + patience
        body = move_body(self.dice.choice(COLUMNS), self.week, after, request_id)
        path = f"/p/{SLUG}/cards/{number}/move/"
        while (status := self.ask("POST", path, body, request_id)) != 200 and time.monotonic() < deadline:
            time.sleep(0.05)
        self.made += status == 200
        return status

    def look(self):
        self.ask("GET", f"/p/{SLUG}/board/")

    def ask(self, method, path, body=None, request_id=""):
        """The status, or 0 where the connection broke."""
        begun, status = time.monotonic(), 0
        with contextlib.suppress(OSError, http.client.HTTPException):
            self.server.request(method, path, body, self.headers)
            self.last = response = self.server.getresponse()
            content, status = response.read(), response.status
            if request_id and status == 200 and b"data-toast" in content:
                self.acknowledged.append(request_id)
        if not status:
            self.server.close()
        self.answers.append((begun, time.monotonic() - begun, status))
        return status

    def statuses(self, since=0.0, until=float("inf")):
        """Of what was asked for in that time."""
        return {status for when, _, status in self.answers if since <= when <= until}


def movers(place, address, count):
    """So many people, who move the cards of the week that is on."""
    session = place.session()
    return [Mover(address, session, *cards_of_the_week(place)) for _ in range(count)]


def cards_of_the_week(place):
    """(their numbers, the week's id, the id of `admin`) of the week with the most cards."""
    [(week, _)] = place.rows(
        "SELECT milestone_id, COUNT(*) FROM boards_card WHERE milestone_id IS NOT NULL"
        " GROUP BY milestone_id ORDER BY COUNT(*) DESC LIMIT 1"
    )
    [admin] = place.column("SELECT id FROM projects_user WHERE username = 'admin'")
    return place.column(f"SELECT number FROM boards_card WHERE milestone_id = {week}"), week, admin


@contextlib.contextmanager
def at_work(people, times=None):
    """Everybody moves cards, and looks at the board, until they have moved so many or the block ends."""
    over, threads = threading.Event(), []
    for person in people:
        thread = threading.Thread(target=work, args=(person, over, times))
        thread.start()
        threads.append(thread)
    try:
        yield threads
    finally:
        over.set()
        for thread in threads:
            thread.join(PATIENCE)


def work(person, over, times):
    while not over.is_set() and (times is None or person.made < times):
        person.move()
        if person.made % 5 == 0:
            person.look()
