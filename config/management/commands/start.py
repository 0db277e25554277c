"""Prepare everything and serve: what `make run` and the container call."""

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connection, connections, transaction
from environs import Env, EnvError

from boards.doctor import files
from config import serve
from projects.versions import NEWER, unknown_migrations

env = Env()
LOCK = 0x7765656B  # any number that all starting processes share; "week" in ASCII


class Command(BaseCommand):
    help = "Prepares the database and the static files, makes the first admin on a first run, and serves."
    requires_system_checks = []  # some ask the database, so they wait until it is there

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="prepare everything, but do not serve")

    def handle(self, *, no_serve: bool, **options: Any) -> None:
        serve.exit_on_sigterm()  # already while it waits and prepares
        if not no_serve:
            serve.listen(settings.HOST, settings.PORT).close()  # a taken port is refused before work is done
        serve.wait_for_database(serve.WAIT_FOR_DATABASE)
        self.check()
        with startup_lock():
            if unknown := unknown_migrations():
                raise CommandError(NEWER % unknown[0])
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
            collect_static_files()
            self.first_run()
        for finding in files.find():
            self.stdout.write(f"{finding.description}. `manage.py doctor --fix` closes them.")
        connections.close_all()
        if not no_serve:
            self.stdout.write(f"Weekboard is at {settings.SITE_URL} (Ctrl-C stops it)")
            self.stdout.flush()
            serve.main()

    def first_run(self) -> None:
        """Make the admin and the sample project if there are no people yet: both or neither."""
        if get_user_model().objects.exists():
            return
        password = env.str("ADMIN_PASSWORD", "") or secrets.token_urlsafe(12)
        with transaction.atomic():
            admin = make_admin(password)
            if wants_sample():
                call_command("sample", verbosity=0)
        known = "the password in ADMIN_PASSWORD" if env.str("ADMIN_PASSWORD", "") else f"password {password}"
        self.stdout.write(f"Sign in as {admin.get_username()} with {known} (said this once)")


@contextmanager
def startup_lock() -> Iterator[None]:
    """Let one of several starting processes prepare; the others wait, and find everything done."""
    if connection.vendor == "postgresql":
        # Polling instead of waiting inside the database: a waiting statement holds a snapshot, for which a migration
        # that builds an index concurrently would wait in turn.
        while not query_lock("SELECT pg_try_advisory_lock(%s)"):
            time.sleep(0.2)
        try:
            yield
        finally:
            query_lock("SELECT pg_advisory_unlock(%s)")
    else:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        with (settings.DATA_DIR / "start.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def query_lock(statement: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [LOCK])
        return cursor.fetchone()[0]


def collect_static_files() -> None:
    """Bring STATIC_ROOT up to date; a folder that is not writable was filled when the image was built."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    prebuilt = manifest.exists() and not os.access(settings.STATIC_ROOT, os.W_OK)
    if not settings.DEBUG and not prebuilt and older_than_a_source(manifest):
        call_command("collectstatic", interactive=False, verbosity=0)


def older_than_a_source(manifest: Path) -> bool:
    """Compare with files and folders: a folder's time tells of files that were removed or have an old date."""
    if not manifest.exists():
        return True
    sources = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    newest = max(path.stat().st_mtime for path in {*sources, *(source.parent for source in sources)})
    return newest > manifest.stat().st_mtime


def wants_sample() -> bool:
    try:
        return env.bool("SAMPLE", True)
    except EnvError as error:
        raise CommandError(str(error)) from error


def make_admin(password: str) -> Any:
    people = get_user_model()
    who = {
        "username": env.str("ADMIN_USERNAME", "admin"),
        "email": env.str("ADMIN_EMAIL", "admin@localhost.localdomain"),
        "name": "Admin",
    }
    try:
        people(**who).full_clean(exclude=["password"])
    except ValidationError as error:
        raise CommandError("ADMIN_USERNAME or ADMIN_EMAIL: " + " ".join(error.messages)) from error
    return people.objects.create_superuser(**who, password=password)
