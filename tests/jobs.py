"""Commands run side by side, each with its output in one piece and the processor time that it took.

Processor time is counted for a command and all that it has started, so that it means the same on a quiet machine and
on a busy one.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COUNTED = [sys.executable, "-m", "tests.counted"]
# Hundreds of processes are started: what one has compiled, the next need not compile again, wherever it is kept.
BYTECODE = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(sys.prefix) / "bytecode")}


@dataclass(frozen=True)
class Job:
    """Commands that run one after the other, on the database of the settings or another."""

    name: str
    commands: list[list[str | Path]]
    all_of_them: bool = False  # even if one fails: one run should name everything that is wrong
    database: str | None = None  # "" for the settings' own SQLite; None leaves the environment as it is


@dataclass(frozen=True)
class Result:
    name: str
    passed: bool
    cpu: float  # seconds, children included
    clock: float

    def __str__(self) -> str:
        outcome = "passed" if self.passed else "FAILED"
        return f"{self.name:<24}{outcome:<8}{self.cpu:>6.0f} CPU s{self.clock:>6.0f} s"


class Jobs:
    """Jobs that are dealt out to so many hands, in their order."""

    def __init__(self, jobs: Iterable[Job], hands: int) -> None:
        self.jobs, self.hands = list(jobs), hands
        self.processes: set[subprocess.Popen] = set()
        self.speaking, self.stopped = threading.Lock(), False

    def run(self) -> list[Result]:
        """Their results; interrupted, it interrupts what is running and waits for its end."""
        with (
            tempfile.TemporaryDirectory(prefix="weekboard-jobs-") as shared,
            ThreadPoolExecutor(self.hands) as pool,
        ):
            self.shared = {"SHARED_BY_JOBS": shared}  # of what takes long to make and is only read
            try:
                return list(pool.map(self.run_job, self.jobs))
            except (KeyboardInterrupt, SystemExit):
                for process in list(self.processes):
                    os.killpg(
                        process.pid, signal.SIGINT
                    )  # which pytest obeys: servers and browsers end with it
                raise
            finally:
                self.stopped = True

    def run_job(self, job: Job) -> Result:
        """A single job speaks as it goes; of several, each is quoted when it has ended."""
        begun = time.monotonic()
        if len(self.jobs) == 1:
            passed, cpu = self.run_commands(job, None)
            return Result(job.name, passed, cpu, time.monotonic() - begun)
        self.say(f"{job.name} begins")
        with tempfile.TemporaryFile("w+", errors="replace") as output:
            passed, cpu = self.run_commands(job, output)
            result = Result(job.name, passed, cpu, time.monotonic() - begun)
            output.seek(0)
            self.say(f"\n=== {job.name}\n{output.read()}=== {result}\n")
        return result

    def run_commands(self, job: Job, output) -> tuple[bool, float]:
        passed, spent = True, 0.0
        for command in job.commands:
            if self.stopped or not (passed or job.all_of_them):
                return False, spent
            words = " ".join(map(str, command))
            print(f"$ {words if len(words) < 160 else words[:160] + ' ...'}", file=output, flush=True)
            succeeded, cpu = self.run_command(command, environment(job) | self.shared, output)
            passed, spent = passed and succeeded, spent + cpu
        return passed, spent

    def run_command(self, command, environment, output) -> tuple[bool, float]:
        # A group of its own: who ends it reaches what it has started, and each of them once.
        process = subprocess.Popen(
            [*COUNTED, *command],
            env=environment,
            cwd=ROOT,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        self.processes.add(process)
        _, status, usage = os.wait4(process.pid, 0)
        self.processes.discard(process)
        process.returncode = os.waitstatus_to_exitcode(status)
        return process.returncode == 0, usage.ru_utime + usage.ru_stime

    def say(self, text: str) -> None:
        with self.speaking:
            print(text, flush=True)  # noqa: T201


def environment(job: Job) -> dict[str, str]:
    environment = os.environ | BYTECODE
    if job.database is not None:
        environment.pop("DATABASE_URL", None)
        environment |= {"DATABASE_URL": job.database} if job.database else {}
    return environment
