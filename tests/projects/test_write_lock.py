"""Writers wait for one lock: in a process, and among processes."""

import subprocess
import sys
import threading
import time
from contextlib import contextmanager, nullcontext

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from projects import write_lock
from projects.deadline import deadline_anew, seconds_left, shared_deadline

HOLD = f"""
import sys
sys.path.insert(0, {str(settings.BASE_DIR)!r})
from projects.write_lock import file_lock
with file_lock(sys.argv[1]):
    print("mine", flush=True)
    sys.stdin.read()
"""
COUNT = f"""
import sys, time
sys.path.insert(0, {str(settings.BASE_DIR)!r})
from projects.write_lock import file_lock
for _ in range(50):
    with file_lock(sys.argv[1]), open(sys.argv[2], "r+") as counter:
        count = int(counter.read())
        time.sleep(0.0005)
        counter.seek(0)
        counter.write(str(count + 1))
"""

LOCK_TIMEOUT = {
    "sqlite": "PRAGMA busy_timeout",
    "postgresql": "SELECT setting::int FROM pg_settings WHERE name = 'lock_timeout'",
}


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "board.sqlite3-turn")


def program(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"DJANGO_SETTINGS_MODULE": "config.settings"},
    )


@contextmanager
def held_elsewhere(path):
    """By another process, until it is killed."""
    with program(HOLD, path) as holder:
        assert holder.stdout.readline() == "mine\n"
        yield holder
        holder.kill()


def entering(path):
    """A thread that waits for the lock, and the event of having got it."""
    entered = threading.Event()

    def enter():
        with write_lock.file_lock(path):
            entered.set()

    threading.Thread(target=enter, daemon=True).start()
    return entered


@contextmanager
def held_by_another_thread():
    held, done = threading.Event(), threading.Event()

    def hold():
        with write_lock.thread_lock:
            held.set()
            done.wait()

    threading.Thread(target=hold, daemon=True).start()
    held.wait()
    yield
    done.set()


def test_of_several_processes_one_at_a_time_holds_the_lock(path, tmp_path):
    counter = tmp_path / "counter"
    counter.write_text("0")
    programs = [program(COUNT, path, str(counter)) for _ in range(3)]
    assert [each.wait(30) for each in programs] == [0, 0, 0]
    assert counter.read_text() == "150"


def test_a_process_that_is_killed_releases_the_lock(path):
    with held_elsewhere(path) as holder:
        entered = entering(path)
        assert not entered.wait(0.2)
        holder.kill()
        assert entered.wait(5)


def test_an_exception_releases_the_lock(path):
    with pytest.raises(ZeroDivisionError), write_lock.file_lock(path):
        raise ZeroDivisionError
    assert entering(path).wait(5)


def test_without_a_file_the_database_has_to_keep_order(tmp_path):
    with write_lock.file_lock(str(tmp_path / "no such folder" / "lock")):
        pass


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("/srv/board.sqlite3", "/srv/board.sqlite3-turn"),
        (":memory:", None),
        ("file:memorydb_default?mode=memory&cache=shared", None),
    ],
)
def test_the_lock_is_a_file_beside_the_database(name, place, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", name)
    monkeypatch.setattr(connection, "is_in_memory_db", lambda: "memory" in name, raising=False)
    assert write_lock.lock_path() == place


@pytest.mark.django_db(transaction=True)
def test_on_sqlite_somebody_who_waits_too_long_is_told_so(project, settings):
    settings.LOCK_WAIT = 0.1
    told = pytest.raises(OperationalError) if connection.vendor == "sqlite" else nullcontext()
    with held_by_another_thread(), told, project.changing():
        pass


def test_who_waits_for_another_process_gives_up_when_the_deadline_is_over(path, settings):
    settings.LOCK_WAIT = 0.2
    begun = time.monotonic()
    with held_elsewhere(path), shared_deadline():
        for _ in range(3):
            with pytest.raises(OperationalError, match="database is locked"), write_lock.file_lock(path):
                pass
    assert 0.2 < time.monotonic() - begun < 2


def test_who_gives_up_leaves_the_place_in_the_line_to_the_next(path, settings):
    settings.LOCK_WAIT = 0.1
    with held_elsewhere(path) as holder:
        for _ in range(3):
            with pytest.raises(OperationalError), write_lock.file_lock(path):
                pass
        [pending] = write_lock.given_up.values()
        holder.kill()
        assert pending.acquired.wait(5)
    with write_lock.file_lock(path):
        assert write_lock.given_up == {}


def test_a_lock_that_nobody_waits_for_any_more_is_free_for_other_processes(path, settings):
    settings.LOCK_WAIT = 0.1
    with held_elsewhere(path), pytest.raises(OperationalError), write_lock.file_lock(path):
        pass
    with held_elsewhere(path):
        assert not entering(path).wait(0.05)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_who_has_waited_for_a_thread_waits_the_less_for_a_lock_of_the_database(project, settings):
    settings.LOCK_WAIT = 5.0
    with shared_deadline():
        settings.LOCK_WAIT = 9.0  # as if four seconds had passed
        with project.changing(), connection.cursor() as cursor:
            cursor.execute(LOCK_TIMEOUT[connection.vendor])
            assert 4000 < cursor.fetchone()[0] <= 5000


def test_after_work_of_its_own_a_request_may_wait_as_long_as_at_first(settings):
    settings.LOCK_WAIT = 5.0
    with shared_deadline():
        settings.LOCK_WAIT = 9.0
        with deadline_anew():
            assert 8 < seconds_left() <= 9
        assert seconds_left() <= 5


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_nobody_waits(project):
    with held_by_another_thread(), transaction.atomic(), project.changing():
        project.record("renamed", by=None)
    assert project.events.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_refused_change_releases_the_lock(project):
    with pytest.raises(ZeroDivisionError), project.changing():
        raise ZeroDivisionError
    with project.changing():
        project.record("renamed", by=None)
    assert project.events.count() == 1
