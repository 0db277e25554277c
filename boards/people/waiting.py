"""Invitations that wait, as owners see them: how the mail stands, until when the link is good, the link to copy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list

from boards.people.inviting import Newcomers
from projects.models import Errand, Invitation, Project
from projects.models.errand import LEASE
from projects.people.mails import mails_of
from projects.people.tokens import Way
from projects.words import counted

NAMED = 5  # people in a sentence; the others are counted
JUST_NOW = timedelta(minutes=1)


@dataclass(frozen=True)
class WaitingInvitation:
    """An invitation with its mail, if one was ordered within a day, or could not be sent."""

    invitation: Invitation
    project: Project
    errand: Errand | None
    site: str  # the address by which people reach this server

    @property
    def link(self) -> str:
        """Return the link to copy: it lets join, and proves no address."""
        return f"{self.site}{reverse('join', args=[self.invitation.token(Way.COPY)])}"

    @property
    def is_fresh(self) -> bool:
        return timezone.now() - self.invitation.invited_at < JUST_NOW

    @property
    def has_failed(self) -> bool:
        return bool(self.errand and self.errand.last_error)

    @property
    def needs_copying(self) -> bool:
        """Whether the link is shown without asking for it: no mail brings it, at least not now."""
        return not self.invitation.is_expired and (
            not settings.SENDS_MAIL or self.has_failed or self.is_fresh
        )

    @property
    def state(self) -> str:
        """Say how it stands, after the role."""
        until = day(self.project, self.invitation.expires_at)
        if self.has_failed:
            return f"The mail was not delivered. {self.errand.last_error} {self.next_try}"  # type: ignore[union-attr]
        if self.invitation.is_expired:
            return f"Invited on {day(self.project, self.invitation.invited_at)}, expired on {until}"
        if self.errand and self.errand.due and self.errand.done_at is None:
            return f"The mail goes out {moment(self.project, self.errand.due)}"
        sent = "Sent" if settings.SENDS_MAIL else "Invited"
        when = "just now" if self.is_fresh else f"on {day(self.project, self.invitation.sent_at)}"
        by = f" by {self.invitation.invited_by.first}" if self.invitation.invited_by else ""
        return f"{sent} {when}{by}, good until {until}"

    @property
    def next_try(self) -> str:
        due = self.errand and self.errand.due
        return f"It is tried again {moment(self.project, due)}." if due else "Copy the link, or take it back."


def waiting_in(project: Project, site: str) -> list[WaitingInvitation]:
    """Return what waits, the newest first: two queries."""
    invitations = list(
        project.invitations.waiting().select_related("invited_by").order_by("-invited_at", "-pk")
    )
    mails = mails_of(invitations)
    for invitation in invitations:
        invitation.project = project
    return [WaitingInvitation(each, project, mails.get(each.pk), site) for each in invitations]


# --- What was done ---------------------------------------------------------------------------------------
def what_was_done(project: Project, newcomers: Newcomers) -> str:
    said = []
    if newcomers.added:
        said.append(f"{names(newcomers.added)} {'is' if len(newcomers.added) == 1 else 'are'} in.")
    if newcomers.already_in:
        one = len(newcomers.already_in) == 1
        said.append(f"{names(newcomers.already_in)} {'was' if one else 'were'} in already.")
    if newcomers.invited:
        said.append(f"{counted(len(newcomers.invited), 'invitation').capitalize()} made.")
        said.append(when_sent(project, newcomers.invited))
    return " ".join(said)


def when_sent(project: Project, invited: Iterable[Invitation]) -> str:
    """Say when the mails go out, or what to do where none does."""
    if not settings.SENDS_MAIL:
        return "No mail server is set up: copy the link and send it yourself."
    later = [mail.due for mail in mails_of(invited).values() if mail.due and mail.done_at is None]
    if not later or max(later) <= timezone.now() + LEASE:
        return "The mail is on its way."
    when = moment(project, max(later))
    if len(later) == 1:
        return f"The mail goes out {when}; the link can be copied before."
    return f"The last mail goes out {when}; the links can be copied before."


def names(people: list) -> str:
    shown = [str(person) for person in people[:NAMED]]
    if len(people) > NAMED:
        shown.append(counted(len(people) - NAMED, "other"))
    return get_text_list(shown, "and")


# --- Times, where the project lives ----------------------------------------------------------------------
def day(project: Project, instant: datetime) -> str:
    return date_format(project.local(instant), "j F")


def moment(project: Project, instant: datetime) -> str:
    if instant <= timezone.now() + LEASE:
        return "now"
    local = project.local(instant)
    return (
        f"at {local:%H:%M}"
        if local.date() == project.today()
        else f"on {date_format(local, 'j F')} at {local:%H:%M}"
    )
