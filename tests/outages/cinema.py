"""Films of a place that are being made, by processes that end at any moment; what is there of each film then."""

import contextlib
import io
import random
from http.client import HTTPConnection
from pathlib import Path

import av

from tests.asking import headers_of
from tests.outages.place import SLUG
from tests.site import HOST

FRAMES = 15
HANDED_IN = "SELECT id, video, poster, state, size, poster_size FROM projects_demo WHERE shows = 'Killed.'"
DUE = "UPDATE projects_errand SET due = '2020-01-01 00:00:00', tries = 0 WHERE kind = 'video_conversion'"


class Cinema:
    """Films of one place that are being made, and what the disk and the server say of each."""

    def __init__(self, place, raw):
        self.place, self.raw = place, raw.read_bytes()
        self.files = Path(place.environment["DATA_DIR"]) / "files"
        self.moments = random.Random(17)
        self.session, self.path = place.session(), raw

    def hand_in(self, films):
        """Hand in so many, in the place of those that are there."""
        self.place.run("-m", "tests.outages.films", "hand-in", films, self.path)

    def rows(self):
        return self.place.rows(HANDED_IN)

    def states(self):
        return {state for _, _, _, state, _, _ in self.rows()}

    def waiting(self):
        """How many films are not made, or made and not yet put away."""
        return self.place.column("SELECT count(*) FROM projects_errand WHERE kind = 'video_conversion'")[0]

    def try_again(self):
        """Have everything be due that a killed process has left, as a minute later."""
        with contextlib.closing(self.place.connect()) as connection:
            connection.execute(DUE)

    def check_disk(self):
        for _, video, poster, state, size, poster_size in self.rows():
            content = (self.files / video).read_bytes()
            self.check(content, state)
            assert len(content) == size
            assert not poster or (self.files / poster).stat().st_size == poster_size

    def check(self, content, state):
        if state == "ready":
            with av.open(io.BytesIO(content)) as film:
                assert sum(1 for _ in film.decode(video=0)) == FRAMES
        else:
            assert content == self.raw

    def check_served(self, port):
        """Fetch each film, which may be made meanwhile: it is the one or the other, and whole."""
        headers = headers_of(self.session, f"http://{HOST}:{port}")
        for number, *_ in self.rows():
            with contextlib.closing(HTTPConnection(HOST, port, timeout=20)) as connection:
                connection.request("GET", f"/p/{SLUG}/demos/{number}/video", headers=headers)
                response = connection.getresponse()
                content = response.read()
            assert response.status == 200
            self.check(content, "converting" if content == self.raw else "ready")

    def left_over(self):
        """The files that no demo and no card has, beside the trash, which is emptied by age."""
        rows = self.place.rows(
            "SELECT video, poster FROM projects_demo UNION SELECT file, preview FROM boards_cardfile"
        )
        used = {name for row in rows for name in row}
        there = {str(path.relative_to(self.files)) for path in self.files.rglob("*") if path.is_file()}
        return {name for name in there - used if not name.startswith("demos/gone/")}

    def finish(self, worker):
        """Have everything made that is left; then nothing is there but the films."""
        self.try_again()
        worker.begin()
        assert worker.end() == 0
        assert self.states() == {"ready"}
        self.check_disk()
        assert self.left_over() == set()

    def close(self):
        for _, video, poster, *_ in self.rows():
            (self.files / video).unlink()
            if poster:
                (self.files / poster).unlink()
        with contextlib.closing(self.place.connect()) as connection:
            connection.execute("DELETE FROM projects_errand")
            connection.execute("DELETE FROM projects_demo WHERE shows = 'Killed.'")


class Worker:
    """Begins processes that do what is due, as a server does, without its start."""

    def __init__(self, programs):
        self.programs = programs

    def begin(self, last=0):
        """Begin one that kills itself just before this step, if it is not killed before; return its id."""
        self.programs.stdin.write(f"{last}\n")
        self.programs.stdin.flush()
        return int(self.programs.stdout.readline())

    def end(self):
        """Return the status of the one that was begun."""
        return int(self.programs.stdout.readline())
