"""The kinds of errands, one entry each. A kind that is written somewhere and has no entry fails a test.

Kinds are stored: an older version leaves those alone that it does not know.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from projects.account.address_mail import send_address_changed_mail, send_confirmation_mail
from projects.account.reset_mail import send_reset_mail
from projects.models import Errand
from projects.people.mails import DAY, send_invitation


@dataclass(frozen=True, kw_only=True)
class ErrandKind:
    """How errands of one kind are done; what raises is tried again, `GiveUp` is not."""

    do: Callable[[Errand], None]
    kept_for: timedelta = timedelta(0)  # when it is done: for as long as something is counted by it


KINDS: dict[str, ErrandKind] = {
    "invitation_mail": ErrandKind(do=send_invitation, kept_for=DAY),
    "confirm_address_mail": ErrandKind(do=send_confirmation_mail),
    "address_changed_mail": ErrandKind(do=send_address_changed_mail),
    "password_reset_mail": ErrandKind(do=send_reset_mail),
}
