"""Demos, to look at and to delete; they are handed in on their own page."""

from django.contrib import admin
from django.db import transaction
from django.db.models import Q

from projects.admin.base import PROJECT, ReadOnly, is_archived, latest_with
from projects.models import Demo, Milestone, Project


@admin.register(Demo)
class DemoAdmin(ReadOnly):
    list_display = ["created_at", "project", "milestone", "name", "shows", "kind", "length", "state"]
    list_filter = ["kind", "state"]
    list_select_related = ["milestone__project", "person"]
    search_fields = ["search_text__contains"]
    project_way = "milestone__project"
    ordering = ["-id"]
    # Not the files' names, by which nothing is served.
    fields = [
        *("milestone", "person", "shows", "link", "kind", "size", "poster_size", "seconds"),
        *("state", "failure_sentence", "created_at", "replaced_at"),
    ]

    def has_delete_permission(self, request, obj=None):
        archived = obj is not None and is_archived(obj.milestone)
        return admin.ModelAdmin.has_delete_permission(self, request, obj) and not archived

    def word_q(self, word):
        weeks = Milestone.objects.filter(project__in=latest_with(word, Project, PROJECT))
        return super().word_q(word) | Q(milestone__in=weeks.order_by().values("pk"))

    def project(self, demo):
        return demo.milestone.project

    def delete_model(self, request, obj):
        obj.delete_demo(by=request.user)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for demo in queryset.select_related("milestone__project").order_by("milestone__project"):
            demo.delete_demo(by=request.user)
