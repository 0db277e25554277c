"""What proves the product: `python -m tests [check | test | all | part ...]`, two jobs at once.

`check` is for each edit, `test` for a landing, `all` for a release. Every job runs even if another failed, so that
one run tells everything; the end sums up. A job that finds no test, or skips one, has failed.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.jobs import ROOT, Job, Jobs, Result

BIN = Path(sys.executable).parent
CODE = ["config", "projects", "boards", "tests", "manage.py"]
PYTHON = [sys.executable, "-m"]
PYTEST = [*PYTHON, "pytest", "-p", "tests.strict", "--quiet"]
ON_POSTGRESQL = [*PYTHON, "tests.postgres"]
BOARDS = ["tests/boards"]
WHOLE = ["tests", "--ignore", "tests/browser", "--ignore", "tests/bench"]
OTHERS = [*WHOLE, "--ignore", "tests/boards"]
# A browser or a server on a shared machine may come late. The fourth test of a run that needs a second try fails.
SECOND_TRY = ["--reruns", "1", "--max-suite-reruns", "3", "--rerun-show-tracebacks"]
SMALL, MANY = ["--hypothesis-profile", "small"], ["--hypothesis-profile", "many"]


def lint() -> Iterator[Job]:
    yield Job("lint", list(lint_commands()), all_of_them=True)


def lint_commands() -> Iterator[list]:
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
    modules = sorted(str(path) for name in CODE for path in ROOT.glob(f"{name}/**/*.py"))
    manage = [sys.executable, "manage.py"]
    yield [*PYTHON, "ruff", "check", *CODE]
    yield [*PYTHON, "ruff", "format", "--check", "--quiet", *CODE]
    yield [BIN / "djade", "--check", *templates]
    yield [*PYTHON, "django_upgrade", "--check", *modules]
    yield [*PYTHON, "mypy", "config", "projects", "boards"]
    yield [BIN / "lint-imports", "--no-logo"]
    yield [*manage, "check", "--fail-level", "WARNING"]
    yield [*manage, "makemigrations", "--check", "--dry-run"]
    yield [BIN / "hadolint", "Dockerfile"]


def sqlite(*options: str) -> Iterator[Job]:
    """Two jobs of one length, which share no module and so collect nothing twice."""
    for name, paths in (("sqlite boards", BOARDS), ("sqlite others", OTHERS)):
        yield Job(name, [[*PYTEST, *options, "-m", "not programs", *paths]], database="")


def servers() -> Iterator[Job]:
    yield Job("servers", [[*PYTEST, *SECOND_TRY, "-m", "programs and not full_disk", *WHOLE]], database="")


def full_disk() -> Iterator[Job]:
    """Where root may mount one; elsewhere a line says that it was not tried."""
    may_mount = (
        subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode == 0
    )
    if os.geteuid() == 0 and may_mount:
        yield Job("full disk", [[*PYTEST, "-m", "full_disk", "tests/outages/test_full_disk.py"]], database="")
    else:
        say("A full disk is not tried: only root may mount a small one.")


def postgresql(*options: str) -> Iterator[Job]:
    yield Job("postgresql", [[*ON_POSTGRESQL, "--", *PYTEST, *options, *WHOLE]])


def what_differs_on_postgresql() -> Iterator[Job]:
    yield from postgresql("-m", "both_databases", *SMALL)


def browser(*options: str) -> Iterator[Job]:
    commands = [[*PYTHON, "tests.chromium"], [*PYTEST, *SECOND_TRY, *options, "tests/browser"]]
    yield Job("browser", commands, database="")


def bench() -> Iterator[Job]:
    measure = [*PYTEST, "--capture", "no", "tests/bench"]
    yield Job("bench on SQLite", [measure], database="")
    yield Job("bench on PostgreSQL", [[*ON_POSTGRESQL, "--durable", "--", *measure]])


def check() -> Iterator[Job]:
    """What an edit may have broken: nothing that starts servers, and of the journeys a few."""
    yield from sqlite(*SMALL)
    yield from browser("-m", "smoke")
    yield from lint()


def test() -> Iterator[Job]:
    """Everything that proves the product. What takes longest comes first."""
    yield from browser()
    yield from sqlite()
    yield from servers()
    yield from what_differs_on_postgresql()
    yield from lint()


def everything() -> Iterator[Job]:
    """Both databases whole, and examples by the thousand."""
    yield from sqlite(*MANY)
    yield from browser(*MANY)
    yield from servers()
    yield from full_disk()
    yield from postgresql(*MANY)
    yield from lint()


SETS = {"check": check, "test": test, "all": everything}
PARTS: dict[str, Callable[[], Iterator[Job]]] = {
    "lint": lint,
    "sqlite": sqlite,
    "servers": servers,
    "full_disk": full_disk,
    "postgresql": what_differs_on_postgresql,
    "browser": browser,
    "bench": bench,
}


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def sum_up(results: list[Result], clock: float) -> None:
    say("\n" + "\n".join(map(str, results)))
    say(str(Result("all", all(result.passed for result in results), sum(r.cpu for r in results), clock)))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(SETS | PARTS))
    parser.add_argument("--jobs", type=int, default=2, help="so many at once (%(default)s)")
    arguments = parser.parse_args()
    names = arguments.parts or ["test"]
    if unknown := [name for name in names if name not in SETS | PARTS]:
        parser.error(f"there is no part {unknown[0]}; there are {', '.join(SETS | PARTS)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    jobs = [job for name in names for job in (SETS | PARTS)[name]()]
    hands = 1 if "bench" in names else arguments.jobs  # what is measured is alone
    begun = time.monotonic()
    results = Jobs(jobs, hands).run()
    sum_up(results, time.monotonic() - begun)
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
