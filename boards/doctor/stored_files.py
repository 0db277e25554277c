"""Files that a row refers to and the disk does not have, or not whole: only a backup brings them back."""

from collections.abc import Iterator
from itertools import batched, groupby
from operator import attrgetter

from boards.doctor.finding import Finding, first_few
from projects.batches import BATCH
from projects.files.owners import OWNERS, FileOwner, StoredFile


def find() -> Iterator[Finding]:
    for owner in OWNERS:
        for project_id, files in groupby(lost(owner), key=attrgetter("project_id")):
            yield Finding(
                f"file that is not on the disk, or not whole: {first_few(places(files))}", project_id
            )


def lost(owner: FileOwner) -> Iterator[StoredFile]:
    """Yield what is not there. A server that runs replaces and removes files meanwhile: those are left out."""
    for files in batched(owner.files(), BATCH):
        if missing := [file for file in files if not file.is_there]:
            yield from owner.still_named(missing)


def places(files: Iterator[StoredFile]) -> Iterator[str]:
    """Yield each place once, however many files are missing there."""
    return (place for place, _ in groupby(file.place for file in files))
