"""What the forms of the people page send."""

from django import forms

from projects import limits
from projects.models import Role, User
from projects.people.reading import People, read_people
from projects.text import TextFormField, validate_text


class RoleForm(forms.Form):
    role = forms.TypedChoiceField(
        choices=Role.choices,
        coerce=lambda value: Role(int(value)),
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose one of the roles."},
    )


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
