"""The server as a process: how it starts, refuses to start, and ends."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from tests.config.conftest import ROOT, running, surroundings, wait_until

pytestmark = pytest.mark.programs


def refused(environment, program="import config.serve; config.serve.main(wait=0.5)", **more):
    """What somebody reads who starts a server that cannot start."""
    command = [sys.executable, "-c", program]
    ran = subprocess.run(
        command, cwd=ROOT, env=environment | more, capture_output=True, text=True, timeout=30
    )
    assert ran.returncode == 1
    return ran.stderr


def test_a_stream_is_ended_at_once_when_the_process_is_told_to_end(start):
    process = start()
    with process.address.send("GET /stream HTTP/1.1") as stream:
        assert b"first" in read_until(stream, b"first")
        assert process.ends() < 3
        assert b"last" in read_until(stream, b"last")


def read_until(connection, word):
    got = b""
    while word not in got and (piece := connection.recv(4096)):
        got += piece
    return got


def test_answers_on_one_connection_do_not_wait_for_each_other(start):
    connection = http.client.HTTPConnection(*start().address)
    spent = []
    for _ in range(10):
        begun = time.monotonic()
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        spent.append(time.monotonic() - begun)
    connection.close()
    assert sorted(spent)[5] < 0.03


def test_a_form_at_work_is_finished_and_answered_before_the_end(start):
    process = start()
    with process.address.send("POST /slow/ HTTP/1.1", "Content-Length: 1", body=b"x") as form:
        time.sleep(0.3)
        process.ends()
        assert read_until(form, b"done").startswith(b"HTTP/1.1 200")


def test_a_wished_for_end_is_no_failure(start):
    process = start()
    process.ends()
    assert process.returncode == 0


def test_ctrl_c_ends_it_without_a_traceback(start):
    process = start(DRAIN_SECONDS="6")  # for nobody's Ctrl-C
    assert process.ends(signal.SIGINT) < 5
    assert process.returncode == 0
    assert "Traceback" not in process.stderr.read()


def test_a_second_ctrl_c_as_a_child_of_make_gets_it_changes_nothing(start):
    process = start()
    process.send_signal(signal.SIGINT)
    assert process.ends(signal.SIGINT) < 5
    assert process.returncode == 0
    assert "Traceback" not in process.stderr.read()


def test_an_answer_that_never_ends_does_not_keep_the_process(start):
    process = start()
    with process.address.send("GET /stubborn HTTP/1.1") as stream:
        stream.recv(10)
        assert process.ends() < 5


@pytest.fixture(scope="module")
def drained(home, static):
    """What a server answered between SIGTERM and its end, how long a stream went on, and the exit code."""
    with running(surroundings(home, static) | {"DRAIN_SECONDS": "3"}) as process:
        told = time.monotonic()
        process.send_signal(signal.SIGTERM)
        until_it_drains(process.address)
        health = [process.address.request(path=path) for path in ("/healthz", "/readyz")]
        answer = process.address.request("POST", "/whoami/", b"x")
        with process.address.send("GET /stream HTTP/1.1") as stream:
            assert b"last" in read_until(stream, b"last")
        return health, answer, time.monotonic() - told, process.wait(10)


def until_it_drains(address):
    for _ in range(100):
        if address.request(path="/healthz").status == 503:
            return
        time.sleep(0.02)
    raise AssertionError("The server does not drain.")


def test_who_asks_for_its_health_is_sent_elsewhere_while_it_drains(drained):
    health, *_ = drained
    assert [(answer.status, answer.text) for answer in health] == [(503, "stopping")] * 2


def test_requests_are_answered_while_it_drains_and_end_their_connections(drained):
    _, answer, *_ = drained
    assert (answer.status, answer.headers["Connection"]) == (200, "close")


def test_a_stream_flows_on_while_it_drains_and_ends_with_it(drained):
    *_, lasted, exit_code = drained
    assert (2.9 < lasted < 6, exit_code) == (True, 0)


def test_workers_drain_as_well(start):
    process = start(DRAIN_SECONDS="3", WORKERS="2")
    process.send_signal(signal.SIGTERM)
    until_it_drains(process.address)
    assert process.address.request("POST", "/whoami/", b"x").status == 200
    assert process.wait(10) == 0


def test_ctrl_c_ends_it_while_it_drains(start):
    process = start(DRAIN_SECONDS="6")
    process.send_signal(signal.SIGTERM)
    until_it_drains(process.address)
    assert process.ends(signal.SIGINT) < 4


def test_streams_of_several_workers_end_as_quickly(start):
    process = start(WORKERS="2")
    streams = [process.address.send("GET /stream HTTP/1.1") for _ in range(6)]
    for stream in streams:
        read_until(stream, b"first")
    assert process.ends() < 3
    assert all(b"last" in read_until(stream, b"last") for stream in streams)


def test_workers_end_when_their_parent_is_killed_so_that_another_can_take_the_port(start):
    process = start(WORKERS="2")
    with process.address.send("GET /stream HTTP/1.1") as stream:
        read_until(stream, b"first")
        process.kill()
        assert b"last" in read_until(stream, b"last")
    assert nobody_listens(process.address)


def test_workers_share_the_memory_of_what_was_loaded_before_they_began(start):
    process = start(WORKERS="2")
    workers = psutil.Process(process.pid).children()
    assert len(workers) == 2
    for worker in workers:
        memory = worker.memory_full_info()
        assert memory.pss < 0.6 * memory.rss


def test_a_worker_that_dies_is_replaced_by_one_that_answers(start):
    process = start(WORKERS="2")
    [first, second] = psutil.Process(process.pid).children()
    first.kill()
    second.kill()
    wait_until(lambda: len(workers_alive(process)) == 2 and not {first, second} & set(workers_alive(process)))
    assert process.address.request("POST", "/whoami/", b"x").status == 200


def workers_alive(process):
    children = psutil.Process(process.pid).children()
    return [child for child in children if child.status() != psutil.STATUS_ZOMBIE]


def test_it_begins_with_as_many_workers_as_cores_and_at_most_four(environment):
    program = "from config import settings; print(settings.WORKERS)"
    told = {name: value for name, value in environment.items() if name != "WORKERS"}
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=told, capture_output=True, text=True)
    assert int(ran.stdout) == min(len(os.sched_getaffinity(0)), 4)


def nobody_listens(address):
    for _ in range(100):
        try:
            socket.create_connection(address, 1).close()
        except ConnectionRefusedError:
            return True
        time.sleep(0.1)
    return False


def test_a_port_that_is_taken_is_one_sentence(environment):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused(environment, PORT=str(port))
    assert said == f"Weekboard does not start: cannot listen on 127.0.0.1:{port} (Address already in use).\n"


def test_a_host_that_is_none_is_one_sentence(environment):
    assert refused(environment, HOST="no.such.host.invalid").count("\n") == 1


@pytest.mark.parametrize(
    "url", ["postgres://u:secret@127.0.0.1:1/x", "sqlite:////no/such/directory/x.sqlite3"]
)
def test_without_a_database_it_does_not_start(environment, url):
    said = refused(environment, DATABASE_URL=url)
    assert said.startswith("Weekboard does not start: the database does not answer (")
    assert said.count("\n") == 1
    assert "secret" not in said
    assert url.startswith("postgres") or said.endswith(" in /no/such/directory/x.sqlite3).\n")


@pytest.mark.parametrize("setting", [{"PORT": "http"}, {"TRUSTED_PROXIES": "proxy"}, {"WORKERS": "0"}])
def test_a_setting_that_makes_no_sense_is_one_sentence(environment, setting):
    said = refused(environment, **setting)
    assert said.startswith("Weekboard does not start: ")
    assert said.count("\n") == 1
