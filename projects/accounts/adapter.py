"""How allauth behaves here; it finds these classes through the settings."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from projects.accounts import post
from projects.models import User

NO_MATCH = "The user name or e-mail and the password do not match. Capitals count in a password."


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: people are added by an admin."""

    error_messages = DefaultAccountAdapter.error_messages | {
        # One sentence for all three: which half was wrong is nobody's business.
        "username_password_mismatch": NO_MATCH,
        "email_password_mismatch": NO_MATCH,
        "account_inactive": NO_MATCH,
        "enter_current_password": "This is not your current password.",
        "too_many_login_attempts": "Too many wrong passwords came from here. Try again in five minutes.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only a path of this site: nobody is led elsewhere after signing in or out."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Our pages are pages; allauth's answers in JSON would be a second, untested way in."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What the server says, which knows the trusted proxies; never a header that the client can write."""
        return request.META.get("REMOTE_ADDR") or "unknown"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page that follows says what happened; a kept message would turn up in the admin, days later."""

    def set_password(self, user: User, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under the configured address: the Host of whoever asked for the link may be forged."""
        person, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": person, "key": token})
        return f"{settings.SITE_URL}{path}"

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """To the address we know, not the one that was typed: a database may take two for the same."""
        self.send_mail("account/email/password_reset_key", user.email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        post.send(self.render_mail(template_prefix, email, context))


class ResetTokens(PasswordResetTokenGenerator):
    """Django's, which die with the password and the address; ours die with the account as well.

    allauth's own would write a row with the address at that moment, and that row would outlive a change of it.
    """

    def _make_hash_value(self, user, timestamp) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"
