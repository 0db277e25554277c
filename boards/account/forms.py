"""Forms for one's own account: one a section of the page."""

from typing import Any

from django import forms

from boards.forms import CheckedLineField
from projects import limits
from projects.models import User
from projects.models.user import username_validators

COLOURS = ["Blue", "Green", "Violet", "Orange", "Turquoise", "Pink", "Yellow", "Lime"]


class AccountForm(forms.Form):
    """A form of the account's page, which shows what there is until something else is sent."""

    def __init__(self, data=None, *, person: User):
        self.person = person
        super().__init__(data, initial=self.values_of(person))

    def values_of(self, person: User) -> dict[str, Any]:
        return {name: getattr(person, name) for name in self.base_fields}


class NameForm(AccountForm):
    name = CheckedLineField(
        limits.NAME,
        error_messages={"required": "Type your name."},
        widget=forms.TextInput({"autocomplete": "name"}),
    )


class PictureForm(AccountForm):
    colour = forms.TypedChoiceField(
        coerce=int,
        choices=list(enumerate(COLOURS, start=1)),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the eight colours."},
    )

    def values_of(self, person: User) -> dict[str, Any]:
        return {"colour": person.hue}


class UserNameForm(AccountForm):
    username = forms.CharField(
        label="User name",
        max_length=60,
        validators=username_validators,
        help_text=User._meta.get_field("username").help_text,
        error_messages={"required": "Type a user name."},
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
