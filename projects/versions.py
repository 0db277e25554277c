"""Whether program and database are of one version."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

OURS = ("boards", "projects")
NEWER = (
    "The database is of a newer Weekboard than this one, which has no %s. "
    "Run that version, or put back the backup from before the upgrade (docs/install.md)."
)


def unknown_migrations() -> list[str]:
    """What a newer version has done to the database ("boards 0099_future"); empty before the first migration, too."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    applied = MigrationRecorder(connection).applied_migrations()
    return [f"{app} {name}" for app, name in sorted(applied) if app in OURS and (app, name) not in known]
