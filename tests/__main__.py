"""What proves the product, one part after the other: `python -m tests [part ...]`.

Every part runs even if an earlier one failed, so that one run tells everything; the end sums up. A part that
finds no test, or skips one, has failed.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests import chromium, postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CODE = ["config", "projects", "boards", "tests", "manage.py"]
PYTEST = [sys.executable, "-m", "pytest", "-p", "tests.strict", "--quiet"]
TWO_AT_ONCE = ["--numprocesses", "2", "-p", "tests.together"]
# A browser on a busy machine may be late once. What is needed twice is told with its traceback: it may be a mistake.
ONCE_MORE = ["--reruns", "1", "--rerun-show-tracebacks"]
ELSEWHERE = ["--ignore", "tests/browser", "--ignore", "tests/bench"]
# Hundreds of processes are started: what one has compiled, the next need not compile again, wherever it is kept.
BYTECODE = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(sys.prefix) / "bytecode")}


def lint() -> bool:
    """All of them, because one run should name everything that is wrong."""
    results = [run(*command) for command in lint_commands()]
    return all(results)


def lint_commands() -> Iterator[list]:
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
    modules = sorted(str(path) for name in CODE for path in ROOT.glob(f"{name}/**/*.py"))
    manage = [sys.executable, "manage.py"]
    yield [sys.executable, "-m", "ruff", "check", *CODE]
    yield [sys.executable, "-m", "ruff", "format", "--check", "--quiet", *CODE]
    yield [BIN / "djade", "--check", *templates]
    yield [sys.executable, "-m", "django_upgrade", "--check", *modules]
    yield [sys.executable, "-m", "mypy", "config", "projects", "boards"]
    yield [BIN / "lint-imports", "--no-logo"]
    yield [*manage, "check", "--fail-level", "WARNING"]
    yield [*manage, "makemigrations", "--check", "--dry-run"]
    yield [BIN / "hadolint", "Dockerfile"]


def sqlite() -> bool:
    return run(*PYTEST, *TWO_AT_ONCE, *ELSEWHERE, database="")


def postgresql() -> bool:
    with postgres.server() as url:
        return run(*PYTEST, *TWO_AT_ONCE, *ELSEWHERE, database=url)


def browser() -> bool:
    chromium.path()
    return run(*PYTEST, *TWO_AT_ONCE, *ONCE_MORE, "tests/browser", database="")


def bench() -> bool:
    with postgres.server(durable=True) as url:
        results = [run(*PYTEST, "--capture", "no", "tests/bench", database=place) for place in ("", url)]
        return all(results)


PARTS = {"lint": lint, "sqlite": sqlite, "postgresql": postgresql, "browser": browser, "bench": bench}
USUAL = ["lint", "sqlite", "postgresql", "browser"]


def run(*command: str | Path, database: str | None = None) -> bool:
    """`database` is an address, or "" for the settings' own SQLite; without it the environment stays as it is."""
    environment = os.environ | BYTECODE
    if database is not None:
        environment.pop("DATABASE_URL", None)
        environment |= {"DATABASE_URL": database} if database else {}
    words = " ".join(map(str, command))
    say(f"$ {words if len(words) < 160 else words[:160] + ' ...'}")
    return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode == 0


def attempt(name: str) -> bool:
    say(f"\n=== {name}")
    begun = time.monotonic()
    try:
        passed = PARTS[name]()
    except SystemExit as error:
        if not isinstance(error.code, str):
            raise
        say(error.code)  # no browser, no PostgreSQL: what to install
        passed = False
    say(f"=== {name} {'passed' if passed else 'FAILED'} in {time.monotonic() - begun:.0f} s")
    return passed


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    names = parser.parse_args().parts or USUAL
    if unknown := [name for name in names if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]}; there are {', '.join(PARTS)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    results = {name: attempt(name) for name in names}
    failed = [name for name, passed in results.items() if not passed]
    passed = [name for name in results if name not in failed]
    say(f"\nPassed: {', '.join(passed) or 'nothing'}. Failed: {', '.join(failed) or 'nothing'}.")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
