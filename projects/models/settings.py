"""What an owner sets of a project: its fields, its archive, its end."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from projects.models.former_slug import TAKEN, FormerSlug
from projects.models.project_fields import ProjectFields
from projects.models.refused import Edited
from projects.models.user import User
from projects.text import changed_since

SHOWN_ON_CARDS = {"card_limit_minutes", "slug"}


class ProjectSettings(ProjectFields):
    """Changes of a project's own fields."""

    former_slugs: Any  # the relation of FormerSlug

    class Meta(ProjectFields.Meta):
        abstract = True

    def validate_unique(self, exclude=None) -> None:
        super().validate_unique(exclude)
        if "slug" not in (exclude or ()):
            FormerSlug.objects.check_free(self.slug, self)

    def change(
        self, *, by: User | None, base_hashes: Mapping[str, str] | None = None, **settings: object
    ) -> None:
        """Set the named fields that differ, with an event for a new name and one for all others.

        `base_hashes` holds the content hash of what each said when the person began; raises Edited if it says
        something else by now, and not just the same as what is to be written. Raises ValidationError for a slug that
        another project has or had.
        """
        with self.changing(even_archived="archived_at" in settings):
            stored = type(self).objects.values(*settings).get(pk=self.pk) if settings else {}
            new = {name: value for name, value in settings.items() if stored[name] != value}
            if stale := changed_since(base_hashes or {}, {name: str(stored[name]) for name in new}):
                raise Edited(stale)
            self.write(new, stored)
            if "name" in new:
                self.record("renamed", by=by, was=stored["name"], now=new.pop("name"))
            if new:
                was = {name: plain(stored[name]) for name in new}
                self.record("settings_changed", by=by, was=was, now={n: plain(new[n]) for n in new})

    def write(self, new: Mapping[str, Any], stored: Mapping[str, Any]) -> None:
        if "slug" in new:
            self.check_slug(new["slug"])
        for name, value in new.items():
            setattr(self, name, value)
        self.save(update_fields=new)
        if "slug" in new:
            FormerSlug.objects.claim(self)
            FormerSlug.objects.create(slug=stored["slug"], project_id=self.pk)
        if not SHOWN_ON_CARDS.isdisjoint(new):
            self.bump_render_version()

    def check_slug(self, slug: str) -> None:
        """Raise ValidationError for a slug that another project has or had."""
        if type(self).objects.filter(slug=slug).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": ValidationError(TAKEN, code="unique")})
        FormerSlug.objects.check_free(slug, self)

    def has_or_had(self, slug: str) -> bool:
        return slug == self.slug or self.former_slugs.filter(slug=slug).exists()

    # --- Its archive and its end -------------------------------------------------------------------------
    def archive(self, *, by: User | None) -> None:
        """Let nobody change anything any more, until it is taken out of the archive."""
        with self.changing():
            self.change(by=by, archived_at=timezone.now())

    def take_out_of_archive(self, *, by: User | None) -> None:
        self.change(by=by, archived_at=None)

    def delete_project(self, *, by: User | None) -> None:
        """Delete the project with all that is in it; its slugs stay reserved for some time.

        Its event goes with it, after it has told the servers to look: they end the streams. Files of its demos go to
        the trash after the commit.
        """
        with self.changing(even_archived=True):
            FormerSlug.objects.reserve_all_of(self)
            self.record("project_deleted", by=by)
            self.delete()


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
