"""What the forms of the people page send."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError

from projects import limits
from projects.models import Project, Role, User
from projects.people.reading import People, read_people
from projects.text import TextFormField, validate_text

LONGEST = timedelta(days=365)  # that a project link may be on


class RoleForm(forms.Form):
    role = forms.TypedChoiceField(
        choices=Role.choices,
        coerce=lambda value: Role(int(value)),
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose one of the roles."},
    )


class LinkForm(forms.Form):
    """As what people join by the project link, and until when."""

    role = forms.TypedChoiceField(
        choices=[choice for choice in Role.choices if choice[0] < Role.OWNER],
        coerce=lambda value: Role(int(value)),
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose viewer or member."},
    )
    until = forms.DateField(
        error_messages={
            "required": "Choose a last day.",
            "invalid": "This is no day: write it like 2026-12-24.",
        }
    )

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.first, self.last = project.today(), project.today() + LONGEST

    def clean_until(self):
        until = self.cleaned_data["until"]
        if not self.first <= until <= self.last:
            raise ValidationError("Choose a day from today on, within a year.")
        return until


class InviteForm(RoleForm):
    """Addresses and names as mail programs write them, and the role of those who have none beside them."""

    people = TextFormField(
        label="Add by name or address",
        max_length=limits.TEXT,
        validators=[validate_text],
        widget=forms.Textarea(
            attrs={"rows": 1, "placeholder": "ana@example.org, Ben Kaya <ben@example.org>"}
        ),
        error_messages={"required": "Write an address, or several."},
    )

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_people(self) -> People:
        role = self.cleaned_data.get("role") or Role.MEMBER
        return read_people(self.cleaned_data["people"], by=self.by, role=role)
