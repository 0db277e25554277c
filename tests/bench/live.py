"""Open boards in their hundreds: `python -m tests.bench live port pid part`

One process reads all the streams in a loop, another thread changes cards, so that what is measured is the server.
"""

import asyncio
import http.client
import statistics
import time
import uuid
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection

from boards.models import Column
from projects.models import Membership, Project, Role, User
from tests.asking import cookie_name, headers_of, htmx_headers, move_body, session_of
from tests.bench.boards import slug_of
from tests.bench.options import rounds
from tests.bench.process import cpu
from tests.bench.turns import percentile
from tests.site import HOST

SLUG = slug_of(100)
AFTER = dict(zip(Column.values, [*Column.values[1:], Column.values[0]], strict=True))
A_PERSON = 5  # streams of one person in one project, as the server allows
MANY, SOME, FEW = 1000, 50, 20
IDLE = rounds(20.0, 5.0)  # seconds
MOVES, A_SECOND, BUSY = rounds(100, 50), 10, rounds(60, 6)  # changes; moves a second, for so many seconds
PAGES = 30
STEADY = rounds(5, 15)  # moves a second, of half a busy standup or a very busy one
MINUTES = rounds(30, 0.5)


def main(port, pid, part):
    parts = {"many": many, "late": late, "busy": busy, "steady": steady}
    found = asyncio.run(parts[part](Site(int(port), int(pid))))
    connection.close()
    return found


