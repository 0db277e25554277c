"""A demo with a video, and its database in this thread."""

import asyncio
from dataclasses import replace

import pytest

from projects.demos.videos.video import read_video
from projects.models import Demo
from tests import videofiles as v
from tests.projects.demos.sending.server import CONTENT


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Questions to the database are asked in this thread, where the test's transaction is.

    Django keeps another connection for code in a loop, so the loop is out of sight meanwhile.
    """

    async def ask(work, *args, **kwargs):
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        try:
            return work(*args, **kwargs)
        finally:
            asyncio._set_running_loop(loop)

    for module in ("projects.access.stream_session", "projects.demos.videos.send"):
        monkeypatch.setattr(f"{module}.run_in_thread", ask)


@pytest.fixture
def demo(week, member):
    video = read_video(v.upload(CONTENT, '../../"<b>\r\nSet-Cookie: a=b.html'))
    video = replace(video, poster=v.upload(v.jpeg(), "x.svg"))
    Demo(milestone=week).hand_in(by=member, shows="Parcels.", video=video)
    return week.demos.select_related("milestone__project").get()
