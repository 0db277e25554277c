"""The tables whose rows refer to stored files, one entry each; apps enter theirs when they are ready.

Whatever looks at all stored files asks here: how much a project stores, and whether everything is there.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum

from projects.batches import BATCH


class StoredFile(NamedTuple):
    """A file that the row of this id refers to, and where one finds it: the project's id, and "card #4"."""

    row: int
    project_id: int
    place: str
    name: str
    size: int

    @property
    def is_there(self) -> bool:
        """Tell whether it is on the disk with the size that its row says."""
        try:
            return default_storage.size(self.name) == self.size
        except FileNotFoundError:
            return False


@dataclass(frozen=True, kw_only=True)
class FileOwner:
    """A table with stored files. What is in the trash is not among its `rows`."""

    rows: Callable[[], QuerySet]
    project: str  # the way from a row to its project
    place: str  # where a row is found, with the field in braces: "card #{card__number}"
    sizes: Mapping[str, str]  # the field of each file, and that of its bytes

    def sum(self) -> Subquery:
        """Return the bytes of a project in a query of projects; NULL if it has none."""
        found = self.rows().filter(**{self.project: OuterRef("pk")}).order_by().values(self.project)
        total = Sum(reduce(add, map(F, self.sizes.values())))
        return Subquery(found.annotate(total=total).values("total"))

    def files(self) -> Iterator[StoredFile]:
        """Yield the files of all projects, in the order of these."""
        field = self.place.partition("{")[2].partition("}")[0]
        ordered = self.rows().order_by(self.project, field, "pk")
        for row in ordered.values("pk", self.project, field, *self.named()).iterator(BATCH):
            place = self.place.format(**{field: row[field]})
            for file, size in self.sizes.items():
                if row[file]:
                    yield StoredFile(row["pk"], row[self.project], place, row[file], row[size])

    def still_named(self, files: Collection[StoredFile]) -> Iterator[StoredFile]:
        """Yield those that their rows name now: files are replaced and removed while they are looked at."""
        rows = {
            row["pk"]: row
            for row in self.rows().filter(pk__in={file.row for file in files}).values("pk", *self.named())
        }
        for file in files:
            row = rows.get(file.row, {})
            if (file.name, file.size) in [
                (row.get(name), row.get(size)) for name, size in self.sizes.items()
            ]:
                yield file

    def named(self) -> list[str]:
        return [*self.sizes, *self.sizes.values()]


OWNERS: list[FileOwner] = []


def register(owner: FileOwner) -> None:
    OWNERS.append(owner)
