"""A task in a process of its own: what it is given, what ends it, and that nothing of it is left."""

import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from projects.files import child as module
from projects.files.child import (
    ChildRefused,
    Interrupted,
    work_folder,
)
from projects.files.machine_lock import HEAVY, NAMES, machine_lock
from tests.projects.files.children import reason, run
from tests.site import ROOT


def ids_in(path):
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def is_alive(pid):
    """Whether it runs or may run again; a zombie, which nobody has asked after yet, does not."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def wait_until(what, seconds=10):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


# --- What it is given -----------------------------------------------------------------------------------


def test_it_gets_its_arguments_and_a_folder_of_its_own_with_the_inputs(folder, tmp_path):
    raw = tmp_path / "raw.mp4"
    raw.write_text("film")
    told = run("tell", folder, inputs={"input": raw}, cut=[1, None])
    assert told["arguments"] == {"cut": [1, None]}
    assert told["files"] == {"input": "film"}
    assert told["folder"] == str(folder)


def test_an_input_keeps_its_place_when_the_folder_goes(files):
    raw = files / "raw.mp4"
    raw.write_text("film")
    with work_folder() as folder:
        run("tell", folder, inputs={"input": raw})
    assert raw.read_text() == "film"
    assert not folder.exists()


def test_an_input_that_was_deleted_meanwhile_is_not_wanted_any_more(folder, tmp_path):
    assert reason("tell", folder, inputs={"input": tmp_path / "gone.mp4"}) == "stopped"


def test_it_sees_no_secret_no_django_and_no_descriptor_of_the_server(folder, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "shown-to-nobody")
    monkeypatch.setenv("DATABASE_URL", "postgres://user:shown-to-nobody@host/name")
    told = run("tell", folder)
    assert "shown-to-nobody" not in str(told["environment"])
    assert not told["has_django"]
    assert len(told["descriptors"]) <= 4  # standard ones and the answer's


def test_it_leads_a_group_of_its_own_and_lets_others_go_first(folder):
    told = run("tell", folder)
    assert told["own_session"]
    assert told["nice"] >= 10


def test_the_libraries_of_films_and_pictures_work_in_it(folder):
    assert run("encode", folder) == {"frames": 1}


# --- What it says ---------------------------------------------------------------------------------------


def test_what_it_refuses_is_told_by_its_code(folder):
    with pytest.raises(ChildRefused) as refusal:
        run("refuse", folder)
    assert refusal.value.code == "no_picture"


def test_an_error_is_a_crash_and_its_trace_is_logged(folder, caplog):
    assert reason("stumble", folder) == "crash"
    assert "a line of the trace" in caplog.text


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGTERM])
def test_a_signal_is_a_crash(folder, number):
    assert reason("be_killed", folder, signal=int(number)) == "crash"


def test_what_the_kernel_kills_was_out_of_memory(folder):
    assert reason("be_killed", folder, signal=int(signal.SIGKILL)) == "memory"


def test_what_it_shouts_reaches_nobody_and_no_memory(folder):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert run("shout", folder, lines=1000) == {"said": "all"}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10_000


@pytest.mark.parametrize("task", ["answer_endlessly", "answer_much"])
def test_an_answer_that_does_not_end_is_a_crash(folder, task):
    assert reason(task, folder) == "crash"


# --- What ends it ---------------------------------------------------------------------------------------


def test_out_of_memory(folder):
    assert reason("eat", folder) == "memory"


def test_out_of_processor_time(folder):
    assert reason("spin", folder, limits={"cpu": 1}) == "time"


def test_a_limit_of_time_cannot_be_ignored(folder):
    began = time.monotonic()
    reason("ignore_limit_and_spin", folder, limits={"cpu": 1})
    assert time.monotonic() - began < 15


def test_a_file_above_its_size(folder):
    assert run("write", folder, name="film.mp4", bytes=2**20) == {"size": 2**20}
    assert reason("write", folder, name="film.mp4", bytes=2**20 + 1) == "size"


def test_a_full_disk(folder):
    assert reason("fill_disk", folder) == "disk"


def test_nothing_is_begun_where_the_disk_has_no_room_for_a_file(folder):
    assert reason("tell", folder, limits={"file_size": 2**60}) == "disk"


@pytest.mark.parametrize("task", ["stumble", "refuse"])
def test_what_fails_while_the_disk_is_full_fails_because_of_it(folder, monkeypatch, task):
    free = iter([2**30, 0])
    monkeypatch.setattr(module, "bytes_free", lambda folder: next(free))
    assert reason(task, folder) == "disk"


@pytest.mark.parametrize("task", ["sleep", "stop_itself"])
def test_it_ends_at_its_wall_time_even_when_it_is_stopped(folder, task):
    began = time.monotonic()
    assert reason(task, folder, limits={"wall": 1}) == "time"
    assert time.monotonic() - began < 4
    assert not any(map(is_alive, ids_in(folder / "ids")))


def test_it_ends_when_it_is_not_wanted_any_more(folder):
    wanted = iter([True, False])
    assert reason("stop_itself", folder, is_wanted=lambda: next(wanted)) == "stopped"
    assert not any(map(is_alive, ids_in(folder / "ids")))


def test_it_ends_when_asking_whether_it_is_wanted_fails(folder):
    answers = iter([True])
    with pytest.raises(StopIteration):
        run("sleep", folder, is_wanted=lambda: next(answers))
    assert not any(map(is_alive, ids_in(folder / "ids")))


def test_it_ends_with_the_server_and_is_to_be_begun_again(folder, monkeypatch):
    monkeypatch.setattr(module, "server_ends", ends := threading.Event())
    threading.Timer(0.5, ends.set).start()
    with pytest.raises(Interrupted):
        run("sleep", folder)
    assert not any(map(is_alive, ids_in(folder / "ids")))


def test_what_it_has_started_ends_with_it(folder):
    assert run("fork", folder, then="end") == {}
    wait_until(lambda: not any(map(is_alive, ids_in(folder / "ids"))))


def test_what_it_has_started_ends_at_its_wall_time(folder):
    assert reason("fork", folder, then="sleep", limits={"wall": 1}) == "time"
    wait_until(lambda: not any(map(is_alive, ids_in(folder / "ids"))))


def test_what_a_crashed_one_has_started_ends_too(folder):
    assert reason("fork_and_crash", folder) == "crash"
    wait_until(lambda: not any(map(is_alive, ids_in(folder / "ids"))))


# --- A server that is killed ----------------------------------------------------------------------------


@contextmanager
def server(files, lock=HEAVY):
    command = [sys.executable, "-m", "tests.projects.files.parent", str(files), lock]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def is_free(lock=HEAVY):
    with machine_lock(lock) as is_mine:
        return is_mine


def ids(files):
    """The processes that have noted theirs in a folder that is there yet."""
    return [number for path in files.glob("demos/work/*/ids") for number in ids_in(path)]


@pytest.mark.parametrize("lock", NAMES)
def test_a_child_of_a_killed_server_ends_and_its_folder_goes_with_the_next_lock(files, settings, lock):
    settings.DATA_DIR = files
    with server(files, lock):
        wait_until(lambda: ids(files))
        [pid] = ids(files)
        assert is_alive(pid)
        assert not is_free(lock)
    wait_until(lambda: not is_alive(pid))
    wait_until(lambda: is_free(lock))
    assert os.listdir(files / "demos/work") == []


def test_a_server_killed_at_any_moment_leaves_no_child(files, settings):
    settings.DATA_DIR = files
    moments, seen = random.Random(17), []
    for _ in range(5):
        with server(files):
            time.sleep(moments.uniform(0.05, 0.8))
        seen += ids(files)
    wait_until(lambda: is_free())
    assert not any(map(is_alive, seen))
    assert not (files / "demos/work").exists() or os.listdir(files / "demos/work") == []
