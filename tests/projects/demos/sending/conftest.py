"""A demo with a video, and its database in this thread."""

from dataclasses import replace

import pytest

from projects.demos.videos.video import read_video
from projects.models import Demo
from tests import videofiles as v
from tests.projects.demos.sending.server import CONTENT, in_this_thread


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Questions to the database are asked in this thread, where the test's transaction is."""
    for module in ("projects.access.stream_session", "projects.files.send"):
        monkeypatch.setattr(f"{module}.run_in_thread", in_this_thread)


@pytest.fixture
def demo(week, member):
    video = read_video(v.upload(CONTENT, '../../"<b>\r\nSet-Cookie: a=b.html'))
    video = replace(video, poster=v.upload(v.jpeg(), "x.svg"))
    Demo(milestone=week).hand_in(by=member, shows="Parcels.", video=video)
    return week.demos.select_related("milestone__project").get()
