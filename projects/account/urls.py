"""The addresses that are used, under allauth's names. There is no sign-up: people are added by an admin."""

from django.urls import path, re_path

from projects.account import views

urlpatterns = [
    path("login/", views.sign_in, name="account_login"),
    path("logout/", views.sign_out, name="account_logout"),
    path("password/change/", views.change_password, name="account_change_password"),
    path("password/reset/", views.request_reset_link, name="account_reset_password"),
    path("password/reset/done/", views.link_sent, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.new_password,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", views.password_set, name="account_reset_password_from_key_done"),
]
