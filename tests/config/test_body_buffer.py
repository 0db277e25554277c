"""The buffer of bodies over real sockets: what reaches the application, and whom a bad sender holds up."""

import time
from unittest.mock import Mock

import pytest

from config.asgi import in_threads
from config.body_buffer import MIB, MIN_BYTES_PER_SECOND, BodyBuffer
from config.router import Router
from tests.config.conftest import wait_until

pytestmark = pytest.mark.programs
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class Application:
    """A WSGI application that remembers what reached it."""

    def __init__(self, answer=(b"done",)):
        self.answer = answer
        self.bodies = []

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        self.bodies.append(body)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return self.answer


@pytest.fixture
def application():
    return Application()


@pytest.fixture
def buffered(serve, application):
    """A server with four threads and a buffer in front of them."""
    return lambda **body_buffer: serve(Router(BodyBuffer(in_threads(application, workers=4), **body_buffer)))


def test_a_whole_form_reaches_the_application(buffered, application):
    assert buffered().request("POST", body=b"title=x").status == 200
    assert application.bodies == [b"title=x"]


def test_an_answer_of_many_parts_comes_whole_and_in_order(buffered, application):
    application.answer = [b"%d " % number for number in range(3000)]
    assert buffered().request("POST", body=b"x").text.split() == [str(number) for number in range(3000)]


def test_a_chunked_form_reaches_the_application_with_its_length(buffered, application):
    assert buffered().request("POST", body=iter([b"title", b"=x"])).status == 200
    assert application.bodies == [b"title=x"]


def test_an_upload_that_finds_no_room_on_the_disk_is_refused_in_a_sentence(
    buffered, application, monkeypatch
):
    monkeypatch.setattr("tempfile.TemporaryFile", Mock(side_effect=OSError(28, "No space left on device")))
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = buffered().request("POST", body=bytes(MIB), headers=headers)
    assert (answer.status, application.bodies) == (503, [])
    assert answer.text == "The server's disk has no room for this. Nothing was saved."


def test_a_long_upload_comes_back_whole_from_the_disk(buffered, application):
    upload = bytes(range(256)) * 8192
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert buffered().request("POST", body=upload, headers=headers).status == 200
    assert application.bodies == [upload]


def test_a_body_over_the_limit_is_refused_in_a_sentence(buffered, application):
    answer = buffered().request("POST", body=b"x" * (2 * MIB))
    assert (answer.status, application.bodies) == (413, [])
    assert answer.text == "This is more than the 1 MB that can be sent here. Nothing was saved."


def test_a_chunked_body_over_the_limit_is_refused(buffered, application):
    assert buffered().request("POST", body=iter([b"x" * MIB, b"x"])).status == 413
    assert application.bodies == []


def test_an_upload_over_its_own_limit_is_refused(buffered, application):
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert buffered().request("POST", body=b"x" * (3 * MIB + 1), headers=headers).status == 413
    assert application.bodies == []


def test_a_body_announced_as_enormous_is_refused_before_it_is_sent(buffered):
    with buffered().send("POST / HTTP/1.1", "Content-Length: 9999999999") as connection:
        assert connection.recv(20).startswith(b"HTTP/1.1 413")


def test_a_browser_is_shown_a_page_that_says_how_much_can_be_sent(buffered, application):
    answer = buffered().request("POST", body=b"x" * (2 * MIB), headers=BROWSER)
    assert (answer.status, application.bodies) == (413, [])
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "This is more than the 1 MB that can be sent here. Nothing was saved." in answer.text
    assert '<a class="button" href="/">' in answer.text


def test_the_page_of_a_refusal_may_have_our_stylesheets_and_no_others(buffered):
    answer = buffered().request("POST", body=b"x" * (2 * MIB), headers=BROWSER)
    policies = answer.headers.get_all("Content-Security-Policy")
    assert [policy for policy in policies if "style-src 'self';" in policy] == policies
    assert [policy for policy in policies if "frame-ancestors 'none'" in policy] == policies


def test_where_no_page_can_be_drawn_a_browser_is_told_the_sentence(buffered, monkeypatch):
    monkeypatch.setattr("config.body_buffer.too_large_page", Mock(side_effect=ValueError("no such file")))
    answer = buffered().request("POST", body=b"x" * (2 * MIB), headers=BROWSER)
    assert (answer.status, answer.headers["Content-Type"]) == (413, "text/plain; charset=utf-8")
    assert "This is more than the 1 MB" in answer.text


