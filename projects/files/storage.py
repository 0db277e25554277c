"""Stores files under random names, in folders that no web server serves: one for demos, one for what cards have.

In each are the files that rows refer to, and two folders: for files being written, and a trash for those that no
row refers to any more. Child processes work in another one. All but the first are cleaned up by age. An unknown file
there may belong to another database, or to a newer backup of this one.
"""

import errno
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path, PurePath
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

FOLDERS = DEMOS, CARDS = "demos", "cards"
UNFINISHED, TRASH = "new", "gone"  # in each of them
WORK = "demos/work"
TRASH_RETENTION = timedelta(hours=1)  # after which what is in those three is deleted
DISK_FULL = "The server's disk has no room for this. Nothing was saved."


@contextmanager
def store_files(*files: tuple[File | None, str], folder: str) -> Iterator[list[str]]:
    """Store files with these extensions and yield their names, "" for None; an exception in the block deletes them.

    To be entered before the transaction that refers to them: no project should be locked while a disk is written.
    """
    names: list[str] = []
    try:
        for file, extension in files:
            names.append(store_file(file, f"{folder}/{uuid4().hex}.{extension}") if file else "")
        yield names
    except BaseException:
        for name in filter(None, names):
            default_storage.delete(name)
        raise


def store_file(file: File, name: str) -> str:
    """Store a file completely or not at all, even if the process is killed meanwhile."""
    unfinished = beside(name, UNFINISHED)
    try:
        default_storage.save(unfinished, file)
        move(unfinished, name)
        return name
    except BaseException:
        default_storage.delete(unfinished)
        raise


def trash(names: Collection[str]) -> None:
    """Move files to the trash, from where `restore` can bring them back for TRASH_RETENTION."""
    for name in filter(None, names):
        with suppress(FileNotFoundError):
            os.utime(default_storage.path(name))
            move(name, beside(name, TRASH))


def publish(file: Path, name: str) -> None:
    """Give a finished file of the same disk this name. It is on the disk before anything refers to it."""
    with file.open("rb") as content:
        os.fsync(content.fileno())
    file.rename(default_storage.path(name))


def delete(names: Collection[str]) -> None:
    """Delete files for good, at once."""
    for name in filter(None, names):
        default_storage.delete(name)


def restore(names: Collection[str]) -> None:
    """Bring files back from the trash. Raises FileNotFoundError if one of them is not there any more."""
    away = [name for name in filter(None, names) if not default_storage.exists(name)]
    if lost := [name for name in away if not default_storage.exists(beside(name, TRASH))]:
        raise FileNotFoundError(lost[0])
    for name in away:
        move(beside(name, TRASH), name)


def beside(name: str, place: str) -> str:
    """Return where a file of this name is while it is written, or in the trash."""
    path = PurePath(name)
    return f"{path.parent}/{place}/{path.name}"


def move(source: str, target: str) -> None:
    path = Path(default_storage.path(target))
    path.parent.mkdir(parents=True, exist_ok=True)
    Path(default_storage.path(source)).rename(path)


def cleanup() -> int:
    """Delete files that were trashed, or left by a killed process, long enough ago. Return how many."""
    swept = [f"{folder}/{place}" for folder in FOLDERS for place in (UNFINISHED, TRASH)]
    expired = [name for folder in swept for name in entries(folder)[1] if is_expired(name)]
    for name in expired:
        default_storage.delete(name)
    for name in entries(WORK)[0]:
        if is_expired(name):
            shutil.rmtree(default_storage.path(name), ignore_errors=True)
    return len(expired)


def entries(folder: str) -> tuple[list[str], list[str]]:
    """Return the names of the folders and of the files in a folder; none if there is no such folder."""
    if not default_storage.exists(folder):
        return [], []
    folders, files = default_storage.listdir(folder)
    return [f"{folder}/{name}" for name in folders], [f"{folder}/{name}" for name in files]


def is_expired(name: str) -> bool:
    try:
        return default_storage.get_modified_time(name) < timezone.now() - TRASH_RETENTION
    except FileNotFoundError:  # another process was faster
        return False


def is_disk_full(error: BaseException | None) -> bool:
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
