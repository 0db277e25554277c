"""Where somebody is signed in: by which browser, since when, from where, and how it ends."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.access.stream_session import SIGNED_OUT, authenticate, revoked
from projects.models import SignIn
from tests.asking import page_of
from tests.boards.account.conftest import ACCOUNT, PASSWORD
from tests.conftest import client_for
from tests.factories import UserFactory
from tests.projects.access.test_stream_session import scope_of

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 26 like Mac OS X) Version/26 Safari/604.1"
END, END_OTHERS = f"{ACCOUNT}sessions/end/", f"{ACCOUNT}sessions/end-others/"

pytestmark = pytest.mark.django_db


def browser(person, user_agent=FIREFOX, ip="203.0.113.7"):
    """A browser in which this person has signed in."""
    client = Client(headers={**page_of(person.pk), "User-Agent": user_agent}, REMOTE_ADDR=ip)
    client.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    return client


def is_signed_in(client):
    return client.get(ACCOUNT).status_code == 200


def test_the_page_says_by_which_browser_since_when_and_from_where(ana):
    here, _ = browser(ana), browser(ana, IPHONE, "2001:db8::7")
    page = here.get(ACCOUNT).text
    assert "Firefox on Linux <em>this one</em>" in page
    assert "Safari on iPhone" in page
    assert ("from 203.0.113.7" in page, "from 2001:db8::7" in page) == (True, True)


def test_one_browser_is_signed_out_and_the_others_are_not(ana):
    here, phone, third = browser(ana), browser(ana, IPHONE), browser(ana)
    here.post(END, {"session": SignIn.objects.get(user_agent=IPHONE).pk})
    assert [is_signed_in(each) for each in (here, phone, third)] == [True, False, True]


def test_all_others_are_signed_out(ana):
    here, others = browser(ana), [browser(ana), browser(ana, IPHONE)]
    here.post(END_OTHERS)
    assert is_signed_in(here)
    assert not any(is_signed_in(each) for each in others)
    assert SignIn.objects.get().session_key == here.session.session_key


def test_nobody_elses_session_is_ended(ana):
    ben = UserFactory(username="ben", password=PASSWORD)
    here, other = browser(ana), browser(ben)
    here.post(END, {"session": SignIn.objects.get(user=ben).pk})
    here.post(END_OTHERS)
    assert is_signed_in(other)


@pytest.mark.parametrize("sent", ["", "x", "0", "9" * 30, "-1"])
def test_a_session_that_there_is_not_is_signed_out_already(ana, sent):
    here = browser(ana)
    assert here.post(END, {"session": sent}).url == "/account/#sessions"
    assert is_signed_in(here)


def test_ones_own_browser_is_not_ended_from_the_list(ana):
    here = browser(ana)
    here.post(END, {"session": SignIn.objects.get().pk})
    assert is_signed_in(here)


def test_a_session_that_was_ended_gets_no_more_of_a_board(ana, membership, project):
    here, other = browser(ana), browser(ana, IPHONE)
    session = authenticate(scope_of(other))[0]
    here.post(END_OTHERS)
    assert revoked([session]) == {session: SIGNED_OUT}


# --- Which are listed ------------------------------------------------------------------------------------
def test_a_browser_that_has_signed_out_is_not_listed(ana):
    here, other = browser(ana), browser(ana, IPHONE)
    other.post(reverse("account_logout"))
    assert "iPhone" not in here.get(ACCOUNT).text
    assert SignIn.objects.count() == 1


def test_a_session_of_an_older_password_is_not_listed(ana):
    here, _ = browser(ana), browser(ana, IPHONE)
    new = {"oldpassword": PASSWORD, "password1": "staple of a horse", "password2": "staple of a horse"}
    here.post(reverse("account_change_password"), new)
    page = here.get(ACCOUNT).text
    assert ("Firefox on Linux <em>this one</em>" in page, "iPhone" in page) == (True, False)


def test_sessions_that_are_gone_are_forgotten_at_the_next_sign_in(ana):
    browser(ana)
    Session.objects.all().delete()
    browser(ana, IPHONE)
    assert SignIn.objects.get().user_agent == IPHONE


def test_a_session_that_nobody_wrote_down_is_listed_as_what_it_says_of_itself(ana):
    assert "curl <em>this one</em>" in client_for(ana).get(ACCOUNT, headers={"User-Agent": "curl/8"}).text


@pytest.mark.both_databases
def test_the_migration_lists_sessions_that_were_begun_before(ana):
    here, old = browser(ana), browser(ana, IPHONE)
    SignIn.objects.all().delete()
    import_module("projects.migrations.0016_list_sessions").list_sessions(apps, None)
    here.post(END_OTHERS)
    assert (is_signed_in(here), is_signed_in(old)) == (True, False)


# --- What it costs ---------------------------------------------------------------------------------------
def test_the_queries_of_the_page_do_not_grow_with_ones_sessions(ana):
    here = browser(ana)
    browser(ana, IPHONE)
    with CaptureQueriesContext(connection) as before:
        here.get(ACCOUNT)
    for _ in range(4):
        browser(ana, IPHONE)
    with CaptureQueriesContext(connection) as after:
        here.get(ACCOUNT)
    assert len(after) == len(before)


def test_a_sign_in_does_not_ask_for_each_session_there_is(ana):
    browser(ana)
    with CaptureQueriesContext(connection) as before:
        browser(ana)
    for _ in range(4):
        browser(ana)
    with CaptureQueriesContext(connection) as after:
        browser(ana)
    assert len(after) == len(before)


@pytest.mark.both_databases
@pytest.mark.parametrize("ip", ["", "unknown"])
def test_somebody_whose_address_is_not_known_signs_in(ana, ip):
    assert is_signed_in(browser(ana, ip=ip))


@pytest.mark.both_databases
@pytest.mark.parametrize("user_agent", ["", "x" * 5000, "Firefox/1 \x00\x7f", "Сафари/1"])
def test_whatever_a_browser_says_of_itself_it_signs_in(ana, user_agent):
    assert is_signed_in(browser(ana, user_agent))
