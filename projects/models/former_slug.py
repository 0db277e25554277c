"""Slugs that a project had before: they lead on to it, and no other project can have them."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from projects.models.project_fields import ProjectFields

RESERVED_FOR = timedelta(days=30)  # after a project is deleted
TAKEN = "Another project has this address already."


class FormerSlugQuerySet(models.QuerySet["FormerSlug"]):
    def reserved(self) -> "FormerSlugQuerySet":
        """Select the slugs that are not free: those of projects, and of projects that were deleted lately."""
        return self.filter(Q(project__isnull=False) | Q(reserved_until__gt=timezone.now()))

    def check_free(self, slug: str, project: "ProjectFields") -> None:
        """Raise ValidationError for a slug that another project has had; a project may take its own back."""
        if self.reserved().filter(slug=slug).exclude(project=project.pk).exists():
            raise ValidationError({"slug": ValidationError(TAKEN, code="unique")})

    def claim(self, project: "ProjectFields") -> None:
        """Take the slug of a project out of the former ones. Raises ValidationError if another has had it.

        To be called after the slug was written, in the same transaction: who gives a slug up writes it here in the
        change that frees it, so that a later look finds it.
        """
        self.check_free(project.slug, project)
        self.filter(slug=project.slug).delete()

    def reserve_all_of(self, project: "ProjectFields") -> None:
        """Keep all slugs of a project that is about to be deleted."""
        until = timezone.now() + RESERVED_FOR
        self.filter(project=project.pk).update(project=None, reserved_until=until)
        self.create(slug=project.slug, reserved_until=until)

    def outdated(self) -> "FormerSlugQuerySet":
        return self.filter(project=None, reserved_until__lte=timezone.now())


class FormerSlug(models.Model):
    """A slug that a project had. `reserved_until` is set when the project is deleted."""

    slug = models.SlugField(max_length=60, unique=True)
    project = models.ForeignKey("projects.Project", models.SET_NULL, null=True, related_name="former_slugs")
    reserved_until = models.DateTimeField(null=True)

    objects: Any = FormerSlugQuerySet.as_manager()

    def __str__(self) -> str:
        return self.slug
