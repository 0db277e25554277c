"""What the forms of the people page send."""

from django import forms

from projects.models import Role


class RoleForm(forms.Form):
    role = forms.TypedChoiceField(
        choices=Role.choices,
        coerce=lambda value: Role(int(value)),
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose one of the roles."},
    )
