"""Find and close files that other users of the machine may open: they hold password hashes, sessions and keys.

What everybody may read, the collected static files, gets its modes where it is written (STORAGES in the settings).
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from boards.doctor.finding import Finding, first_few

OTHERS = 0o077
# What the commands of docs/install.md leave beside the code.
BESIDE_THE_CODE = (".env", "backup-*", "files-*", "everything.json.gz")


def find() -> Iterator[Finding]:
    if paths := exposed_paths():
        named = first_few(f"{path} ({path.stat().st_mode & 0o777:o})" for path in paths)
        yield Finding(f"Other users of this machine may open {named}")


def repair() -> None:
    """Take the rights of everybody but the owner away, as far as the files are ours to change."""
    for path in exposed_paths():
        with suppress(PermissionError):
            path.chmod(path.stat().st_mode & ~OTHERS)


def exposed_paths() -> list[Path]:
    return sorted(path for path in private_paths() if path.stat().st_mode & OTHERS)


def private_paths() -> set[Path]:
    """Return what holds data or keys. No link is followed: what it leads to may be meant for others."""
    roots = [settings.DATA_DIR, *database_files()]
    roots += [path for pattern in BESIDE_THE_CODE for path in settings.BASE_DIR.glob(pattern)]
    paths = {path for root in roots for path in (root, *root.rglob("*"))}
    return {path for path in paths if path.exists() and not path.is_symlink()}


def database_files() -> list[Path]:
    """Return SQLite's file, which DATABASE_URL may have put elsewhere, with its log and lock."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():  # type: ignore[attr-defined]
        return []
    database = Path(connection.settings_dict["NAME"])
    return [database, *database.parent.glob(f"{database.name}-*")]