@pytest.mark.parametrize("asking", [{}, {"Accept": "*/*"}, BROWSER | {"HX-Request": "true"}])
def test_a_refusal_is_no_page_to_a_script_and_runs_nothing(buffered, asking):
    answer = buffered().request("POST", body=b"x" * (2 * MIB), headers=asking)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_form_cut_short_by_a_leaving_client_is_not_carried_out(buffered, application):
    address = buffered()
    address.send("POST / HTTP/1.1", "Content-Length: 30", body=b"title=half").close()
    time.sleep(0.2)
    address.request("POST", body=b"next")
    assert application.bodies == [b"next"]


def test_a_chunked_form_cut_short_is_not_carried_out(buffered, application):
    address = buffered()
    address.send("POST / HTTP/1.1", "Transfer-Encoding: chunked", body=b"5\r\ntitle\r\n").close()
    time.sleep(0.2)
    address.request("POST", body=b"next")
    assert application.bodies == [b"next"]


def test_stalled_uploads_hold_up_nobody(buffered):
    address = buffered()
    stalled = [address.send("POST / HTTP/1.1", "Content-Length: 30", body=b"title") for _ in range(8)]
    begun = time.monotonic()
    assert address.request("POST", body=b"x").status == 200
    assert time.monotonic() - begun < 5  # they would for twenty
    for connection in stalled:
        connection.close()


def test_a_stalled_upload_is_ended_with_a_sentence(buffered, application):
    with buffered(timeout=0.3).send("POST / HTTP/1.1", "Content-Length: 30", body=b"title") as connection:
        assert connection.recv(20).startswith(b"HTTP/1.1 408")
    assert application.bodies == []


def test_a_slow_but_steady_upload_may_take_its_time(buffered, application):
    pieces = [b"x" * (MIN_BYTES_PER_SECOND // 4)] * 5
    with buffered(timeout=0.3).send("POST / HTTP/1.1", f"Content-Length: {len(pieces[0]) * 5}") as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(0.15)
        assert connection.recv(20).startswith(b"HTTP/1.1 200")
    assert application.bodies == [b"".join(pieces)]


def test_of_too_many_bodies_at_once_the_last_is_told_to_come_back(buffered):
    address = buffered(max_concurrent=1)
    with address.send("POST / HTTP/1.1", "Content-Length: 30"):
        wait_until(lambda: address.request("POST", body=b"x").status == 503)
        refused = address.request("POST", body=b"x")
        assert (refused.status, refused.headers["retry-after"]) == (503, "5")
        assert address.request().status == 200


def test_a_place_is_free_again_after_a_client_left(buffered):
    address = buffered(max_concurrent=1)
    address.send("POST / HTTP/1.1", "Content-Length: 30").close()
    wait_until(lambda: address.request("POST", body=b"x").status == 200)


@pytest.mark.parametrize("length", ["ten", "-1", "+5", "1, 2"])
def test_a_length_that_is_no_number_is_refused(buffered, application, length):
    with buffered().send("POST / HTTP/1.1", f"Content-Length: {length}", body=b"x") as connection:
        assert connection.recv(20).startswith(b"HTTP/1.1 400")
    assert application.bodies == []


def test_a_reader_that_does_not_read_holds_no_thread(buffered, application):
    application.answer = [b"x" * 65536] * 320
    address = buffered()
    deaf = [address.send("GET / HTTP/1.1") for _ in range(4)]
    time.sleep(0.3)
    assert len(address.request().text) == 320 * 65536
    for connection in deaf:
        connection.close()


def test_readers_that_leave_in_the_middle_of_an_answer_hold_up_nobody(buffered, application):
    application.answer = [b"x" * 65536] * 320
    address = buffered()
    for _ in range(8):
        with address.send("GET / HTTP/1.1") as connection:
            connection.recv(10)
    assert address.request().status == 200


def test_one_connection_carries_several_forms(buffered, application):
    with buffered().send("POST / HTTP/1.1", "Content-Length: 3", body=b"one") as connection:
        assert connection.recv(20).startswith(b"HTTP/1.1 200")
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\ntwo")
        wait_until(lambda: application.bodies == [b"one", b"two"])
