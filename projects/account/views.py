"""allauth's views, with the responses of the rest of the product. In the order of urls.py."""

from allauth.account import views as allauth
from allauth.account.decorators import secure_admin_login
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View
from django_htmx.http import HttpResponseClientRedirect

from projects.access import everybody, signed_in
from projects.account import forms
from projects.account.signed_out import tell_signed_out
from projects.focus import focus

CHANGED = "Your password is changed. Whoever was signed in with the old one elsewhere no longer is."


class AccountView(TemplateResponseMixin, ContextMixin, View):
    """Changes allauth's responses: 422 for an invalid form, and a redirect that htmx understands."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if request.htmx and isinstance(response, HttpResponseRedirect):
            # htmx would follow it, and swap the whole page into the place of a fragment.
            return HttpResponseClientRedirect(response.url)
        return response

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if form := context.get("form"):
            focus(form)
        return context


class SignIn(AccountView, allauth.LoginView):
    form_class = forms.SignInForm

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if settings.SIGNED_OUT_COOKIE_NAME in request.COOKIES:
            response.delete_cookie(settings.SIGNED_OUT_COOKIE_NAME)
        return response

    def get_context_data(self, **kwargs):
        signed_out = self.request.COOKIES.get(settings.SIGNED_OUT_COOKIE_NAME, "")
        return super().get_context_data(signed_out=signed_out, **kwargs)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if form.is_rate_limited:
            response.status_code = 429
            response["Retry-After"] = str(settings.TRY_AGAIN_AFTER)
        return response


class SignOut(AccountView, allauth.LogoutView):
    def dispatch(self, request, *args, **kwargs):
        person = request.user.pk
        response = super().dispatch(request, *args, **kwargs)
        if person and not request.user.is_authenticated:
            tell_signed_out(response, person)
        return response


class ChangePassword(AccountView, allauth.PasswordChangeView):
    form_class = forms.ChangePasswordForm

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        messages.success(self.request, CHANGED)
        return super().form_valid(form)


class RequestResetLink(AccountView, allauth.PasswordResetView):
    form_class = forms.RequestResetLinkForm


class NewPassword(AccountView, allauth.PasswordResetFromKeyView):
    form_class = forms.NewPasswordForm

    def form_valid(self, form):
        """Take the address as confirmed: the link went to it, whoever has made the account."""
        response = super().form_valid(form)
        self.reset_user.confirm_address()
        return response

    def render_to_response(self, context, **kwargs):
        if context.get("token_fail"):
            kwargs["status"] = 404
        return super().render_to_response(context, **kwargs)


sign_in = everybody("GET", "POST")(SignIn.as_view())
sign_out = everybody("GET", "POST")(SignOut.as_view())
change_password = signed_in("GET", "POST")(ChangePassword.as_view())
request_reset_link = everybody("GET", "POST")(RequestResetLink.as_view())
link_sent = everybody("GET")(allauth.PasswordResetDoneView.as_view())
new_password = everybody("GET", "POST")(NewPassword.as_view())
password_set = everybody("GET")(allauth.PasswordResetFromKeyDoneView.as_view())

# The admin's own sign-in is not used: it redirects to the product's and back. Whoever posts to it all the same is
# guessing passwords, and is counted as such.
admin_sign_in = rate_limit(action="login_failed")(secure_admin_login(admin.site.login))
# Its own sign-out would leave the person's drafts in the browser.
admin_sign_out = signed_in("GET", "POST")(SignOut.as_view())
