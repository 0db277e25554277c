"""Mails about another address: to the new one, by whose link it counts, and to the old one when it counts no more.

Nobody learns by it who has an account: the page answers alike for every address, and writes the same row. Whoever has
the address that somebody else has typed is told so, by mail, and they alone.
"""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils import timezone

from projects.models import Errand, User
from projects.text import content_hash


class AddressTokenGenerator(PasswordResetTokenGenerator):
    """Tokens that count for a person, their address and the one they have asked for, and for nothing else."""

    key_salt = "projects.account.address_mail"

    def _make_hash_value(self, user, timestamp) -> str:
        return f"{user.pk} {user.email} {user.new_email} {timestamp}"

    def check_token(self, user, token) -> bool:
        return bool(user.new_email) and super().check_token(user, token)


def order_confirmation_mail(person: User) -> None:
    """Have a link sent to the address that this person has asked for; at most one a minute."""
    address = person.new_email
    key = f"confirm_address_mail {person.pk} {content_hash(address)} {timezone.now():%Y-%m-%d %H:%M}"
    data = {"person": person.pk, "address": address}
    Errand.objects.add([Errand(kind="confirm_address_mail", key=key, data=data)])


def send_confirmation_mail(errand: Errand) -> None:
    address = errand.data["address"]
    person = User.objects.filter(pk=errand.data["person"], new_email=address, is_active=True).first()
    if person is None:
        return  # asked for another one meanwhile, or for none
    other = User.objects.at(address).exclude(pk=person.pk).first()
    if other is None:
        # Nothing that this person has written: nobody knows yet whose address it is.
        context = {"confirm_url": confirmation_link(person)}
        get_adapter().send_mail("account/email/confirm_address", address, context)
    elif other.is_active:
        get_adapter().send_mail("account/email/address_taken", other.email, {"user": other})


def confirmation_link(person: User) -> str:
    """Return a link from SITE_URL: the Host of the request may have been forged."""
    token = AddressTokenGenerator().make_token(person)
    return f"{settings.SITE_URL}{reverse('account-confirm-address', args=[token])}"


def order_address_changed_mail(person: User, old: str) -> None:
    """Tell an address that it counts no more, so that its owner can act if they did not do it."""
    key = f"address_changed_mail {person.pk} {timezone.now():%Y-%m-%d %H:%M:%S.%f}"
    Errand.objects.add([Errand(kind="address_changed_mail", key=key, data={"person": person.pk, "to": old})])


def send_address_changed_mail(errand: Errand) -> None:
    person = User.objects.filter(pk=errand.data["person"]).first()
    if person and not person.is_deleted:
        get_adapter().send_mail("account/email/address_changed", errand.data["to"], {"user": person})
