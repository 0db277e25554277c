"""Which addresses are open without a sign-in, and that none of them makes an account."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from projects.access.checks import routes
from projects.models import User
from tests.factories import UserFactory
from tests.projects.account.test_sign_in import ELSEWHERE

OPEN = {
    "accounts/login/",
    "accounts/logout/",
    "accounts/password/reset/",
    "accounts/password/reset/done/",
    "accounts/password/reset/key/done/",
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "admin/login/",
    "join/<str:token>/",
}
SIGN_UP = ["signup/", "register/", "accounts/signup/", "accounts/register/", "accounts/signup/passkey/"]
OF_ALLAUTH = [
    "accounts/",
    "accounts/email/",
    "accounts/inactive/",
    "accounts/password/set/",
    "accounts/login/code/",
]


def test_these_addresses_and_no_others_can_be_opened_without_signing_in():
    assert {route for route, view in routes() if not getattr(view, "login_required", True)} == OPEN


def test_no_address_is_for_signing_up():
    assert [route for route, _ in routes() if "signup" in route or "register" in route] == []
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


@pytest.mark.parametrize("path", SIGN_UP + OF_ALLAUTH)
def test_what_allauth_offers_besides_is_not_found(as_stranger, path):
    assert as_stranger.get(f"/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "accounts/login/", "accounts/password/reset/", "admin/login/", *SIGN_UP]
)
def test_what_a_stranger_posts_makes_no_account(client, db, path):
    person = {
        "username": "eve",
        "name": "Eve",
        "email": "eve@example.org",
        "login": "eve",
        "is_superuser": "on",
    }
    client.post(f"/{path}", person | dict.fromkeys(["password", "password1", "password2"], "let me in now"))
    assert not User.objects.exists()


def test_the_admin_keeps_no_second_list_of_addresses():
    assert [model for model in admin.site._registry if model._meta.app_label == "account"] == []


def test_the_sign_in_of_the_admin_is_ours(client, db):
    assert (
        client.get("/admin/login/?next=/admin/projects/").url
        == "/accounts/login/?next=%2Fadmin%2Fprojects%2F"
    )


def test_a_page_of_the_admin_leads_to_our_sign_in_and_back(client, db):
    ways = [address for address, _ in client.get("/admin/", follow=True).redirect_chain]
    assert ways == ["/admin/login/?next=/admin/", "/accounts/login/?next=%2Fadmin%2F"]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_the_sign_in_of_the_admin_never_leads_off_the_site(client, db, address):
    sign_in = client.get("/admin/login/", {"next": address}).url
    assert sign_in.startswith("/accounts/login/?next=%2Fadmin%2Flogin%2F")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_the_sign_in_of_the_admin_leads_no_admin_off_the_site(client, db, address):
    client.force_login(UserFactory(is_staff=True))
    answer = client.get("/admin/login/", {"next": address})
    assert urlsplit(urljoin("http://testserver/admin/login/", answer.url)).netloc == "testserver"


def test_the_admin_leaves_changing_a_password_to_our_page(client, db):
    client.force_login(UserFactory(is_staff=True))
    assert client.get("/admin/password_change/").url == "/accounts/password/change/"


def test_somebody_without_rights_gets_403_at_the_admin(as_stranger):
    page = as_stranger.get("/admin/", follow=True)
    assert page.status_code == 403
    assert page.redirect_chain == [("/admin/login/?next=/admin/", 302)]


def test_an_admin_who_opens_the_sign_in_of_the_admin_is_let_in(client, db):
    client.force_login(UserFactory(is_staff=True))
    assert client.get("/admin/login/").url == "/admin/"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_the_doors_answer_to_get_and_post_alone(client, db, method):
    assert getattr(client, method)("/accounts/login/").status_code == 405
