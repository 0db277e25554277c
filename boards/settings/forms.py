"""The forms of a project's settings: one a section of the page, and those of a label."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from boards.forms import CheckedLineField, CheckedTextField, WholeForm
from boards.models import Label
from boards.models.label import ALREADY_THERE, add_label
from projects import limits
from projects.models import Project, User
from projects.models.former_slug import TAKEN
from projects.models.project_fields import Weekday
from projects.models.user import HUES
from projects.setup.forms import CardLimitField, time_zones
from projects.setup.slug import SLUG_LENGTH
from projects.text import content_hash
from projects.timezones import names

OUTSIDE_STANDUP = f"A standup takes 1 to {limits.STANDUP_MINUTES} minutes."
SHORT_DAYS = [(day.value, day.label[:3]) for day in Weekday]


class SeenForm(WholeForm):
    """A form whose fields come each with the hash of what they replace: `seen_name` for `name`.

    So only what this person has changed counts as changed, and what somebody else has changed since is not written
    over unseen. `stored` holds what the fields say now.
    """

    def __init__(self, data=None, *, stored: dict[str, Any], **kwargs):
        super().__init__(data, initial=stored, **kwargs)
        self.stored = stored
        self.seen = {name: self.seen_of(name) for name in stored}

    def seen_of(self, name: str) -> str:
        now = content_hash(str(self.stored[name]))
        return self.data.get(f"seen_{name}", now) if self.is_bound else now

    def changes(self) -> dict[str, Any]:
        """Return the fields that were sent and say something else than this person has seen."""
        sent = {name: value for name, value in self.cleaned_data.items() if name in self.data}
        return {
            name: value for name, value in sent.items() if content_hash(str(value)) != self.seen.get(name)
        }

    def show_theirs(self, name: str, theirs: str, by: str) -> None:
        """Say at a field what somebody else has written; saving again is meant then."""
        sentence = "%s has changed this meanwhile. It says now: “%s”. Save again to write yours over it."
        self.add_error(name, ValidationError(sentence % (by, theirs), code="changed"))
        self.seen[name] = content_hash(str(self.stored[name]))


class SectionForm(SeenForm):
    """A section of the settings. Its fields are those of the project."""

    def __init__(self, data=None, *, project: Project):
        self.project = project
        super().__init__(data, stored={name: getattr(project, name) for name in self.base_fields})

    def save(self, *, by: User) -> None:
        """Save what was changed, together. Raises Edited, Refused, or ValidationError for what it finds too late."""
        new, start = self.changes(), None
        if "starts_on" in new:
            start = new.pop("starts_on")
        with self.project.changing():
            self.project.change(by=by, base_hashes=self.seen, **new)
            if start:
                self.project.move_start(start, by=by, base_hash=self.seen["starts_on"])


class NameForm(SectionForm):
    must_be_sent = ("name", "slug", "description")

    name = CheckedLineField(limits.NAME, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}))
    slug = forms.SlugField(
        label="Address",
        max_length=SLUG_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "invalid": "An address has letters a to z, digits, hyphens and underscores, and no spaces.",
            "unique": TAKEN,
        },
    )
    description = CheckedTextField(
        label="What it is for",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class DatesForm(SectionForm):
    must_be_sent = ("time_zone", "demo_weekday")

    starts_on = forms.DateField(
        label="Starts on",
        required=False,  # it is not there where a week is closed
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "There is no such day. Write it as 2026-09-07."},
    )
    time_zone = forms.ChoiceField(choices=time_zones)
    demo_weekday = forms.TypedChoiceField(
        label="Demo day", choices=SHORT_DAYS, coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone, field = self.project.time_zone, self.fields["time_zone"]
        if zone not in names():  # an older name, which the command line takes
            field.choices = [(zone, zone), *field.choices]  # type: ignore[attr-defined]

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if "starts_on" in self.data and day is None:
            raise ValidationError("Choose a day.")
        return day


class LimitsForm(SectionForm):
    must_be_sent = ("card_limit_minutes", "standup_minutes")

    card_limit_minutes = CardLimitField(label="A card takes at most")
    standup_minutes = forms.IntegerField(
        label="A standup takes",
        min_value=1,
        max_value=limits.STANDUP_MINUTES,
        help_text="minutes; then its clock turns amber.",
        error_messages={
            "invalid": "Write a whole number of minutes.",
            "min_value": OUTSIDE_STANDUP,
            "max_value": OUTSIDE_STANDUP,
        },
    )


SECTIONS: dict[str, type[SectionForm]] = {"name": NameForm, "dates": DatesForm, "limits": LimitsForm}


# --- Labels ------------------------------------------------------------------------------------------------
class LabelForm(SeenForm):
    """The name and the colour of a label; a new one has neither yet."""

    must_be_sent = ("name",)

    name = CheckedLineField(
        limits.NAME,
        label="Name of the label",
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    hue = forms.TypedChoiceField(
        label="Colour",
        choices=[(hue, f"Colour {hue}") for hue in range(1, HUES + 1)],
        coerce=int,
        widget=forms.RadioSelect,
    )

    def __init__(self, data=None, *, project: Project, label: Label | None = None):
        self.project, self.label = project, label
        stored = {"name": label.name, "hue": label.hue} if label else {"name": "", "hue": 1}
        super().__init__(data, stored=stored, auto_id=f"label-{label.pk if label else 'new'}-%s")

    def clean_name(self) -> str:
        """Check what the verbs refuse, so that the error stands at its field."""
        name = self.cleaned_data["name"]
        others = self.project.labels.exclude(pk=self.label.pk) if self.label else self.project.labels.all()
        if others.has_name(name):
            raise ValidationError(ALREADY_THERE)
        return name

    def save(self, *, by: User) -> None:
        """Add the label, or change of it what was changed. Raises Edited, ValidationError, Label.DoesNotExist."""
        if self.label is None:
            add_label(self.project, by=by, **self.cleaned_data)
            return
        new = self.changes()
        with self.project.changing():
            if "name" in new:
                self.label.rename(new["name"], by=by, base_hash=self.seen["name"])
            if "hue" in new:
                self.label.recolour(new["hue"], by=by)


class MergeForm(forms.Form):
    """Into which other label of the project one is merged."""

    def __init__(self, data=None, *, label: Label):
        super().__init__(data, auto_id=f"label-{label.pk}-%s")
        self.fields["into"] = forms.ModelChoiceField(
            label.project.labels.exclude(pk=label.pk),
            label=f"Merge {label.name} into",
            empty_label="Merge into…",
            error_messages={
                "required": "Choose the label to merge it into.",
                "invalid_choice": "This label is not there any more.",
            },
        )


# --- The end -----------------------------------------------------------------------------------------------
class DeleteForm(forms.Form):
    """The name of the project, typed by whoever deletes it."""

    name = CheckedLineField(
        limits.NAME,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": "Type the name of the project."},
    )

    def __init__(self, *args, project: Project):
        super().__init__(*args)
        self.project = project

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if name.casefold() != self.project.name.casefold():
            raise ValidationError("This is not the name of the project, so nothing was deleted.")
        return name
