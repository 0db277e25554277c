"""What the forms of the people page send."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError

from projects.models import Project, Role

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
