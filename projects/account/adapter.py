"""Classes that change allauth's behaviour; it finds them through the settings."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from projects import mail
from projects.models import SignIn, User

NO_MATCH = "The user name or e-mail and the password do not match. Capitals count in a password."


class AccountAdapter(DefaultAccountAdapter):
    """Closes the sign-up: people are added by an admin."""

    error_messages = DefaultAccountAdapter.error_messages | {
        # One sentence for all three, so that nobody can find out which user names exist.
        "username_password_mismatch": NO_MATCH,
        "email_password_mismatch": NO_MATCH,
        "account_inactive": NO_MATCH,
        "enter_current_password": "This is not your current password.",
        "too_many_login_attempts": "Too many wrong passwords came from here. Try again in five minutes.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Allow only paths of this site to redirect to after signing in or out."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Turn off allauth's JSON responses, which would be a second, untested way to sign in."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the server has found out behind trusted proxies, never a client's header."""
        return request.META.get("REMOTE_ADDR") or "unknown"

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        SignIn.objects.remember(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Drop the message: the next page says what happened; a stored one would show up in the admin, days later."""

    def set_password(self, user: User, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once: only errands call it, which no response waits for."""
        mail.send(self.render_mail(template_prefix, email, context))


class ResetTokenGenerator(PasswordResetTokenGenerator):
    """Django's tokens, which a new password or address invalidates; these are invalid for a deactivated account too.

    allauth's own tokens store the address in a row that stays valid when the address is changed.
    """

    def _make_hash_value(self, user, timestamp) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"
