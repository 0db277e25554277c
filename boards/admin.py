"""Cards, labels and comments in Django's admin. Cards and labels are changed by their verbs, as on the board.

`boards.people.admin` registers projects and people.
"""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.http import HttpResponseRedirect

from boards.admin_forms import CardForm, LabelForm
from boards.events import KINDS
from boards.models import Card, Comment, Label, Refused
from boards.models.label import add_label
from boards.people.admin import CARDS, of_cards
from projects.admin.base import (
    MOST,
    PROJECT,
    Admin,
    ArchivedFilter,
    ArchivedReadOnly,
    ReadOnly,
    ShortRelatedFilter,
    latest_with,
)
from projects.admin.event import EventAdmin, kind_filter
from projects.hours import as_hours
from projects.models import Event, Project, User
from projects.models.searchable import latest
from projects.text import whole_number

BY_PROJECT = ("project", ShortRelatedFilter)
TEXT = ["search_text__contains"]


def of_project(word: str) -> Q:
    return Q(project__in=latest_with(word, Project, PROJECT))


@admin.register(Card)
class CardAdmin(ArchivedReadOnly, Admin):
    """Cards to look up and to correct. They are added on the board, where one sees what they come next to."""

    form = CardForm
    list_display = ["number", "title", "project", "column", "milestone", "estimate", "archived"]
    list_display_links = ["number", "title"]
    list_filter = ["column", ArchivedFilter, ("blocked_reason", admin.EmptyFieldListFilter), BY_PROJECT]
    list_select_related = ["project", "milestone"]
    readonly_fields = ["project"]
    search_fields = TEXT
    ordering = ["-pk"]

    @admin.display(ordering="estimate_minutes")
    def estimate(self, card):
        return f"{as_hours(card.estimate_minutes)} h" if card.estimate_minutes else None

    @admin.display(boolean=True, ordering="archived_at")
    def archived(self, card):
        return card.archived_at is not None

    def get_queryset(self, request):
        return super().get_queryset(request).filter(deleted_at=None)

    def word_q(self, word):
        q, number = super().word_q(word) | of_project(word), whole_number(word, digits=9)
        return q if number is None else q | Q(number=number)

    def get_fields(self, request, obj=None):
        """Show the estimate in hours to those who may only look, too."""
        fields = ["project", *CardForm.Meta.fields, "archived"]
        if self.has_change_permission(request, obj):
            return fields
        return ["estimate" if name == "estimate_minutes" else name for name in fields]

    def has_add_permission(self, request):
        return False

    # --- Saving -----------------------------------------------------------------------------------------
    def changeform_view(self, request, *args, **kwargs):
        """Show why a change came too late after it was checked; nothing of it is saved."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (Refused, ValidationError) as refused:
            self.message_user(request, " ".join(getattr(refused, "messages", [str(refused)])), messages.ERROR)
            return HttpResponseRedirect(request.path)

    def save_model(self, request, obj, form, change):
        form.save_changes(by=request.user)

    def save_related(self, request, form, formsets, change):
        """Do nothing: Django would write people and labels without the verbs."""

    # --- Deleting ---------------------------------------------------------------------------------------
    def get_deleted_objects(self, objs, request):
        """List the cards only: what belongs to them stays for as long as the deletion can be undone."""
        kept = {
            "cards of an archived project" for card in objs if not self.has_delete_permission(request, card)
        }
        return [str(card) for card in objs], {"cards": len(objs)}, kept, []

    def delete_model(self, request, obj):
        obj.delete_card(by=request.user, how="admin")

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for card in queryset.select_related("project").order_by("project"):
            self.delete_model(request, card)


@admin.register(Label)
class LabelAdmin(ArchivedReadOnly, Admin):
    form = LabelForm
    list_display = ["name", "project", "hue"]
    list_filter = [BY_PROJECT]
    autocomplete_fields = ["project"]
    ordering = ["project_id", Lower("name")]
    list_select_related = ["project"]
    search_fields = TEXT
    fields = ["project", "name", "hue"]

    def word_q(self, word):
        return super().word_q(word) | of_project(word)

    def get_readonly_fields(self, request, obj=None):
        return ["project"] if obj else []

    def save_model(self, request, obj, form, change):
        if not change:
            label = add_label(obj.project, name=obj.name, hue=obj.hue, by=request.user)
            obj.pk = label.pk
            return
        verbs = {"name": obj.rename, "hue": obj.recolour}
        with obj.project.changing():
            for name in form.changed_data:
                verbs[name](form.cleaned_data[name], by=request.user)

    def get_deleted_objects(self, objs, request):
        """Say how many cards lose a label, and list no row of each."""
        lacking = {
            "labels of an archived project"
            for label in objs
            if not self.has_delete_permission(request, label)
        }
        labels = Label.objects.filter(pk__in=[label.pk for label in objs]).annotate(card_count=CARDS)
        listed = [f"{label}, taken off {of_cards(label.card_count)}" for label in labels]
        return listed, {"labels": len(listed)}, lacking, []

    def delete_model(self, request, obj):
        obj.remove(by=request.user)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for label in queryset.select_related("project").order_by("project"):
            self.delete_model(request, label)


@admin.register(Comment)
class CommentAdmin(ReadOnly):
    list_display = ["created_at", "card", "project", "author", "beginning"]
    list_select_related = ["card__project", "author"]
    list_filter = [("card__project", ShortRelatedFilter)]
    search_fields = TEXT
    project_way = "card__project"
    ordering = ["-pk"]
    exclude = ["deleted_at"]

    def get_queryset(self, request):
        """Leave out what was deleted; of the cards by one look for each comment, where a join would walk them all."""
        gone = Subquery(Card.objects.filter(pk=OuterRef("card")).values("deleted_at"))
        return super().get_queryset(request).alias(gone=gone).filter(deleted_at=None, gone=None)

    def word_q(self, word):
        cards = latest(Card.objects.filter(of_project(word))).order_by("-pk").values("pk")[:MOST]
        of_card = Q(card__in=latest_with(word, Card, TEXT)) | Q(card__in=cards)
        return super().word_q(word) | of_card | Q(author__in=latest_with(word, User, TEXT))

    def project(self, comment):
        return comment.card.project

    @admin.display(description="text")
    def beginning(self, comment):
        return str(comment)


@admin.register(Event)
class EventWithCardsAdmin(EventAdmin):
    list_filter = [kind_filter(KINDS)]
