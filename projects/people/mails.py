"""The mails of invitations: errands, so many an hour of one owner and one a day to one address, whoever asks.

They are counted by the errands themselves, which are kept for a day: neither taking an invitation back nor deleting
its project makes room for more.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from projects import limits, mail
from projects.models import Errand, Invitation, User
from projects.models.errand import GiveUp
from projects.models.invitation import VALID_FOR
from projects.people.tokens import Way

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIKE_A_LINK = re.compile(r"//|@|\w\.[^\W\d]{2}")
LINK_MARK = re.compile(r"[./:@](?=\S)")
SUBJECT = "You are invited to a project on Weekboard"


# --- Ordering ------------------------------------------------------------------------------------------------
def order_mails(invitations: Iterable[Invitation], *, by: User) -> None:
    """Have a mail sent for each of these, as soon as the limits allow; none where one is on its way already.

    Only within `Project.changing`. Does nothing where no mail server is set.
    """
    if not settings.SENDS_MAIL:
        return
    list(
        User.objects.select_for_update(no_key=True).filter(pk=by.pk).values_list("pk")
    )  # one order at a time
    invitations = list(invitations)
    known = mails_about(by, [key_of(invitation.address) for invitation in invitations])
    on_their_way = {errand.data["invitation"] for errand in known if errand.done_at is None and errand.due}
    own = [time_of(errand) for errand in known if errand.data["by"] == by.pk]
    last = {errand.data["to"]: time_of(errand) for errand in sorted(known, key=time_of)}
    ordered = []
    for invitation in invitations:
        if invitation.pk not in on_their_way:
            to = key_of(invitation.address)
            earliest = max(timezone.now(), last[to] + DAY) if to in last else timezone.now()
            own.append(due := first_free(own, earliest))
            ordered.append(errand_for(invitation, to, by, due))
    Errand.objects.add(ordered)


def mails_about(by: User, addresses: list[str]) -> list[Errand]:
    """Return the mails of this owner and those to these addresses that wait, or went out within a day."""
    of_them = Q(data__by=by.pk) | Q(data__to__in=addresses)
    recent = Q(done_at=None) | Q(done_at__gt=timezone.now() - DAY)
    return list(Errand.objects.filter(of_them, recent, kind="invitation_mail"))


def mails_of(invitations: Iterable[Invitation]) -> dict[int, Errand]:
    """Return the latest mail of each of these invitations that has one, by their ids."""
    ids = [invitation.pk for invitation in invitations]
    if not ids:
        return {}
    found = Errand.objects.filter(kind="invitation_mail", data__invitation__in=ids).order_by("pk")
    return {errand.data["invitation"]: errand for errand in found}


def time_of(errand: Errand) -> datetime:
    """Return when it went out, or will; when it was ordered if it was given up."""
    return errand.done_at or errand.due or errand.created_at


def first_free(taken: list[datetime], earliest: datetime) -> datetime:
    """Return the first time from which on there is room for one more, an hour before it and after."""
    free = earliest
    while len(near := [time for time in taken if abs(time - free) < HOUR]) >= limits.INVITATION_MAILS:
        free = min(near) + HOUR
    return free


def errand_for(invitation: Invitation, to: str, by: User, due: datetime) -> Errand:
    key = f"invitation_mail {invitation.pk} {due.isoformat()}"
    return Errand(
        kind="invitation_mail", key=key, due=due, data={"invitation": invitation.pk, "to": to, "by": by.pk}
    )


def key_of(address: str) -> str:
    """Return what addresses are told apart by; the errand itself names nobody."""
    return sha256(address.lower().encode()).hexdigest()


# --- Sending -------------------------------------------------------------------------------------------------
def send_invitation(errand: Errand) -> None:
    """Send it, if it is still to be sent: it was neither used nor taken back meanwhile, and counts."""
    invitation = Invitation.objects.waiting().filter(pk=errand.data["invitation"])
    found = invitation.select_related("project", "invited_by").first()
    if found is None:
        return
    if found.project.archived_at or not found.project.may_invite(found.invited_by):
        raise GiveUp("Whoever invited does not own the project any more, or it is archived.")
    mail.send(message_of(found, errand))
    found.mark_sent()


def message_of(invitation: Invitation, errand: Errand) -> EmailMessage:
    """Write the mail. What people have called themselves, or a project, is quoted in its text and nowhere else."""
    context = {
        "inviter": quoted(str(invitation.invited_by)),
        "project": quoted(str(invitation.project)),
        "role": invitation.get_role_display().lower(),
        "site": settings.SITE_URL,
        "link": f"{settings.SITE_URL}{reverse('join', args=[invitation.token(Way.MAIL)])}",
        "address": invitation.address,
        "until": invitation.project.local(timezone.now() + VALID_FOR),
    }
    body = render_to_string("projects/people/invitation.txt", context)
    # The same for a mail that is sent twice because a process died: its reader may see it once.
    name = sha256(errand.key.encode()).hexdigest()[:32]
    headers = {"Message-ID": f"<{name}@{settings.SITE.hostname}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(SUBJECT, body, to=[invitation.address], headers=headers)


def quoted(name: str) -> str:
    """Quote a name so that no mail program makes a link of it: the only link is ours."""
    words = " ".join(name.split())
    return f"“{LINK_MARK.sub(r'\g<0> ', words) if LIKE_A_LINK.search(words) else words}”"
