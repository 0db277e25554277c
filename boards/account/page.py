"""What the page of one's own account shows."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.db.models import Case, Exists, OuterRef, Q, When

from boards.account import forms
from boards.people.deletion import ONLY_ADMIN, count_cards, count_comments, count_files
from projects.access.sessions import SessionStore
from projects.access.stream_session import stored_sessions
from projects.focus import focus
from projects.models import Demo, Membership, Role, SignIn, User
from projects.responses import Request
from projects.words import counted

SESSIONS = PROJECTS = 100  # of the latest

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

    # --- My projects -------------------------------------------------------------------------------------
    @cached_property
    def memberships(self) -> list[Membership]:
        """Return the latest of one's memberships, each with whether its project has no other owner."""
        others = Membership.objects.owners().filter(project=OuterRef("project")).exclude(user=self.person)
        is_only_owner = Case(When(Q(role=Role.OWNER) & ~Exists(others), then=True), default=False)
        own = self.person.memberships.select_related("project").annotate(is_only_owner=is_only_owner)
        return list(own.order_by("-pk")[:PROJECTS])


class DeletionPage:
    """What is said before an account is deleted: what goes, what stays, and why it may have to wait."""

    def __init__(self, person: User, form: Any):
        self.person, self.form = person, form
        focus(form)

    @cached_property
    def obstacles(self) -> list[str]:
        """Return what has to be done before, a sentence each."""
        sentences = self.person.memberships.only_owners()
        others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=self.person.pk)
        if self.person.is_superuser and not others.exists():
            sentences.append(ONLY_ADMIN)
        return sentences

    @property
    def goes(self) -> list[str]:
        members, cards = self.person.memberships.count(), count_cards(self.person)
        return [
            "your name, user name, address, picture and password",
            f"your place in {counted(members, 'project')}, and on {counted(cards, 'card')}",
            "every session: you are signed out everywhere",
        ]

    @property
    def stays(self) -> list[str]:
        return [
            counted(count_comments(self.person), "comment"),
            counted(count_files(self.person), "file"),
            counted(Demo.objects.filter(person=self.person).count(), "demo"),
            "cards, and what you did with them: done work stays counted",
        ]


def is_begun_with(password: str, session_data: str) -> bool:
    return SessionStore().decode(session_data).get(HASH_SESSION_KEY) == password
