"""Files on a card: attaching and removing them, and undoing that."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils import timezone

from boards.models.card.change import Change, card_change
from boards.models.card.fields import CardFields
from boards.models.card_file import CardFile
from projects import limits
from projects.files import storage
from projects.files.usage import check_room
from projects.models import Event, Refused, User
from projects.text import cut, is_visible, one_line

UNDO_WINDOW = storage.TRASH_RETENTION / 2  # files stay in the trash for longer
OTHER = "bin"  # the extension of what is no picture; what is sent of it has its name
LONGEST_EXTENSION = 20
# Embeddings, overrides and isolates, as Unicode calls them.
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A file to be attached. `kind` is that of a picture by its own bytes; without a `name` one is made."""

    file: File
    name: str = ""
    kind: str = ""
    preview: File | None = None
    preview_kind: str = ""  # the same as `kind` unless it says something else
    width: int | None = None
    height: int | None = None
    animated: bool = False

    @property
    def size(self) -> int:
        return self.file.size

    @property
    def preview_size(self) -> int:
        return self.preview.size if self.preview else 0

    def fields(self) -> dict[str, Any]:
        """Return what a row takes over as it is."""
        names = ("kind", "size", "preview_size", "width", "height", "animated")
        return {name: getattr(self, name) for name in names}


class Attaching(CardFields):
    """Methods for a card's files. Whoever may change its texts may remove any of them."""

    class Meta(CardFields.Meta):
        abstract = True

    files: Any  # the relation of CardFile, which knows no abstract card

    def attach(self, new: NewFile, *, by: User | None, request_id: str | None = None) -> Event:
        """Store a file and attach it; `event.data["file"]` is its id.

        Raises ValidationError if the card has too many already, Refused if there is no room for it.
        """
        stored = (new.file, new.kind or OTHER), (new.preview, new.preview_kind or new.kind)
        with storage.store_files(*stored, folder=storage.CARDS) as names:
            file = CardFile(uploaded_by=by, file=names[0], preview=names[1], **new.fields())
            event: Event = self.attach_stored(file, name=new.name, by=by, request_id=request_id)
        if file.pk is None or event.data.get("file") != file.pk:  # of an earlier request of this id
            storage.delete(names)
        return event

    @card_change
    def attach_stored(self, file: CardFile, *, name: str) -> Change:
        self.check_count()
        check_room(self.project, file.stored_bytes)
        file.card_id = self.pk
        file.name = shown_name(name) or self.name_for(file)
        file.save(force_insert=True)
        return Change("file_attached", self.count_files(), {"file": file.pk, "name": file.name})

    @card_change
    def remove_file(self, file: CardFile) -> Change:
        """Remove a file; it stays in the trash for as long as that can be undone."""
        current = self.files.filter(pk=file.pk, deleted_at=None).first()
        if current is None:
            raise Refused("This file was removed meanwhile.")
        current.deleted_at = timezone.now()
        current.save(update_fields=["deleted_at"])
        current.trash_files()
        return Change("file_removed", self.count_files(), {"file": current.pk, "name": current.name})

    def undo_file_removal(self, event: Event) -> Change:
        """Put the file back, as a deleted demo comes back: even where there would be no room for a new one."""
        file = self.files.filter(pk=event.data["file"]).exclude(deleted_at=None).first()
        if file is None or event.at < timezone.now() - UNDO_WINDOW:
            raise Refused("This file is not kept any more, so it does not come back.")
        self.check_count()
        try:
            file.restore_files()
        except FileNotFoundError:
            raise Refused("This file is not kept any more, so it does not come back.") from None
        file.deleted_at = None
        file.save(update_fields=["deleted_at"])
        return Change("file_attached", self.count_files(), {"file": file.pk, "name": file.name})

    def check_count(self) -> None:
        """Raise ValidationError if the card has as many as it may."""
        if self.files.filter(deleted_at=None).count() >= limits.CARD_FILES:
            raise ValidationError(
                f"A card has at most {limits.CARD_FILES} files. Remove one that nobody needs first.",
                code="files",
            )

    def name_for(self, file: CardFile) -> str:
        """Make a name of how many of its kind the card has had, and of the time: "Picture 3, 14:05"."""
        earlier = self.files.exclude(kind="") if file.is_picture else self.files.filter(kind="")
        time = f"{self.project.local(timezone.now()):%H:%M}"
        return f"{'Picture' if file.is_picture else 'File'} {earlier.count() + 1}, {time}"

    def count_files(self) -> tuple[str, ...]:
        """Set the number that the card shows, and return the field to save."""
        self.file_count = self.files.filter(deleted_at=None).count()
        return ("file_count",)


def shown_name(name: str) -> str:
    """Return the name of somebody's file as a line that can be shown; empty if nothing of it can.

    Nobody can be asked to rename files for it. What turns the direction of reading would hide an extension. A name
    that is too long keeps its extension.
    """
    shown = "".join(letter for letter in one_line(name) if not is_unshowable(letter)).strip()
    if not is_visible(shown) or len(shown) <= limits.FILE_NAME:
        return shown if is_visible(shown) else ""
    extension = PurePath(shown).suffix[:LONGEST_EXTENSION]
    return cut(shown, limits.FILE_NAME - len(extension) - 1) + "…" + extension


def is_unshowable(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs") or unicodedata.bidirectional(letter) in TURNING
