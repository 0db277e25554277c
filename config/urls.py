"""Every address of the product."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from projects.account.views import admin_sign_in, admin_sign_out

admin.site.login = admin_sign_in  # type: ignore[method-assign]
admin.site.logout = admin_sign_out  # type: ignore[assignment, method-assign]
# Addresses stand on the person; allauth's own table of them stays empty.
admin.site.unregister(EmailAddress)

urlpatterns = [
    path("", include("projects.urls")),
    path("", include("boards.urls")),
    path("accounts/", include("projects.account.urls")),
    # The admin's own form would let a stolen session guess at the password without end.
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
]
handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler429 = "config.errors.too_many_requests"
handler500 = "config.errors.server_error"
