"""Runs a task in a process of its own: short of time, memory and disk, without network and secrets.

What people hand in is read by libraries that are large and written in C. If one of them crashes, hangs or is misled,
it happens to a process that has nothing to lose.
"""

import json
import logging
import os
import selectors
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import default_storage

from projects.files import machine_lock
from projects.files.storage import WORK, is_disk_full

LONGEST_ANSWER = 64 * 1024  # bytes
GLANCE = 0.2  # seconds between two looks whether the server ends
ASKING = 1.0  # seconds between two questions whether the task is still wanted
LITTLE_LEFT = 2**20  # bytes on the disk: what fails then, fails because of it
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "TZ")  # of the environment, which else has passwords and keys

# What a child has ended of that gave no answer. Nobody else kills one by SIGKILL but a machine without memory.
ENDS = {-signal.SIGXCPU: "time", -signal.SIGXFSZ: "size", -signal.SIGKILL: "memory"}

log = logging.getLogger(__name__)
server_ends = threading.Event()


class ChildRefused(Exception):
    """The task has looked at what it was given and does not do it; `code` is a key of the caller's sentences."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ChildFailed(Exception):
    """The task was not done. `reason` is "time", "memory", "size" (of a file), "disk", "crash", or "stopped" if it
    was not wanted any more.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"The child process has failed: {reason}.")
        self.reason = reason


class Interrupted(Exception):
    """The server ends: the task is to be begun again by the next one."""


@dataclass(frozen=True)
class ChildLimits:
    wall: float  # seconds by the clock, even if it is stopped
    cpu: int  # seconds of the processor
    memory: int  # bytes of addresses, of each process
    file_size: int  # bytes of each file it writes

    @classmethod
    def from_settings(cls) -> "ChildLimits":
        return cls(
            wall=settings.CHILD_WALL_SECONDS,
            cpu=settings.CHILD_CPU_SECONDS,
            memory=settings.CHILD_MEMORY_MB * 2**20,
            file_size=settings.CHILD_FILE_MB * 2**20,
        )


def always() -> bool:
    return True


@contextmanager
def work_folder() -> Iterator[Path]:
    """Make an empty folder on the disk where files are stored, so that a rename publishes; delete it afterwards."""
    name = f"{WORK}/{uuid4().hex}"
    folder = Path(default_storage.path(name))
    try:
        machine_lock.note(name)
        folder.mkdir(parents=True, mode=0o700)
    except OSError as error:
        if is_disk_full(error):
            raise ChildFailed("disk") from None
        raise
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_in_child(
    task: str,
    arguments: Mapping[str, Any],
    *,
    inputs: Mapping[str, Path],
    folder: Path,
    limits: ChildLimits | None = None,
    is_wanted: Callable[[], bool] = always,
) -> dict[str, Any]:
    """Call `task`, "module:function", with these arguments in a child process, and return what it returns.

    It works in `folder` (see `work_folder`), where it finds the inputs by their names. Raises ChildRefused,
    ChildFailed or Interrupted; then, and if `is_wanted` raises, the child has ended with all that it has started.
    """
    limits = limits or ChildLimits.from_settings()
    if bytes_free(folder) < limits.file_size:
        raise ChildFailed("disk")
    link_inputs(inputs, folder)
    try:
        with started(task, arguments, folder, limits) as child:
            answer = child.wait_for_answer(time.monotonic() + limits.wall, is_wanted)
        return result_of(answer, child.process.returncode)
    except (ChildFailed, ChildRefused) as error:
        if bytes_free(folder) < LITTLE_LEFT and getattr(error, "reason", "") != "stopped":
            raise ChildFailed("disk") from None
        raise


def bytes_free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def link_inputs(inputs: Mapping[str, Path], folder: Path) -> None:
    """Give the inputs a second name, under which they outlast their deletion and are not copied."""
    for name, path in inputs.items():
        try:
            os.link(path, folder / name)
        except FileNotFoundError:
            raise ChildFailed("stopped") from None  # whoever deleted it does not want it
        except OSError:  # a disk that knows no links
            shutil.copyfile(path, folder / name)


@contextmanager
def started(task: str, arguments: Mapping[str, Any], folder: Path, limits: ChildLimits) -> Iterator["Child"]:
    """Start a child and kill it at the end of the block, together with its process group."""
    receiver, sender = os.pipe()
    about = asdict(limits)
    del about["wall"]
    order = {"task": task, "arguments": arguments, "limits": about, "parent": os.getpid(), "answer": sender}
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "projects.files.child_main"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment(folder),
            pass_fds=[sender, *machine_lock.held.files],
            start_new_session=True,
        )
    except BaseException:
        os.close(receiver)
        raise
    finally:
        os.close(sender)
    try:
        assert process.stdin
        with suppress(BrokenPipeError), process.stdin:
            process.stdin.write(json.dumps(order).encode())
        yield Child(process, receiver)
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(receiver)


def environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join([str(settings.BASE_DIR), *filter(None, sys.path)]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "2",  # each reserves 64 MB of addresses
    }


@dataclass
class Child:
    process: subprocess.Popen[bytes]
    receiver: int

    def wait_for_answer(self, until: float, is_wanted: Callable[[], bool]) -> bytes:
        """Return what the child has written when its line or its life has ended: an answer, or a part of one."""
        answer, ask_again = b"", 0.0
        while not answer.endswith(b"\n"):
            self.check(until)
            if time.monotonic() >= ask_again:
                if not is_wanted():
                    raise ChildFailed("stopped")
                ask_again = time.monotonic() + ASKING
            has_ended = self.process.poll() is not None
            part = self.read(min(GLANCE, max(0.0, until - time.monotonic())))
            if part == b"" or (part is None and has_ended):
                break
            answer += part or b""
            if len(answer) > LONGEST_ANSWER:
                raise ChildFailed("crash")
        return answer

    def check(self, until: float) -> None:
        """Raise what ends the child from outside."""
        if server_ends.is_set():
            raise Interrupted
        if time.monotonic() >= until:
            raise ChildFailed("time")

    def read(self, seconds: float) -> bytes | None:
        """Return what comes within these seconds, None if nothing does, and b"" if nothing ever will."""
        with selectors.DefaultSelector() as selector:  # `select` knows no descriptor above 1023
            selector.register(self.receiver, selectors.EVENT_READ)
            return os.read(self.receiver, LONGEST_ANSWER) if selector.select(seconds) else None


def result_of(answer: bytes, status: int) -> dict[str, Any]:
    """Return the result that an answer holds, or raise what the answer or the child's end says."""
    with suppress(ValueError):
        match json.loads(answer):
            case {"result": dict(result)}:
                return result
            case {"refused": str(code)}:
                raise ChildRefused(code)
            case {"failed": str(reason), "trace": str(trace)}:
                log.error("A task in a child process has failed: %s\n%s", reason, trace)
                raise ChildFailed(reason)
    log.error("A child process has ended without an answer: %s", status)
    raise ChildFailed(ENDS.get(status, "crash"))
