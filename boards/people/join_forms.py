"""The form of somebody new, who joins by a link."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from boards.people.joining import Offer, has_account
from projects.account.forms import PASSWORD_HINT, describe
from projects.models import Invitation, User
from projects.people.user_names import free_user_name, is_taken

HAS_ACCOUNT = "There is an account with this address. Sign in, and you come back to this page."


class NewAccountForm(forms.ModelForm):
    """Asks for nothing but what the account needs; the address is the invited one, if one was."""

    password = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    class Meta:
        model = User
        fields = ["email", "name", "username"]
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "username": forms.TextInput(
                attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
            ),
        }

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if isinstance(offer, Invitation):
            del self.fields["email"]
            self.instance.email = offer.address
            self.initial = {"name": offer.name, "username": free_user_name(offer.address)}
        else:
            describe(self.fields["email"], "Your address", "Type your e-mail address.")
        describe(self.fields["name"], "Your name", "Type your name.", "As the team sees it.")
        describe(
            self.fields["username"],
            "User name",
            hint="For signing in. Left empty, it is made from your address.",
        )
        self.fields["username"].required = False
        describe(self.fields["password"], "Choose a password", "Choose a password.", PASSWORD_HINT)

    def clean_email(self) -> str:
        return self.check_address(self.cleaned_data["email"])

    def clean_username(self) -> str:
        name = self.cleaned_data["username"] or free_user_name(
            self.cleaned_data.get("email") or self.instance.email or ""
        )
        if name and is_taken(name):
            raise ValidationError(
                "Somebody has this user name. %(free)s is free.", params={"free": free_user_name(name)}
            )
        if not name and "email" not in self.errors:
            raise ValidationError("Choose a user name.")
        return name

    def clean(self) -> None:
        if "email" not in self.fields:
            self.check_address(self.instance.email)

    def check_address(self, address: str) -> str:
        if has_account(address):
            raise ValidationError(HAS_ACCOUNT)
        return address

    def _post_clean(self) -> None:
        """Compare the password with name, user name and address, once they are on the account."""
        super()._post_clean()  # type: ignore[misc]
        try:
            validate_password(self.cleaned_data.get("password", ""), self.instance)
        except ValidationError as error:
            if "password" not in self.errors:
                self.add_error("password", error)

    def new_account(self) -> User:
        """Return the account, not saved yet."""
        self.instance.set_password(self.cleaned_data["password"])
        return self.instance
