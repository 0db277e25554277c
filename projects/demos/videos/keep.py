"""Where videos and their pictures lie: under names of our own, outside everything that is served as it is.

Three folders: one for what demos name, one for what is still being written, one for what no demo names any more.
Only the last two are ever cleared by age. A file in the first one that no demo names may belong to another database,
or to a newer backup of this one.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from os import utime
from pathlib import Path
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

FOLDER, NEW, GONE = "demos", "demos/new", "demos/gone"
SPARED = timedelta(hours=1)  # how long a file is kept in the other two


@contextmanager
def stored(*files: tuple[File | None, str]) -> Iterator[list[str]]:
    """Their names in the storage, each with its ending; "" for None. If what follows fails, nothing stays.

    Written before the transaction that names them: nobody should wait for a disk while it holds a project.
    """
    names: list[str] = []
    try:
        for file, ending in files:
            names.append(store(file, f"{uuid4().hex}.{ending}") if file else "")
        yield names
    except BaseException:
        for name in filter(None, names):
            default_storage.delete(name)
        raise


def store(file: File, name: str) -> str:
    """Whole or not at all, even if the process is killed meanwhile."""
    unfinished = f"{NEW}/{name}"
    try:
        default_storage.save(unfinished, file)
        return move(name, NEW, FOLDER)
    except BaseException:
        default_storage.delete(unfinished)
        raise


def let_go(names: Collection[str]) -> None:
    """No demo names these any more. Spared for a while: somebody may want them back."""
    for name in filter(None, names):
        with suppress(FileNotFoundError):
            utime(default_storage.path(name))
            move(Path(name).name, FOLDER, GONE)


def bring_back(names: Collection[str]) -> None:
    """The files that a demo names again; raises FileNotFoundError if one of them is no more."""
    for name in filter(None, names):
        if not default_storage.exists(name):
            move(Path(name).name, GONE, FOLDER)


def move(name: str, source: str, target: str) -> str:
    """From one of the folders to another; its name in the storage."""
    place = Path(default_storage.path(f"{target}/{name}"))
    place.parent.mkdir(parents=True, exist_ok=True)
    Path(default_storage.path(f"{source}/{name}")).rename(place)
    return f"{target}/{name}"


def sweep() -> int:
    """Remove what was let go, or left by a killed process, long enough ago; how many files these were."""
    old = [name for folder in (NEW, GONE) for name in files_in(folder) if is_old(name)]
    for name in old:
        default_storage.delete(name)
    return len(old)


def files_in(folder: str) -> list[str]:
    if not default_storage.exists(folder):
        return []
    return [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]


def is_old(name: str) -> bool:
    try:
        return default_storage.get_modified_time(name) < timezone.now() - SPARED
    except FileNotFoundError:  # another process was faster
        return False