class Site:
    """The server, the project that everybody looks at, and the people who do."""

    def __init__(self, port, pid):
        self.port, self.server = port, psutil.Process(pid)
        self.project = Project.objects.get(slug=SLUG)
        self.week = self.project.current_milestone().pk
        on_board = self.project.cards.filter(milestone=self.week)
        self.columns = dict(on_board.values_list("number", "column"))
        self.numbers = list(self.columns)
        self.mover = User.objects.get(username="person1")
        self.streams = []

    def people(self, count):
        """Sessions of enough people to open `count` streams."""
        new = [
            User(username=f"reader{uuid.uuid4().hex[:12]}", name="Reader")
            for _ in range(-(-count // A_PERSON))
        ]
        for user in new:
            user.email = f"{user.username}@example.org"
        people = User.objects.bulk_create(new)
        Membership.objects.bulk_create(
            Membership(project=self.project, user=u, role=Role.VIEWER) for u in people
        )
        return [session_of(person) for person in people]

    async def open(self, count):
        sessions = await asyncio.to_thread(self.people, count)
        for n in range(count):
            self.streams.append(await Stream.open(self, sessions[n // A_PERSON]))

    # --- What the server needs -----------------------------------------------------------------------------
    def memory(self):
        """KiB that are resident."""
        return self.server.memory_info().rss // 1024

    def threads(self):
        return self.server.num_threads()

    def holds(self):
        """What would grow without end if something were forgotten: KiB, open files, MiB of SQLite's journal."""
        log = Path(f"{settings.DATABASES['default']['NAME']}-wal")
        journal = log.stat().st_size / 2**20 if log.exists() else 0.0
        return [self.memory(), self.server.num_fds(), journal]

    async def idle(self):
        """The part of a core that is used while nothing happens."""
        before = cpu(self.server.pid)
        await asyncio.sleep(IDLE)
        return (cpu(self.server.pid) - before) / IDLE

    # --- Requests ------------------------------------------------------------------------------------------
    def origin(self):
        return f"http://{HOST}:{self.port}"

    def pages(self):
        """Milliseconds of a board page, the median of some."""
        headers = headers_of(session_of(self.mover), self.origin())
        return 1000 * statistics.median(
            self.timed("GET", f"/p/{SLUG}/board/", None, headers) for _ in range(PAGES)
        )

    def timed(self, method, path, body, headers):
        """Seconds until the whole answer was read."""
        begun = time.monotonic()
        server = http.client.HTTPConnection(HOST, self.port, timeout=30)
        server.request(method, path, body, headers)
        answer = server.getresponse()
        answer.read()
        server.close()
        assert answer.status == 200, answer.status
        return time.monotonic() - begun

    def moves(self, count, pause):
        """Move cards through the server, one after the other; seconds that each answer took."""
        address = f"{self.origin()}/p/{SLUG}/board/"
        headers = headers_of(session_of(self.mover), self.origin()) | htmx_headers(address, self.mover.pk)
        times = []
        for n in range(count):
            begun = time.monotonic()
            number, after = self.numbers[n % len(self.numbers)], self.numbers[(n + 7) % len(self.numbers)]
            column = self.columns[number] = AFTER[self.columns[number]]  # to the same place would be no move
            body = move_body(column, self.week, after, str(uuid.uuid4()))
            times.append(self.timed("POST", f"/p/{SLUG}/cards/{number}/move/", body, headers))
            time.sleep(max(0.0, pause - (time.monotonic() - begun)))
        return times

    def changes(self, count):
        """Change cards past the server, and say when each change was committed, by its event."""
        committed = {}
        for n in range(count):
            card = self.project.cards.get(number=self.numbers[n % len(self.numbers)])
            card.project = Project.objects.get(pk=self.project.pk)
            event = card.estimate(60 + n, by=self.mover)
            committed[event.seq] = time.time()
            time.sleep(0.08)
        return committed


class Stream:
    """One open board; remembers when it was brought up to which event."""

    @classmethod
    async def open(cls, site, session):
        self = cls()
        self.reader, self.writer = await asyncio.open_connection(HOST, site.port, limit=2**20)
        cookie = f"{cookie_name('session', site.origin())}={session}"
        seq = await asyncio.to_thread(lambda: Project.objects.get(pk=site.project.pk).seq)
        lines = [
            f"GET /p/{SLUG}/live/?since={seq}&version= HTTP/1.1",
            f"Host: {HOST}:{site.port}",
            f"Cookie: {cookie}",
        ]
        self.writer.write("\r\n".join([*lines, "", ""]).encode())
        first = await self.reader.readline()
        assert b" 200 " in first, first
        self.arrived = {}
        self.reading = asyncio.create_task(self.read())
        return self

    async def read(self):
        while line := await self.reader.readline():
            if line.startswith(b"id: "):
                self.arrived.setdefault(int(line[4:]), time.time())

    def lateness(self, committed):
        """Milliseconds from each commit until this board was true again."""
        arrived = sorted(self.arrived.items())
        return [1000 * (next(at for seq, at in arrived if seq >= n) - when) for n, when in committed.items()]


# --- The parts ------------------------------------------------------------------------------------------------
async def many(site):
    """A thousand boards that nothing happens on: what they cost, and what a page costs beside them."""
    await site.open(FEW)
    pages = await asyncio.to_thread(site.pages)
    few = site.memory() / 1024
    memory, threads = site.memory(), site.threads()
    await site.open(MANY)
    grown = {"memory": (site.memory() - memory) / MANY, "threads": site.threads() - threads}
    idle = await site.idle()
    slower = await asyncio.to_thread(site.pages)
    return {"few": few, "grown": grown, "idle": idle, "pages": slower / pages}


async def late(site):
    """A hundred changes past the server, one after the other, seen by two boards."""
    await site.open(2)
    committed = await asyncio.to_thread(site.changes, MOVES)
    await asyncio.sleep(1)
    times = [ms for stream in site.streams for ms in stream.lateness(committed)]
    return {"median": percentile(times, 50), "p99": percentile(times, 99)}


async def busy(site):
    """Ten moves a second for a minute, in front of fifty open boards."""
    alone = await asyncio.to_thread(site.moves, MOVES, 1 / A_SECOND)
    await site.open(SOME)
    first = site.project.events.order_by("-seq").values_list("seq", flat=True)
    before = await asyncio.to_thread(first.first)
    begun = cpu(site.server.pid)
    times = await asyncio.to_thread(site.moves, BUSY * A_SECOND, 1 / A_SECOND)
    spent = cpu(site.server.pid) - begun
    await asyncio.sleep(1)
    committed = await asyncio.to_thread(lambda: said(site.project, before))
    waits = [ms for stream in site.streams for ms in stream.lateness(committed)]
    p95 = [percentile(part, 95) for part in (times, alone, waits)]
    return {
        "mover": p95[0] / p95[1],
        "late": p95[2],
        "cpu": 1000 * spent / len(times),
        "moves": len(committed),
    }


async def steady(site):
    """Moves in front of 25 boards, for minutes."""
    await site.open(SOME // 2)
    await asyncio.to_thread(site.moves, rounds(60, 10) * STEADY, 1 / STEADY)
    memory, files, _ = site.holds()
    times = await asyncio.to_thread(site.moves, int(MINUTES * 60 * STEADY), 1 / STEADY)
    memory_then, files_then, journal = site.holds()
    return {
        "memory": (memory_then - memory) / len(times),
        "files": files_then - files,
        "journal": journal,
        "open": all(not stream.reading.done() for stream in site.streams),
    }


def said(project, seq):
    """When each event after `seq` was written: a little before its commit."""
    events = project.events.filter(seq__gt=seq)
    return {n: at.timestamp() for n, at in events.values_list("seq", "at")}
