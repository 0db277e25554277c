"""Sixteen people move cards of one board, each a process with a connection that stays open.

Before and after, sixteen processes ask the same database for bare transactions of the same shape, so that what
the disk and the lock allow is measured in the same run. The server runs already.
"""

import http.client
import itertools
import multiprocessing
import random
import statistics
import time
import uuid
from collections import Counter

from django.db import connection, transaction

from boards.models import Column
from projects.models import Event, Project, User
from tests.asking import headers_of, htmx_headers, move_body, session_of
from tests.bench.boards import BARE, CROWD

PEOPLE = 16
fork = multiprocessing.get_context("fork")


def main(host, port, seconds):
    team = itertools.cycle(User.objects.filter(memberships__project__slug=CROWD))
    address, seconds = (host, int(port)), float(seconds)
    sessions = [(session_of(person), person.pk) for person in itertools.islice(team, PEOPLE)]
    crowd, bare = Board(CROWD), Board(BARE)
    connection.close()  # nobody goes on with a connection of the process that forked
    transactions = at_once(bare.transactions, [(seconds / 4,)] * PEOPLE)
    answers = at_once(crowd.moves, [(address, *session, seconds) for session in sessions])
    transactions += at_once(bare.transactions, [(seconds / 4,)] * PEOPLE)
    return {"bare": sum(transactions) / (seconds / 2), **crowd.result([*itertools.chain(*answers)], seconds)}


def at_once(work, arguments):
    """What `work` gives back in as many processes as there are arguments; they begin together."""
    join_html = fork.Barrier(len(arguments))
    with fork.Pool(len(arguments), initializer=join_html.wait) as pool:
        return pool.starmap(work, arguments, chunksize=1)


class Board:
    """A board as it was before: which cards, in which week, how many events."""

    def __init__(self, slug):
        self.project = Project.objects.get(slug=slug)
        self.week = self.project.current_milestone().pk
        self.cards = dict(self.project.cards.filter(milestone=self.week).values_list("number", "pk"))
        self.numbers = sorted(self.project.cards.on_board().values_list("number", flat=True))

    def moves(self, address, session_key, person, seconds):
        """Move random cards below random others: a number of answers, each (seconds, what was wrong, moved?)."""
        origin = "http://{}:{}".format(*address)
        board = f"{origin}/p/{self.project.slug}/board/"
        headers = headers_of(session_key, origin) | htmx_headers(board, person)
        headers["Accept-Encoding"] = "identity"  # sixteen people have machines of their own to unpack answers
        server, answers, end = (
            http.client.HTTPConnection(*address, timeout=30),
            [],
            time.monotonic() + seconds,
        )
        while (begun := time.monotonic()) < end:
            number, after = random.sample(list(self.cards), 2)
            path = f"/p/{self.project.slug}/cards/{number}/move/"
            body = move_body(random.choice(Column.values), self.week, after, str(uuid.uuid4()))
            wrong, moved = answer_to(server, path, body, headers, number)
            answers.append((time.monotonic() - begun, wrong, moved))
        return answers

    def transactions(self, seconds):
        """How many bare transactions of a move's shape one process makes in that time, one after the other."""
        cards, end, made = list(self.cards.values()), time.monotonic() + seconds, 0
        while time.monotonic() < end:
            with transaction.atomic(), connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute(
                        "SELECT seq FROM projects_project WHERE id = %s FOR UPDATE", [self.project.pk]
                    )
                bare_move(cursor, self.project.pk, random.choice(cards))
            made += 1
        connection.close()
        return made

    def result(self, answers, seconds):
        """Rates and times, and everything that must not have happened."""
        project = Project.objects.get(pk=self.project.pk)
        on_board = project.cards.on_board()
        seqs = list(project.events.order_by("seq").values_list("seq", flat=True))
        places = Counter(on_board.values_list("column", "milestone_id", "position"))
        times = sorted(time for time, *_ in answers)
        return {
            "moves": (project.seq - self.project.seq) / seconds,
            "answers": len(answers),
            "failed": Counter(wrong for _, wrong, _ in answers if wrong),
            "cards as before": sorted(on_board.values_list("number", flat=True)) == self.numbers,
            "shared places": sum(1 for count in places.values() if count > 1),
            "gapless": seqs == list(range(1, project.seq + 1)),
            "moves said and recorded": [sum(moved for *_, moved in answers), project.seq - self.project.seq],
            "p50": statistics.median(times),
            "p99": times[len(times) * 99 // 100],
            "worst": times[-1],
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


def bare_move(cursor, project_id, card_id):
    cursor.execute("UPDATE projects_project SET seq = seq + 1 WHERE id = %s RETURNING seq", [project_id])
    (seq,) = cursor.fetchone()
    cursor.execute(
        "UPDATE boards_card SET position = %s, version = version + 1 WHERE id = %s",
        [random.getrandbits(60), card_id],
    )
    columns = ", ".join(field.column for field in Event._meta.fields if not field.primary_key)
    cursor.execute(
        f"INSERT INTO projects_event ({columns}) SELECT project_id, %s, card_number, kind, actor_id, at, data, NULL"
        " FROM projects_event WHERE project_id = %s AND seq = 2",
        [seq, project_id],
    )
