"""The process that converts films, played by the test: what it makes, and what happens meanwhile."""

from dataclasses import replace

import time_machine
from django.utils import timezone

from projects.demos import conversion
from projects.demos.videos.video import read_video
from projects.errands.run import run_due
from projects.files.child import ChildFailed
from projects.models import Demo, Errand
from tests import videofiles as v

FILM, POSTER = v.mp4(frames=b"made" * 64), v.jpeg(1280, 720)


class Child:
    """Stands in for the process. `meanwhile` is called while it works; `error` is what it ends with."""

    def __init__(self, monkeypatch):
        self.tasks, self.error, self.meanwhile = [], None, lambda: None
        self.film, self.poster, self.seconds = FILM, POSTER, 29.967
        monkeypatch.setattr(conversion, "run_in_child", self.run)

    def run(self, task, arguments, *, inputs, folder, is_wanted):
        self.tasks.append(arguments)
        assert inputs["input"].read_bytes()
        self.meanwhile()
        if not is_wanted():
            raise ChildFailed("stopped")
        if self.error:
            raise self.error
        (folder / "film.mp4").write_bytes(self.film)
        (folder / "poster.jpg").write_bytes(self.poster)
        return {"seconds": self.seconds}


def film_of(content=None, **about):
    about = {"poster": v.upload(v.jpeg(), "poster.jpg"), "seconds": 29} | about
    return replace(read_video(v.upload(content or v.mp4())), **about)


def handed_in(week, person, **content):
    demo = Demo(milestone=week)
    return demo, demo.hand_in(by=person, **{"shows": "Parcels, counted.", "video": film_of()} | content)


def converted(week, person, **content):
    """A demo whose film is ready, read anew."""
    demo, _ = handed_in(week, person, **content)
    assert run_due() == 1
    return Demo.objects.get(pk=demo.pk)


def run_later():
    """Do what is due after the pause of what has failed once."""
    with time_machine.travel(timezone.now() + timezone.timedelta(seconds=61)):
        return run_due()


def waiting():
    return list(Errand.objects.waiting().values_list("key", flat=True))
