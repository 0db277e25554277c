"""Sixteen people move cards of one board, each a process with a connection that stays open."""

import http.client
import itertools
import multiprocessing
import random
import time
import uuid
from collections import Counter

from django.db import connection

from boards.models import Column
from projects.models import Project, User
from tests.asking import headers_of, htmx_headers, move_body, session_of
from tests.bench.boards import CROWD
from tests.bench.turns import percentile

PEOPLE = 16
fork = multiprocessing.get_context("fork")


def main(host, port, seconds, apart):
    team = itertools.cycle(User.objects.filter(memberships__project__slug=CROWD))
    address, seconds = (host, int(port)), float(seconds)
    sessions = [(session_of(person), person.pk) for person in itertools.islice(team, PEOPLE)]
    crowd = Board(CROWD)
    connection.close()  # nobody goes on with a connection of the process that forked
    answers = at_once(
        crowd.moves, [(address, *who, seconds, n * float(apart)) for n, who in enumerate(sessions)]
    )
    return crowd.result([*itertools.chain(*answers)], seconds)


def at_once(work, arguments):
    """What `work` gives back in as many processes as there are arguments; they begin together."""
    together = fork.Barrier(len(arguments))
    with fork.Pool(len(arguments), initializer=together.wait) as pool:
        return pool.starmap(work, arguments, chunksize=1)


class Board:
    """A board as it was before: which cards, in which week, how many events."""

    def __init__(self, slug):
        self.project = Project.objects.get(slug=slug)
        self.week = self.project.current_milestone().pk
        self.cards = dict(self.project.cards.filter(milestone=self.week).values_list("number", "pk"))
        self.numbers = sorted(self.project.cards.on_board().values_list("number", flat=True))

    def moves(self, address, session_key, person, seconds, wait):
        """Move random cards below random others: a number of answers, each (seconds, what was wrong, moved?)."""
        origin = "http://{}:{}".format(*address)
        board = f"{origin}/p/{self.project.slug}/board/"
        headers = headers_of(session_key, origin) | htmx_headers(board, person)
        headers["Accept-Encoding"] = "identity"  # sixteen people have machines of their own to unpack answers
        time.sleep(wait)
        server, answers = http.client.HTTPConnection(*address, timeout=30), []
        end = time.monotonic() + seconds
        while (begun := time.monotonic()) < end:
            number, after = random.sample(list(self.cards), 2)
            path = f"/p/{self.project.slug}/cards/{number}/move/"
            body = move_body(random.choice(Column.values), self.week, after, str(uuid.uuid4()))
            wrong, moved = answer_to(server, path, body, headers, number)
            answers.append((time.monotonic() - begun, wrong, moved))
        return answers

    def result(self, answers, seconds):
        """Rates and times, and everything that must not have happened."""
        project = Project.objects.get(pk=self.project.pk)
        on_board = project.cards.on_board()
        seqs = list(project.events.order_by("seq").values_list("seq", flat=True))
        places = Counter(on_board.values_list("column", "milestone_id", "position"))
        times = [time for time, *_ in answers]
        return {
            "moves": (project.seq - self.project.seq) / seconds,
            "answers": len(answers),
            "failed": Counter(wrong for _, wrong, _ in answers if wrong),
            "cards as before": sorted(on_board.values_list("number", flat=True)) == self.numbers,
            "shared places": sum(1 for count in places.values() if count > 1),
            "gapless": seqs == list(range(1, project.seq + 1)),
            "moves said and recorded": [sum(moved for *_, moved in answers), project.seq - self.project.seq],
            "p50": percentile(times, 50),
            "p99": percentile(times, 99),
            "worst": max(times),
        }


def answer_to(server, path, body, headers, number):
    """(what was wrong with the answer or "", whether it says that the card has moved)."""
    try:
        server.request("POST", path, body, headers)
        response = server.getresponse()
        content = response.read()
    except (OSError, http.client.HTTPException) as error:
        server.close()
        return type(error).__name__, False
    if response.status != 200:
        return str(response.status), False
    if f'id="card-{number}"'.encode() not in content:
        return "without the card", False
    return "", b"data-toast" in content
