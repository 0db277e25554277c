"""The field that invites addresses, on the page of a project: its table only takes people with an account."""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError

from projects.models import User
from projects.people.inviting import invite_all
from projects.people.reading import PeopleField
from projects.setup.forms import SettingsForm
from projects.setup.new_project import SetUpForm


class Invites(forms.BaseForm):
    """Mixed into the forms of a project, which say who fills them in."""

    def let_invite(self, by: User | None) -> None:
        self.fields["invite"].by = by  # type: ignore[attr-defined]
        self.fields["invite"].show_hidden_initial = False

    @cached_property
    def changed_data(self):
        """Leave the field out: it is no part of the project."""
        return [name for name in super().changed_data if name != "invite"]

    def clean_invite(self):
        people = self.cleaned_data["invite"]
        if people.known:
            names = ", ".join(str(user) for user, _ in people.known)
            raise ValidationError(f"{names}: choose whom you work with already in the table of people.")
        return people

    def clean(self):
        cleaned = super().clean()
        people = self.cleaned_data.get("invite")
        if people and people.addressees and self.cleaned_data.get("archived"):
            self.add_error("invite", "An archived project takes nobody in.")
        return cleaned

    def send_invitations(self, *, by: User) -> None:
        if addressees := self.cleaned_data["invite"].addressees:
            invite_all(self.instance, addressees, by=by)  # type: ignore[attr-defined]


def invite_field() -> PeopleField:
    return PeopleField(
        required=False,
        label="Invite",
        help_text="Addresses of people without an account, one a line or as mail programs copy them, each with a "
        "role: owner, member or viewer. They get a link by mail, or you copy it on the page of the project's people.",
    )


class InvitingSetUpForm(Invites, SetUpForm):
    invite = invite_field()

    def __init__(self, *args, by: User | None = None, **kwargs):
        super().__init__(*args, by=by, **kwargs)
        self.let_invite(by)


class InvitingSettingsForm(Invites, SettingsForm):
    invite = invite_field()

    def __init__(self, *args, by: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.let_invite(by)
