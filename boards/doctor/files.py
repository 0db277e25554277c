"""Find and close files that other users of the machine may open: they hold password hashes, sessions and keys.

What everybody may read, the collected static files, gets its modes where it is written (STORAGES in the settings).
"""

import stat
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
        named = first_few(f"{path} ({mode:o})" for path, mode in paths.items())
        yield Finding(f"Other users of this machine may open {named}")


def repair() -> None:
    """Take the rights of everybody but the owner away, as far as the files are ours to change."""
    for path, mode in exposed_paths().items():
        with suppress(PermissionError, FileNotFoundError):
            path.chmod(mode & ~OTHERS)


def exposed_paths() -> dict[Path, int]:
    """Return the modes of what others may open. A server that runs deletes files meanwhile: those are left out."""
    modes = {}
    for path in sorted(private_paths()):
        with suppress(FileNotFoundError):
            mode = path.lstat().st_mode
            if mode & OTHERS and not stat.S_ISLNK(mode):
                modes[path] = mode & 0o777
    return modes


def private_paths() -> set[Path]:
    """Return what holds data or keys, and links, which are not followed: they may lead to what others may open."""
    roots = [settings.DATA_DIR, *database_files()]
    roots += [path for pattern in BESIDE_THE_CODE for path in settings.BASE_DIR.glob(pattern)]
    return {path for root in roots for path in (root, *root.rglob("*"))}


def database_files() -> list[Path]:
    """Return SQLite's file, which DATABASE_URL may have put elsewhere, with its log and lock."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():  # type: ignore[attr-defined]
        return []
    database = Path(connection.settings_dict["NAME"])
    return [database, *database.parent.glob(f"{database.name}-*")]
