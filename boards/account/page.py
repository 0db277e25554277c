"""What the page of one's own account shows."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY

from boards.account import forms
from projects.access.sessions import SessionStore
from projects.access.stream_session import stored_sessions
from projects.focus import focus
from projects.models import SignIn
from projects.responses import Request

SESSIONS = 100  # of the latest

FORMS: dict[str, Any] = {
    "name": forms.NameForm,
    "picture": forms.PictureForm,
    "username": forms.UserNameForm,
    "address": forms.AddressForm,
}


class AccountPage:
    """The forms of the page, each with what is there now; one that was refused as it was sent."""

    def __init__(self, request: Request, **refused: Any):
        self.request = request
        self.person = request.user
        self.forms = {name: form(person=self.person) for name, form in FORMS.items()} | refused
        for form in refused.values():
            focus(form)

    # --- Address -----------------------------------------------------------------------------------------
    @property
    def sends_mail(self) -> bool:
        return settings.SENDS_MAIL

    # --- Where I am signed in ----------------------------------------------------------------------------
    @property
    def here(self) -> SignIn:
        """Return what is known of this browser: at least what it says by this request."""
        key = self.request.session.session_key
        known = self.person.sign_ins.filter(session_key=key).first()
        return known or SignIn.of(self.request)

    @cached_property
    def elsewhere(self) -> list[SignIn]:
        """Return where else a session goes on: it is stored, and was begun with the password of now."""
        others = list(self.person.sign_ins.exclude(session_key=self.request.session.session_key)[:SESSIONS])
        stored = stored_sessions({each.session_key for each in others})
        password = self.person.get_session_auth_hash()
        return [each for each in others if is_begun_with(password, stored.get(each.session_key, ""))]


def is_begun_with(password: str, session_data: str) -> bool:
    return SessionStore().decode(session_data).get(HASH_SESSION_KEY) == password
