"""The files of a card, as its page lists them."""

from dataclasses import dataclass

from boards.card.history import when
from boards.models import Card, CardFile
from projects.files.usage import readable
from projects.models import Project


@dataclass
class FileLine:
    """A file of the card; `is_missing` of one that the server's disk has lost."""

    file: CardFile
    size: str
    when: str
    is_missing: bool


def lines_of_files(project: Project, card: Card) -> list[FileLine]:
    """Return the files of a card, the first one first: one query, none where there are none."""
    if not card.file_count:
        return []
    files = card.files.filter(deleted_at=None).select_related("uploaded_by")
    return [
        FileLine(file, readable(file.size), when(project, file.created_at), is_missing=not is_stored(file))
        for file in files
    ]


def is_stored(file: CardFile) -> bool:
    return file.file.storage.exists(str(file.file))
