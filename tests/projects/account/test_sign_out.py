"""The sign-out: by a button, wholly, and never to another site."""

import pytest
from django.test import Client

from projects.models import User
from tests.asking import page_of
from tests.projects.account.conftest import is_signed_in
from tests.projects.account.test_sign_in import ELSEWHERE, SIGN_IN

SIGN_OUT = "/accounts/logout/"


def test_opening_the_sign_out_shows_a_button_and_ends_nothing(as_ana):
    page = as_ana.get(SIGN_OUT)
    assert "Sign out?" in page.content.decode()
    assert is_signed_in(as_ana)


def test_signing_out_ends_the_session_on_the_server(as_ana, settings):
    cookie = as_ana.cookies[settings.SESSION_COOKIE_NAME].value
    assert as_ana.post(SIGN_OUT).url == "/accounts/login/"
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert not is_signed_in(thief)


def test_signing_out_leaves_the_other_browser_signed_in(as_ana, sign_in):
    other = Client()
    sign_in(other)
    as_ana.post(SIGN_OUT)
    assert is_signed_in(other)


def test_signing_out_leaves_no_session_cookie(as_ana, settings):
    cookie = as_ana.post(SIGN_OUT).cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie.value, cookie["max-age"]) == ("", 0)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("path", [SIGN_OUT, "/admin/logout/"])
def test_the_sign_in_after_a_sign_out_says_once_whose_drafts_are_to_go(as_ana, ana, path, headers):
    User.objects.update(is_staff=True)
    as_ana.post(path, headers=headers)
    said = [f'data-signed-out="{ana.pk}"' in as_ana.get(SIGN_IN).text for _ in range(2)]
    assert said == [True, False]


def test_after_an_ended_session_nobodys_drafts_go(as_ana):
    as_ana.session.flush()
    assert "data-signed-out" not in as_ana.get("/", follow=True).text


def test_the_note_of_a_sign_out_is_kept_from_scripts_and_other_sites(as_ana, settings):
    note = as_ana.post(SIGN_OUT).cookies[settings.SIGNED_OUT_COOKIE_NAME]
    assert [note[name] for name in ("httponly", "samesite", "max-age")] == [True, "Lax", ""]


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("where", ["query", "body"])
def test_a_sign_out_never_leads_off_the_site(as_ana, address, where):
    data, query = ({"next": address}, {}) if where == "body" else ({}, {"next": address})
    assert as_ana.post(SIGN_OUT, data, query_params=query).url == "/accounts/login/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_sign_out_by_htmx_never_leads_off_the_site(as_ana, address):
    answer = as_ana.post(SIGN_OUT, {"next": address}, HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/accounts/login/")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_the_sign_out_page_leads_a_stranger_nowhere_else(client, db, address):
    assert client.get(SIGN_OUT, {"next": address}).url == "/accounts/login/"


def test_a_sign_out_without_the_token_is_refused(ana, sign_in):
    client = Client(headers=page_of(ana.pk), enforce_csrf_checks=True)
    client.force_login(ana)
    assert client.post(SIGN_OUT).status_code == 403
    assert is_signed_in(client)
