"""The sign-in: who comes in, what is kept, where one lands."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from projects.models import User
from tests.projects.account.conftest import is_signed_in

SIGN_IN = "/accounts/login/"
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "https://evil.example",
    "http://testserver@evil.example/",
    "/\t/evil.example",
    "\x00/home",
    "//evil.example\\@testserver/",
    "evil.example",
]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "login", ["Ana", "ana", "ANA", " ana ", "ana.petrova@example.org", "ANA.petrova@EXAMPLE.ORG"]
)
def test_a_person_signs_in_by_name_or_address_whatever_the_case(ana, client, sign_in, login):
    assert sign_in(client, login).url == "/"
    assert client.session[SESSION_KEY] == str(ana.pk)


@pytest.mark.parametrize("login", ["ana", "ana.petrova@example.org", "nobody", "nobody@example.org"])
def test_a_wrong_password_is_refused_with_the_same_sentence_for_all(ana, client, sign_in, login):
    page = sign_in(client, login, "wrong password")
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "password": ["The user name or e-mail and the password do not match. Capitals count in a password."]
    }


def test_an_inactive_person_gets_the_answer_of_a_wrong_password(ana, client, sign_in):
    User.objects.update(is_active=False)
    right, wrong = sign_in(client), sign_in(client, password="wrong password")
    assert (right.status_code, right.context["form"].errors) == (422, wrong.context["form"].errors)


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"login": "", "password": "x"}, {"login": ["Type your user name or your e-mail address."]}),
        ({"login": "ana", "password": ""}, {"password": ["Type your password."]}),
        ({"login": "a\x00na", "password": "x"}, {"login": ["Null characters are not allowed."]}),
    ],
)
def test_a_field_left_out_gets_its_sentence(client, db, data, errors):
    page = client.post(SIGN_IN, data)
    assert (page.status_code, page.context["form"].errors) == (422, errors)


def test_the_name_that_was_typed_is_kept_and_the_password_is_not(ana, client, sign_in):
    page = sign_in(client, "ana", "wrong password").content.decode()
    assert 'value="ana"' in page
    assert "wrong password" not in page


def test_a_refused_password_is_focused_marked_and_described(ana, client, sign_in):
    page = sign_in(client, password="wrong").content.decode()
    assert page.count("autofocus") == 1
    field = page[page.index('<input type="password"') :].partition(">")[0]
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_password_error"' in field
    assert "autofocus" in field
    assert 'id="id_password_error"' in page


def test_the_fields_are_labelled_and_known_to_password_managers(client, db):
    page = client.get(SIGN_IN).content.decode()
    for text in (
        '<label for="id_login">User name or e-mail</label>',
        '<label for="id_password">Password</label>',
        'autocomplete="username"',
        'autocomplete="current-password"',
        "Stay signed in for 30 days",
    ):
        assert text in page


def test_spaces_around_a_password_count(ana, client, sign_in):
    ana.set_password(" spaced out ")
    ana.save()
    assert sign_in(client, password="spaced out").status_code == 422
    assert sign_in(client, password=" spaced out ").status_code == 302


def test_signing_in_changes_the_session_key(ana, client, sign_in, settings):
    client.session.save()
    session = client.session
    session["something"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sign_in(client)
    assert client.session.session_key != session.session_key
    assert not type(session)().exists(session.session_key)


def test_the_cookie_of_a_session_is_kept_from_scripts_and_other_sites(ana, client, sign_in, settings):
    cookie = sign_in(client).cookies[settings.SESSION_COOKIE_NAME]
    kept = {name: cookie[name] for name in ("httponly", "samesite", "path", "domain")}
    assert kept == {"httponly": True, "samesite": "Lax", "path": "/", "domain": ""}


def test_a_sign_in_ends_with_the_browser_unless_asked_otherwise(ana, client, sign_in, settings):
    cookie = sign_in(client).cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_a_sign_in_lasts_30_days_when_asked_to(ana, client, sign_in, settings):
    cookie = sign_in(client, remember="on").cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == 30 * 24 * 3600


def test_after_the_sign_in_one_is_back_where_one_wanted_to_go(ana, client, sign_in):
    refused = client.get("/p/parcel-vision/board/?week=3&q=a%26b")
    form = client.get(refused.url)
    page = client.post(
        SIGN_IN,
        {"login": "ana", "password": "correct horse battery", "next": form.context["redirect_field_value"]},
    )
    assert page.url == "/p/parcel-vision/board/?week=3&q=a%26b"


def test_the_wanted_page_survives_a_wrong_password(ana, client, sign_in):
    page = sign_in(client, password="wrong", next="/p/parcel-vision/board/?week=3")
    assert '<input type="hidden" name="next" value="/p/parcel-vision/board/?week=3">' in page.content.decode()


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("where", ["query", "body"])
def test_a_sign_in_never_leads_off_the_site(ana, client, address, where):
    data = {"login": "ana", "password": "correct horse battery"}
    if where == "body":
        answer = client.post(SIGN_IN, data | {"next": address})
    else:
        answer = client.post(SIGN_IN, data, query_params={"next": address})
    assert (answer.status_code, answer.url) == (302, "/")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_sign_in_by_htmx_never_leads_off_the_site(ana, client, sign_in, address):
    answer = sign_in(client, next=address, HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_somebody_signed_in_who_opens_the_sign_in_stays_on_the_site(as_ana, address):
    assert as_ana.get(SIGN_IN, {"next": address}).url == "/"


def test_somebody_signed_in_who_opens_the_sign_in_is_led_home(as_ana):
    assert as_ana.get(SIGN_IN).url == "/"


def test_a_stranger_who_opens_home_is_led_to_the_sign_in(client, db):
    assert client.get("/").url == "/accounts/login/?next=/"


def test_htmx_of_somebody_signed_out_is_sent_to_the_sign_in_and_back_to_its_page(client, db):
    answer = client.get(
        "/p/x/cards/read/",
        HTTP_HX_REQUEST="true",
        HTTP_HX_CURRENT_URL="http://testserver/p/x/board/?week=3",
    )
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/accounts/login/?next=/p/x/board/%3Fweek%3D3"
    assert answer.content == b""


@pytest.mark.parametrize(
    "forged", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "http://["]
)
def test_a_forged_page_of_htmx_does_not_lead_off_the_site(client, db, forged):
    answer = client.get("/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL=forged)
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/accounts/login/?next=/")


def test_a_form_sent_by_somebody_signed_out_leads_back_to_its_page(client, db):
    answer = client.post("/p/x/cards/", HTTP_REFERER="http://testserver/p/x/board/?week=3")
    assert answer.url == "/accounts/login/?next=/p/x/board/%3Fweek%3D3"


@pytest.mark.parametrize("forged", ["https://evil.example/p/x/", "http://[", ""])
def test_a_form_from_elsewhere_leads_home(client, db, forged):
    assert client.post("/p/x/cards/", HTTP_REFERER=forged).url == "/accounts/login/?next=/"


def test_more_fields_than_the_form_has_change_nothing(ana, client, sign_in):
    sign_in(client, is_staff="on", is_superuser="on", role="owner", username="root", email="root@example.org")
    again = User.objects.get()
    assert (again.is_staff, again.is_superuser, again.username, again.email) == (
        False,
        False,
        "Ana",
        ana.email,
    )


def test_an_address_that_an_admin_changed_no_longer_signs_in(ana, client, sign_in, ask):
    sign_in(Client(), "ana.petrova@example.org")
    ask("ana.petrova@example.org")
    User.objects.update(email="ana@new.example.org")
    assert sign_in(client, "ana.petrova@example.org").status_code == 422
    assert sign_in(client, "ana@new.example.org").status_code == 302


def test_deactivation_ends_every_session(ana, as_ana, sign_in):
    other = Client()
    sign_in(other)
    User.objects.update(is_active=False)
    assert not is_signed_in(as_ana)
    assert not is_signed_in(other)


def test_a_page_of_somebody_signed_in_is_not_kept_by_the_browser(as_ana):
    page = as_ana.get(reverse("account_change_password"))
    assert "no-store" in page["Cache-Control"]


def test_the_sign_in_gives_no_session_to_a_stranger(client, db, settings):
    assert settings.SESSION_COOKIE_NAME not in client.get(SIGN_IN).cookies


def test_a_post_without_the_token_is_refused_and_signs_nobody_in(ana, sign_in, settings):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_a_request_that_calls_itself_json_gets_a_page(ana, client):
    answer = client.post(SIGN_IN, {"login": "ana", "password": "wrong"}, HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (422, "text/html; charset=utf-8")
