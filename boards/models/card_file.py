"""Pictures and other files on cards."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from projects import limits
from projects.files import storage
from projects.files.cascade import cascade_with_files, file_names
from projects.models import Project
from projects.text import LineField

PICTURES = {"png": "PNG", "jpg": "JPEG", "webp": "WebP", "gif": "GIF"}


class CardFile(models.Model):
    """A file on a card: a picture, which is shown, or any other, which is only downloaded.

    A removed one keeps its row for as long as the removal can be undone.
    """

    card = models.ForeignKey("boards.Card", cascade_with_files, related_name="files")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = LineField(max_length=limits.FILE_NAME)
    # Of what is a picture by its own bytes; empty for all others.
    kind = models.CharField(max_length=4, choices=list(PICTURES.items()), blank=True)
    file = models.FileField(max_length=60)
    size = models.PositiveIntegerField("bytes")
    # None of a picture that is small enough to be its own.
    preview = models.FileField(max_length=60, blank=True)
    preview_size = models.PositiveIntegerField("bytes of the preview", default=0)
    width = models.PositiveIntegerField(null=True)  # as the picture is shown
    height = models.PositiveIntegerField(null=True)
    animated = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            limits.length_between("name", 1, limits.FILE_NAME, name="card_file_name_length"),
            limits.value_between("size", 1, limits.CARD_FILE_BYTES, name="card_file_size"),
            limits.value_between("preview_size", 0, limits.CARD_FILE_BYTES, name="card_file_preview_size"),
            models.CheckConstraint(
                condition=Q(kind="", width=None, height=None, preview="", preview_size=0, animated=False)
                | Q(kind__in=list(PICTURES), width__gte=1, height__gte=1),
                name="card_file_picture_or_other",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, project: Project) -> models.QuerySet["CardFile"]:
        """Select the files of a project that are not removed."""
        return cls.objects.filter(card__project=project, deleted_at=None)

    @property
    def is_picture(self) -> bool:
        return bool(self.kind)

    @property
    def address(self) -> str:
        """Return the address of the file, which is served beside Django."""
        return f"{files_address(self.card.project)}{self.pk}/"

    @property
    def preview_address(self) -> str:
        return f"{self.address}preview" if self.preview else self.address

    @property
    def stored_bytes(self) -> int:
        return self.size + self.preview_size

    # --- For the verbs -----------------------------------------------------------------------------------
    def trash_files(self) -> None:
        """Trash its files after the commit."""
        names = file_names(self)
        transaction.on_commit(lambda: storage.trash(names))

    def restore_files(self) -> None:
        """Bring its files back. Raises FileNotFoundError if they are not kept any more."""
        storage.restore(file_names(self))


def files_address(project: Project) -> str:
    """Return where the files of a project's cards are, which the number of each follows."""
    return f"{reverse('project', args=[project.slug])}files/"
