"""The events of all projects, read-only."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Q

from projects.admin.base import PROJECT, ReadOnly, latest_with
from projects.models import Project


class EventAdmin(ReadOnly):
    """Lists the events. `boards.admin` registers it, with a filter by kind: this app does not know them all."""

    list_display = ["at", "project", "seq", "kind", "card_number", "actor"]
    list_select_related = ["project", "actor"]
    search_fields = ["kind__contains"]
    ordering = ["-id"]  # there is an index; to sort all events by time takes seconds

    def word_q(self, word):
        return super().word_q(word) | Q(project__in=latest_with(word, Project, PROJECT))


def kind_filter(kinds: Iterable[str]) -> type[admin.SimpleListFilter]:
    """Make a filter of these kinds: to ask the database which there are would walk all events."""

    class KindFilter(admin.SimpleListFilter):
        title = parameter_name = "kind"

        def lookups(self, request, model_admin):
            return [(kind, kind) for kind in sorted(kinds)]

        def queryset(self, request, queryset):
            return queryset.filter(kind=self.value()) if self.value() else queryset

    return KindFilter
