"""The forms for the fields of a project, when it is set up and later."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from projects import limits
from projects.hours import HoursField
from projects.models import Project, User
from projects.models.milestone import LAST_DAY
from projects.timezones import names


class CardLimitField(HoursField):
    """The hours over which a card is too big; unlike an estimate it cannot be empty."""

    SENTENCES = {
        "zero": "With a limit of zero hours every card would be too big. Four hours are usual.",
        "much": "The limit is at most 40 hours: the work of one person in one week.",
    }

    def clean(self, value):
        try:
            minutes = super().clean(value)
        except ValidationError as error:
            code = getattr(error, "code", "")  # several errors have none
            raise self.own_error(code) if code in self.SENTENCES else error from None
        if minutes > limits.CARD_LIMIT_MINUTES:
            raise self.own_error("much")
        return minutes

    def own_error(self, code: str) -> ValidationError:
        return ValidationError(self.SENTENCES[code], code=code)


def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    areas = groupby(names(), key=lambda name: name.partition("/")[0])
    return [(area, [(name, name) for name in zones]) for area, zones in areas]


class ProjectForm(forms.ModelForm):
    """The fields of a project itself."""

    time_zone = forms.ChoiceField(
        choices=time_zones, initial="UTC", help_text="Decides when a week begins, for the whole team."
    )
    card_limit_minutes = CardLimitField(
        label="Card limit in hours",
        initial=240,
        help_text="A card with a larger estimate is flagged as too big.",
    )

    class Meta:
        model = Project
        fields = [
            "name",
            "slug",
            "description",
            "starts_on",
            "time_zone",
            "demo_weekday",
            "card_limit_minutes",
        ]
        error_messages = {"slug": {"unique": "Another project has this address already."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone, field = self.instance.time_zone, self.fields.get("time_zone")
        if field and zone not in names():  # an older name, which the command line takes
            field.choices = [(zone, zone), *field.choices]  # type: ignore[attr-defined]


class SettingsForm(ProjectForm):
    """Changes an existing project.

    Every field sends along its value when the page was opened: so only what this person has changed counts as
    changed, and somebody else's change meanwhile stays.
    """

    archived = forms.BooleanField(
        required=False, help_text="It can be looked at, not changed, and is left out of the lists."
    )

    class Meta(ProjectForm.Meta):
        fields = [*ProjectForm.Meta.fields, "standup_minutes"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["archived"] = bool(self.instance.archived_at)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean_starts_on(self):
        """Refuse a start that would move a closed week, or a week beyond the last day of a plan."""
        day = self.cleaned_data["starts_on"]
        if "starts_on" not in self.changed_data:
            return day
        weeks = list(self.instance.milestones.all())
        if any(week.closed_at for week in weeks):
            raise ValidationError(
                "A week of this plan is closed, so it cannot start on another day. "
                "Change the first days of the weeks to come instead."
            )
        if weeks and day - self.stored("starts_on") > LAST_DAY - weeks[-1].starts_on:
            raise ValidationError("The plan would then end after the year 2210.")
        return day

    def clean(self):
        super().clean()
        if (
            self.instance.archived_at
            and self.cleaned_data.get("archived")
            and set(self.changed_data) - {"archived"}
        ):
            self.add_error(
                "archived",
                "This project is archived. Take it out of the archive, now or first, to change it.",
            )
        return self.cleaned_data

    def stored(self, name: str) -> Any:
        return Project.objects.values_list(name, flat=True).get(pk=self.instance.pk)

    def save_changes(self, *, by: User | None) -> None:
        new = {name: self.cleaned_data[name] for name in self.changed_data}
        start = new.pop("starts_on", None)
        if "archived" in new:
            new["archived_at"] = timezone.now() if new.pop("archived") else None
        self.instance.change(by=by, **new)
        if start:
            self.instance.move_start(start, by=by)
