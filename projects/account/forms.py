"""allauth's forms with labels, hints and error messages of our own."""

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django.forms import Field, Form, ValidationError

from projects.account.reset_mail import order_reset_mail

PASSWORD_HINT = "At least 8 characters; 15 or more are better. Spaces count."  # noqa: S105


class SignInForm(LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        describe(self.fields["login"], "User name or e-mail", "Type your user name or your e-mail address.")
        describe(self.fields["password"], "Password", "Type your password.")
        describe(self.fields["remember"], "Stay signed in for 30 days")

    def clean(self):
        """Show a refused sign-in at the password, which is typed again."""
        try:
            return super().clean()
        except ValidationError as refusal:
            self.add_error("password", refusal)
            return self.cleaned_data

    @property
    def is_rate_limited(self) -> bool:
        return self.has_error("password", "too_many_login_attempts")


class RequestResetLinkForm(ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        describe(email, "E-mail address", "Type your e-mail address.")
        email.error_messages["invalid"] = "This is not an e-mail address, such as ana@example.org."

    def clean_email(self):
        """Look nobody up: an answer must not take longer for an address that is known."""
        return self.cleaned_data["email"]

    def save(self, request, **kwargs):
        order_reset_mail(self.cleaned_data["email"])
        return self.cleaned_data["email"]


class ChangePasswordForm(AllauthChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe(self.fields["oldpassword"], "Current password", "Type your current password.")
        describe_new_password(self)


class NewPasswordForm(ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe_new_password(self)


def describe_new_password(form: Form) -> None:
    describe(form.fields["password1"], "New password", "Type a new password.", PASSWORD_HINT)
    describe(form.fields["password2"], "New password again", "Type the new password a second time.")


def describe(field: Field, label: str, missing: str = "", hint: str = "") -> None:
    """Replace allauth's texts, and its placeholder, which repeats the label and vanishes when one types."""
    field.label = label
    field.help_text = hint
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)
