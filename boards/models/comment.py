"""Comments on cards."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from projects import limits
from projects.models import Project, Searchable
from projects.text import LinesField, cut


class Comment(Searchable):
    """Markdown by one person. A deleted comment keeps its row for as long as the deletion can be undone."""

    SEARCHED = ("text",)

    card = models.ForeignKey("boards.Card", models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = LinesField(max_length=limits.TEXT)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [limits.length_between("text", 1, limits.TEXT, name="comment_length")]

    @classmethod
    def containing(cls, word: str) -> models.QuerySet["Comment"]:
        """Select the comments, on any card, that hold a folded word and are not deleted."""
        return cls.objects.filter(search_text__contains=word, deleted_at=None)

    @classmethod
    def of(cls, project: Project) -> models.QuerySet["Comment"]:
        """Select the comments of a project that are not deleted."""
        return cls.objects.filter(card__project=project, deleted_at=None)

    @classmethod
    def deleted_in(cls, project: Project, *, before: datetime) -> models.QuerySet["Comment"]:
        return cls.objects.filter(card__project=project, deleted_at__lt=before)

    def __str__(self) -> str:
        return cut(self.text, 60)
