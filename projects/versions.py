"""Comparison of the versions of program, database and open pages."""

from functools import cache

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

OURS = ("boards", "projects")
NEWER = (
    "The database is of a newer Weekboard than this one, which has no %s. "
    "Run that version, or put back the backup from before the upgrade (docs/install.md)."
)


def unknown_migrations() -> list[str]:
    """Return migrations that only a newer version has ("boards 0099_future"); none before the first migration."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    applied = MigrationRecorder(connection).applied_migrations()
    return [f"{app} {name}" for app, name in sorted(applied) if app in OURS and (app, name) not in known]


@cache
def all_migrations() -> set[tuple[str, str]]:
    """Return the migrations of this version, as the database lists those that were applied."""
    return set(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def frontend_version() -> str:
    """Return a hash that changes with any collected static file; "" where none are collected, as under DEBUG.

    A page that is open over an upgrade tells by it that its scripts are older than the server.
    """
    return getattr(staticfiles_storage, "manifest_hash", "")
