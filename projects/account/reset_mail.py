"""The mail with a link for a new password: an errand, so that no answer waits for it and no restart loses it.

For every address that is typed the same row is written, whether anybody has it or not: neither the answer nor the
time that it takes says who has an account. The link is made when the mail is sent, and stands in no table.
"""

from datetime import timedelta
from hashlib import sha256

from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from projects.account.adapter import ResetTokenGenerator
from projects.models import Errand, User
from projects.models.errand import GiveUp

WANTED_FOR = timedelta(hours=1)  # who asked has asked again by then


def order_reset_mail(address: str) -> None:
    """Have a link sent to whoever has this address, if anybody; at most one a minute."""
    typed = sha256(address.lower().encode()).hexdigest()
    key = f"password_reset_mail {typed} {timezone.now():%Y-%m-%d %H:%M}"
    Errand.objects.add([Errand(kind="password_reset_mail", key=key, data={"address": address})])


def send_reset_mail(errand: Errand) -> None:
    if errand.created_at < timezone.now() - WANTED_FOR:
        raise GiveUp(errand.last_error or "It was not sent within an hour.")
    for person in User.objects.at(errand.data["address"]).filter(is_active=True):
        context = {"user": person, "username": person.username, "password_reset_url": reset_link(person)}
        # To the stored address, not the typed one: a database may treat two addresses as equal.
        get_adapter().send_mail("account/email/password_reset_key", person.email, context)


def reset_link(person: User) -> str:
    """Return a link from SITE_URL: the Host of the request may have been forged."""
    key = {"uidb36": user_pk_to_url_str(person), "key": ResetTokenGenerator().make_token(person)}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=key)}"
