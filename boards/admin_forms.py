"""The forms of cards and labels in Django's admin."""

from functools import partial
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from boards.models import Card, Label, content_hash
from boards.models.label import ALREADY_THERE, must_have_room_for_label
from projects.hours import HoursField
from projects.models import Membership, Milestone, User
from projects.models.visitor_access import ARCHIVED

TEXTS = ["title", "description"]
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


class LabelForm(forms.ModelForm):
    def clean(self):
        """Check what `add_label` would refuse, so that the error stands at its field."""
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
