"""Errands in real servers, with a mail server at the other end: several at once, started, ended in the middle."""

import re
import signal
import socket
import sqlite3
from contextlib import closing
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from tests.config.conftest import wait_until
from tests.mailserver import mail_server

pytestmark = pytest.mark.programs

ADMIN = "admin@localhost.localdomain"
RESET = "/accounts/password/reset/"


@pytest.fixture
def mails():
    with mail_server() as server:
        yield server


@pytest.fixture
def database(environment):
    """A function that runs a statement on the server's database, and returns what it finds."""

    def run(sql, *values):
        with closing(sqlite3.connect(f"{environment['DATA_DIR']}/weekboard.sqlite3", timeout=10)) as file:
            rows = file.execute(sql, values).fetchall()
            file.commit()
            return rows

    return run


@pytest.fixture
def order(database):
    """Write errands as an earlier process has."""

    def order(count=1):
        for number in range(count):
            database(
                "INSERT INTO projects_errand (kind, key, data, due, tries, last_error, created_at) VALUES "
                "('password_reset_mail', ?, json_object('address', ?), datetime('now'), 0, '', datetime('now'))",
                f"mail {number}",
                ADMIN,
            )

    return order


def refuses(address):
    """Tell whether nothing listens there any more: the process has taken the signal."""
    try:
        socket.create_connection(address, timeout=5).close()
    except ConnectionRefusedError:
        return True
    return False


def is_done(database):
    return lambda: database("SELECT count(*) FROM projects_errand") == [(0,)]


def test_what_a_request_has_written_is_done_at_once(start, mails):
    server = start(EMAIL_URL=mails.url)
    form = server.address.request(path=RESET)
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.text)) | {"email": ADMIN}
    cookies = SimpleCookie(form.getheader("Set-Cookie"))
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items()),
    }
    assert server.address.request("POST", RESET, urlencode(fields), headers).status == 302
    wait_until(lambda: mails.to(ADMIN))


def test_what_waited_while_no_server_ran_is_done_at_the_start(start, mails, order, database):
    order()
    start(EMAIL_URL=mails.url)
    wait_until(is_done(database))
    assert len(mails.messages) == 1


def test_several_processes_do_each_errand_once(start, mails, order, database):
    order(20)
    start(EMAIL_URL=mails.url, WORKERS="3")
    wait_until(lambda: len(mails.messages) == 20)
    wait_until(is_done(database))
    assert len(mails.messages) == 20


def test_a_process_that_is_ended_finishes_its_mail_and_begins_no_other(start, mails, order, database):
    order(2)
    mails.hold()
    server = start(EMAIL_URL=mails.url)
    assert mails.asked.wait(10)
    server.send_signal(signal.SIGTERM)
    wait_until(lambda: refuses(server.address))
    mails.go_on.set()
    assert server.wait(10) == 0
    assert len(mails.messages) == 1
    assert database("SELECT key, tries FROM projects_errand") == [("mail 1", 0)]


def test_a_mail_that_an_ended_process_has_left_is_sent_by_another(start, mails, order, database):
    order()
    mails.hold()
    server = start(EMAIL_URL=mails.url)
    assert mails.asked.wait(10)
    server.kill()
    server.wait(10)
    database("UPDATE projects_errand SET due = datetime('now')")  # as three minutes later
    mails.go_on.set()
    start(EMAIL_URL=mails.url)
    wait_until(is_done(database))


def test_a_mail_server_that_hangs_does_not_keep_a_process_from_ending(start, mails, order, database):
    order()
    mails.hold()
    server = start(EMAIL_URL=mails.url)
    assert mails.asked.wait(10)
    assert server.ends() < 10
    assert database("SELECT tries FROM projects_errand") == [(1,)]


def test_without_a_mail_server_an_errand_waits_and_says_why(start, order, database):
    order()
    start(EMAIL_URL="smtp+plain://127.0.0.1:9")
    wait_until(lambda: database("SELECT last_error FROM projects_errand") != [("",)])
    assert database("SELECT last_error FROM projects_errand") == [
        ("The mail server: nothing listens there.",)
    ]
