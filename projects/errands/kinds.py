"""The kinds of errands, one entry each. A kind that is written somewhere and has no entry fails a test.

Kinds are stored: an older version leaves those alone that it does not know.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta

from projects.account.address_mail import send_address_changed_mail, send_confirmation_mail
from projects.account.reset_mail import send_reset_mail
from projects.demos import conversion
from projects.files.machine_lock import machine_lock
from projects.models import Errand
from projects.models.errand import LEASE, MOST_TRIES
from projects.people.mails import DAY, send_invitation

# What is done one after the other; lanes wait for each other as little as processes do. The entry says how a process
# gets its turn, and is asked whether it has: any may send mails, what is heavy one on a machine.
LANES: dict[str, Callable[[], AbstractContextManager[bool]]] = {
    "mail": lambda: nullcontext(True),
    "heavy": machine_lock,
}


def nothing(errand: Errand) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class ErrandKind:
    """How errands of one kind are done; what raises is tried again, `GiveUp` is not."""

    do: Callable[[Errand], None]
    when_given_up: Callable[[Errand], None] = nothing
    kept_for: timedelta = timedelta(0)  # when it is done: for as long as something is counted by it
    lane: str = "mail"
    lease: timedelta = LEASE  # longer than it takes, or than it is between two calls of `Errand.renew`
    tries: int = MOST_TRIES


KINDS: dict[str, ErrandKind] = {
    "invitation_mail": ErrandKind(do=send_invitation, kept_for=DAY),
    "confirm_address_mail": ErrandKind(do=send_confirmation_mail),
    "address_changed_mail": ErrandKind(do=send_address_changed_mail),
    "password_reset_mail": ErrandKind(do=send_reset_mail),
    "video_conversion": ErrandKind(
        do=conversion.convert_video,
        when_given_up=conversion.give_up,
        lane="heavy",
        lease=conversion.LEASE,
        tries=conversion.TRIES,
    ),
}
