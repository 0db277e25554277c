"""Where videos and their pictures lie: under names of our own, outside everything that is served as it is."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from os import utime
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

FOLDER = "demos"
# A file that no demo names is kept this long: it may belong to one that is being handed in right now, or that
# somebody is about to bring back.
SPARED = timedelta(hours=1)


@contextmanager
def stored(*files: tuple[File | None, str]) -> Iterator[list[str]]:
    """Their names in the storage, each with its ending; "" for None. If what follows fails, nothing stays.

    Written before the transaction that names them: nobody should wait for a disk while it holds a project.
    """
    names: list[str] = []
    try:
        for file, ending in files:
            names.append(default_storage.save(f"{FOLDER}/{uuid4().hex}.{ending}", file) if file else "")
        yield names
    except BaseException:
        for name in filter(None, names):
            default_storage.delete(name)
        raise


def let_go(names: Collection[str]) -> None:
    """No demo names these any more: from now on they are spared for a while."""
    for name in filter(None, names):
        with suppress(FileNotFoundError):
            utime(default_storage.path(name))


def remove_all_but(needed: Callable[[], set[str]]) -> int:
    """Remove the files that are not `needed` and no longer spared. Asked after looking: nothing new is missed."""
    old = [name for name in files() if is_old(name)]
    gone = set(old) - needed()
    for name in gone:
        default_storage.delete(name)
    return len(gone)


def files() -> list[str]:
    if not default_storage.exists(FOLDER):
        return []
    return [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]


def is_old(name: str) -> bool:
    try:
        return default_storage.get_modified_time(name) < timezone.now() - SPARED
    except FileNotFoundError:  # another process was faster
        return False
