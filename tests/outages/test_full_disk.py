"""A disk that is full, in earnest: a small one is mounted, so that only root can run this (`make test-all`)."""

import contextlib
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.boards.files.pictures import plain, saved
from tests.outages.people import movers
from tests.outages.place import PASSWORD, Place
from tests.outages.sender import Sender
from tests.site import HOST, ROOT

pytestmark = [pytest.mark.programs, pytest.mark.full_disk, pytest.mark.one_database]


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    """A disk of 24 MB."""
    disk = tmp_path_factory.mktemp("disk")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "weekboard", disk], check=True)
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.fixture(scope="module")
def place(disk, static):
    place = Place(disk, f"sqlite:///{disk / 'weekboard.sqlite3'}", static)
    place.environment["CHILD_FILE_MB"] = "1"
    return place


@pytest.fixture(scope="module")
def address(place):
    with place.served() as (_, port):
        yield HOST, port


@contextlib.contextmanager
def filled(disk):
    """With not a byte left."""
    rest = Path(disk) / "rest"
    with rest.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    yield
    rest.unlink()


def sign_in(address):
    """Its status, with the right password."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "http://{}:{}".format(*address)}
    with contextlib.closing(HTTPConnection(*address, timeout=20)) as connection:
        connection.request("GET", "/accounts/login/")
        page = connection.getresponse()
        page.read()
        token = page.headers["Set-Cookie"].split(";")[0]
        fields = {"login": "admin", "password": PASSWORD, "csrfmiddlewaretoken": token.partition("=")[2]}
        connection.request("POST", "/accounts/login/", urlencode(fields), {**headers, "Cookie": token})
        return connection.getresponse().status


def test_on_a_full_disk_everything_that_writes_is_a_503_until_there_is_room_again(place, disk, address):
    [person] = movers(place, address, 1)
    assert (person.move(), sign_in(address)) == (200, 302)
    with filled(disk):
        assert [person.move(patience=0), sign_in(address), person.move(patience=0)] == [503] * 3
        person.look()
        assert person.answers[-1][2] == 200
    assert (person.move(), sign_in(address)) == (200, 302)
    assert place.doctor() == []


def test_on_a_full_disk_no_file_is_attached_and_nothing_is_left_of_it(place, disk, address):
    """A picture needs more room than this disk ever has."""
    sender, before = Sender(place, address[1]), stored(disk)
    with filled(disk):
        for content in (b"log line\n", b"log line\n" * 400_000, saved(plain(), "png")):
            assert sender.send(content) == (503, None)
    assert stored(disk) == before
    assert sender.send(b"log line\n")[0] == 201
    assert len(stored(disk) - before) == 1
    assert place.doctor() == []


def stored(disk):
    return {path for path in disk.rglob("files/**/*") if path.is_file()}


def test_a_command_says_that_the_disk_is_full(place, disk):
    with filled(disk):
        told = place.environment | {"DATABASE_URL": f"sqlite:///{disk / 'another.sqlite3'}"}
        command = [sys.executable, "manage.py", "migrate"]
        ran = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr.startswith("The database does not answer, is in use for too long, or is full: ")
    assert ran.stderr.count("\n") == 1


def test_a_disk_that_fills_while_films_are_made_leaves_each_whole(cinema, worker, disk):
    cinema.hand_in(10)
    for _ in range(10):
        cinema.try_again()
        worker.begin()
        time.sleep(cinema.moments.uniform(0, 1))
        with filled(disk):
            worker.end()
            cinema.check_disk()
    cinema.finish(worker)
