"""What the page of one's own account shows."""

from typing import Any

from boards.account import forms
from projects.focus import focus
from projects.models import User

FORMS: dict[str, Any] = {"name": forms.NameForm, "picture": forms.PictureForm, "username": forms.UserNameForm}


class AccountPage:
    """The forms of the page, each with what is there now; one that was refused as it was sent."""

    def __init__(self, person: User, **refused: Any):
        self.person = person
        self.forms = {name: form(person=person) for name, form in FORMS.items()} | refused
        for form in refused.values():
            focus(form)
