"""Slow viewers of a video, over real sockets: none of them holds a thread."""

import contextlib
import http.client
import os
import threading

import pytest

from projects.files import send

pytestmark = pytest.mark.programs

SIZE = 20 * 1024**2
SLOW = 30


@pytest.fixture
def watched(serve, tmp_path):
    """A server of one big file, for everybody."""
    path = tmp_path / "demo.mp4"
    path.write_bytes(os.urandom(1024) * (SIZE // 1024))

    async def app(scope, receive, answer):
        if scope["type"] != "http":
            return
        descriptor = os.open(path, os.O_RDONLY)
        found = send.OpenFile(descriptor, SIZE, "video/mp4", '"a"', "", "week-1.mp4")
        try:
            await send.send_open_file(scope, receive, answer, found)
        finally:
            os.close(descriptor)

    return serve(app), path.read_bytes()


def test_slow_viewers_hold_no_thread_and_others_are_served(watched):
    address, content = watched
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(address.send("GET / HTTP/1.1")) for _ in range(SLOW)]
        assert all(viewer.recv(8).startswith(b"HTTP/1.1") for viewer in slow)
        before = threading.active_count()
        seen = get(address, {"Range": "bytes=1000-1999"})
        assert seen == (206, content[1000:2000])
        assert threading.active_count() <= before + 2  # those that read the disk for everybody
        assert send.executor._max_workers == 2


def test_a_whole_video_arrives_as_it_is(watched):
    address, content = watched
    assert get(address, {}) == (200, content)


def get(address, headers):
    with contextlib.closing(http.client.HTTPConnection(*address, timeout=20)) as connection:
        connection.request("GET", "/", headers=headers)
        response = connection.getresponse()
        return response.status, response.read()
