"""Forms for one's own account: one a section of the page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

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


class PasswordField(forms.CharField):
    """The password of now, asked for where somebody who only finds a browser open must not act."""

    def __init__(self):
        widget = forms.PasswordInput({"autocomplete": "current-password"})
        super().__init__(label="Your password", strip=False, widget=widget)
        self.error_messages["required"] = "Type your password."


def check_password(person: User, password: str) -> str:
    if not person.check_password(password):
        raise ValidationError("This is not your password.")
    return password


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


class AddressForm(AccountForm):
    """Another address. The password is asked for, because a forgotten one is set by whoever reads the mails."""

    email = forms.EmailField(
        label="Address",
        max_length=254,
        error_messages={
            "required": "Type your e-mail address.",
            "invalid": "This is not an e-mail address, such as ana@example.org.",
        },
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    password = PasswordField()

    def values_of(self, person: User) -> dict[str, Any]:
        return {"email": person.email}

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email == self.person.email and self.person.email_confirmed_at:
            raise ValidationError("This is your address already.")
        return email

    def clean_password(self):
        return check_password(self.person, self.cleaned_data["password"])


class DeletionForm(AccountForm):
    password = PasswordField()

    def values_of(self, person: User) -> dict[str, Any]:
        return {}

    def clean_password(self):
        return check_password(self.person, self.cleaned_data["password"])
