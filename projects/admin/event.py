"""The events of all projects, read-only."""

from django.contrib import admin

from projects.admin.base import ReadOnly
from projects.models import Event


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ["at", "project", "seq", "kind", "card_number", "actor"]
    list_filter = ["kind"]
    list_select_related = ["project", "actor"]
    search_fields = ["project__search_text__contains", "project__slug"]
    ordering = ["-at", "-id"]
    show_full_result_count = False  # counting all events there are takes longer than showing a page of them
