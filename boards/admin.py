"""Cards, labels and comments in Django's admin. Cards and labels are changed by their verbs, as on the board.

`boards.people.admin` registers projects and people.
"""

from functools import partial
from typing import cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.http import HttpResponseRedirect, QueryDict

from boards.events import KINDS
from boards.models import Card, Comment, Label, Refused, content_hash
from boards.models.label import ALREADY_THERE, must_have_room_for_label
from boards.people.admin import CARDS, of_cards
from projects.admin.base import Admin, ArchivedFilter, ArchivedReadOnly, ReadOnly, ShortRelatedFilter
from projects.admin.event import EventAdmin, kind_filter
from projects.hours import HoursField, as_hours
from projects.models import Event, Membership, Milestone, User
from projects.models.visitor_access import ARCHIVED

TEXTS = ["title", "description"]
PROJECT = ("project", ShortRelatedFilter)
SEARCHED_PROJECT = ["project__search_text__contains", "project__slug"]
CHANGED_MEANWHILE = (
    "Somebody else has changed this meanwhile. It says now: “%s”. Save again to write yours over it."
)
IN_THE_ARCHIVE = "This card is in the archive. Take it out, now or first, to change it."


class CardForm(forms.ModelForm):
    """What may be changed of a card here, which is all but its position.

    Every field brings along what it said when the page was opened, so that only what this person has changed
    is written, and a text that somebody else has changed since is not written over unseen.
    """

    milestone = forms.ModelChoiceField(
        Milestone.objects.none(), label="Week", required=False, empty_label="Later"
    )
    estimate_minutes = HoursField(label="Estimate in hours", required=False)
    assignees = forms.ModelMultipleChoiceField(
        Membership.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    labels = forms.ModelMultipleChoiceField(
        Label.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    archived = forms.BooleanField(required=False)

    class Meta:
        model = Card
        fields = [
            *TEXTS,
            "column",
            "milestone",
            "estimate_minutes",
            "blocked_reason",
            "assignees",
            "labels",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        project = self.instance.project
        self.fields["milestone"].queryset = project.milestones.all()  # type: ignore[attr-defined]
        assigned = project.memberships.filter(pk__in=self.instance.assignees.values("pk"))
        people = project.memberships.at_work() | assigned
        self.fields["assignees"].queryset = people.with_people()  # type: ignore[attr-defined]
        self.fields["labels"].queryset = project.labels.all()  # type: ignore[attr-defined]
        if "description" in self.fields:  # not where one may only look
            self.fields["description"].strip = False  # type: ignore[attr-defined] # as typed, as in the dialog
        self.initial["archived"] = bool(self.instance.archived_at)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self):
        """Refuse conflicts before anything is written, so that the page keeps what was typed."""
        super().clean()
        for name in [*TEXTS, "blocked_reason"]:
            stored = getattr(self.instance, name)
            if name in self.changed_data and stored not in (self.seen(name), self.cleaned_data.get(name)):
                self.add_error(name, ValidationError(CHANGED_MEANWHILE % stored, code="changed"))
                self.see(name, stored)
        if self.instance.archived_at and self.cleaned_data["archived"] and self.changed_data:
            self.add_error("archived", IN_THE_ARCHIVE)

    def seen(self, name):
        """Return what the field said when the page was opened."""
        field, hidden_name = self.fields[name], self.add_initial_prefix(name)
        return field.to_python(field.hidden_widget().value_from_datadict(self.data, self.files, hidden_name))

    def see(self, name, stored):
        """Take `stored` as seen: the page that comes back shows it, so that saving again is meant."""
        data = cast(QueryDict, self.data).copy()
        data[self.add_initial_prefix(name)] = stored
        self.data = data

    def save_changes(self, *, by: User) -> None:
        """Call one verb for each thing that was changed, on the card as it is now."""
        card, new = self.instance, self.cleaned_data
        card.refresh_from_db()
        verbs = [verb for name in self.changed_data for verb in self.verbs_for(name, card, new)]
        # Out of the archive first, into it last: in between a card cannot be changed.
        verbs.sort(key=lambda verb: (verb.func == card.archive) - (verb.func == card.restore))
        for verb in verbs:
            verb(by=by, how="admin")

    def verbs_for(self, name, card, new) -> list[partial]:
        match name:
            case "title" | "description":
                base_hashes = {name: content_hash(self.seen(name))}
                return [partial(card.edit, base_hashes=base_hashes, **{name: new[name]})]
            case "estimate_minutes":
                return [partial(card.estimate, new[name])]
            case "blocked_reason":
                return [partial(card.block, new[name])]
            case "column":
                week = pk_of(new["milestone"]) if "milestone" in self.changed_data else card.milestone_id
                return [partial(card.move, column=new[name], milestone_id=week)]
            case "milestone" if "column" not in self.changed_data:
                return [partial(card.move, column=card.column, milestone_id=pk_of(new[name]))]
            case "assignees":
                return self.differences(name, card.assign, card.unassign)
            case "labels":
                return self.differences(name, by_name(card.label), by_name(card.unlabel))
            case "archived":
                return [partial(card.archive if new[name] else card.restore)]
        return []

    def differences(self, name, add, take) -> list[partial]:
        seen, chosen = set(self.seen(name)), set(self.cleaned_data[name])
        return [partial(add, one) for one in chosen - seen] + [partial(take, one) for one in seen - chosen]


def pk_of(week: Milestone | None) -> int | None:
    return week.pk if week else None


def by_name(verb):
    return lambda label, **kwargs: verb(label.name, **kwargs)


@admin.register(Card)
class CardAdmin(ArchivedReadOnly, Admin):
    """Cards to look up and to correct. They are added on the board, where one sees what they come next to."""

    form = CardForm
    list_display = ["number", "title", "project", "column", "milestone", "estimate", "archived"]
    list_display_links = ["number", "title"]
    list_filter = ["column", ArchivedFilter, ("blocked_reason", admin.EmptyFieldListFilter), PROJECT]
    list_select_related = ["project", "milestone"]
    readonly_fields = ["project"]
    search_fields = ["search_text__contains", "=number", *SEARCHED_PROJECT]

    @admin.display(ordering="estimate_minutes")
    def estimate(self, card):
        return f"{as_hours(card.estimate_minutes)} h" if card.estimate_minutes else None

    @admin.display(boolean=True, ordering="archived_at")
    def archived(self, card):
        return card.archived_at is not None

    def get_queryset(self, request):
        return super().get_queryset(request).filter(deleted_at=None)

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


class LabelForm(forms.ModelForm):
    def clean(self):
        """Check what `Label.objects.add` would refuse, so that the error stands at its field."""
        project = self.cleaned_data.get("project", self.instance.pk and self.instance.project)
        name = self.cleaned_data.get("name")
        if not project or not name:
            return
        if project.archived_at:
            self.add_error("project", ARCHIVED)
        others = project.labels.exclude(pk=self.instance.pk)
        if others.has_name(name):
            self.add_error("name", ALREADY_THERE)
        elif not self.instance.pk:
            must_have_room_for_label(others.count())


@admin.register(Label)
class LabelAdmin(ArchivedReadOnly, Admin):
    form = LabelForm
    list_display = ["name", "project", "hue"]
    list_filter = [PROJECT]
    autocomplete_fields = ["project"]
    ordering = ["project_id", Lower("name")]
    list_select_related = ["project"]
    search_fields = ["search_text__contains", *SEARCHED_PROJECT]
    fields = ["project", "name", "hue"]

    def get_readonly_fields(self, request, obj=None):
        return ["project"] if obj else []

    def save_model(self, request, obj, form, change):
        if not change:
            label = Label.objects.add(obj.project, name=obj.name, hue=obj.hue, by=request.user)
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
    search_fields = [
        *(f"{row}search_text__contains" for row in ("", "author__", "card__", "card__project__")),
        "card__project__slug",
    ]
    ordering = ["-pk"]
    exclude = ["deleted_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(deleted_at=None, card__deleted_at=None)

    @admin.display(ordering="card__project__name")
    def project(self, comment):
        return comment.card.project

    @admin.display(description="text")
    def beginning(self, comment):
        return str(comment)


@admin.register(Event)
class EventWithCardsAdmin(EventAdmin):
    list_filter = [kind_filter(KINDS)]
