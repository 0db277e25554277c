"""The projects that a person sees, as a list whose pages cost the same however many there are."""

from functools import cached_property

from projects.models import Project, User
from projects.models.searchable import latest
from projects.words import counted, plural

MOST = 1_000  # that can be leafed through; a search finds the others


class VisibleProjects:
    """One's own projects by name; for a superuser those of others come after them, up to MOST.

    A paginator's list. They are two selections, because no index is in the order of both.
    """

    def __init__(self, user: User, *, archived: bool, q: str = ""):
        projects = Project.objects.filter(archived_at__isnull=not archived).search(q)
        self.parts = [projects.filter(memberships__user=user)]
        if user.is_superuser:
            others = projects.exclude(memberships__user=user)
            self.parts.append(latest(others) if q else others)

    @cached_property
    def counts(self) -> list[int]:
        return [part.order_by()[: MOST + 1].count() for part in self.parts]

    def count(self) -> int:
        return min(sum(self.counts), MOST + 1)

    def __getitem__(self, wanted: slice) -> list[Project]:
        found: list[Project] = []
        start, stop = wanted.start or 0, wanted.stop
        for part, count in zip(self.parts, self.counts, strict=True):
            if start < min(stop, count):
                found += part[start:stop]
            start, stop = max(0, start - count), max(0, stop - count)
        return found

    def said(self, noun: str, *, in_words: bool) -> str:
        """Say how many there are, as far as they are counted."""
        if self.count() > MOST:
            return f"more than {MOST:,} {noun}s"
        return counted(self.count(), noun) if in_words else f"{self.count()} {plural(self.count(), noun)}"
