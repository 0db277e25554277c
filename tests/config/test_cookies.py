"""Cookies of two servers on one host: they do not meet, and no upgrade signs anybody out."""

import pytest
from django.conf import settings
from django.test import Client

from projects.access.session_cookie import NAME_WITHOUT_PORT
from tests.asking import session_of
from tests.config.test_production import manage
from tests.projects.access.test_stream_session import authenticate, scope_of

BOARD = "/p/parcel-vision/board/"


def names(tmp_path, **told):
    lines = manage(tmp_path, "diffsettings", "--all", **told).stdout.splitlines()
    pairs = dict(line.split(" = ", 1) for line in lines)
    return [pairs[name].strip("'") for name in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")]


@pytest.mark.parametrize(
    ("told", "port"),
    [({}, 8000), ({"PORT": "8001"}, 8001), ({"SITE_URL": "http://board.lan:8080"}, 8080)],
)
def test_without_https_the_port_is_in_their_names(tmp_path, told, port):
    assert names(tmp_path, **told) == [f"weekboard-session-{port}", f"weekboard-csrf-{port}"]


def test_with_https_they_belong_to_the_host_whatever_the_port(tmp_path):
    assert names(tmp_path, SITE_URL="https://board.lan:8443") == ["__Host-session", "__Host-csrf"]


def test_the_page_tells_its_scripts_the_name_of_the_token(as_member, project):
    assert f'data-csrf-cookie="{settings.CSRF_COOKIE_NAME}"' in as_member.get(BOARD).text


# --- The name that had no port ---------------------------------------------------------------------------


@pytest.fixture
def upgraded(project, member):
    """A browser that was signed in before the cookies' names had the port."""
    client = Client()
    client.cookies[NAME_WITHOUT_PORT] = session_of(member)
    return client


def test_who_was_signed_in_still_is_and_has_the_new_cookie_in_place_of_the_old(upgraded):
    key = upgraded.cookies[NAME_WITHOUT_PORT].value
    response = upgraded.get(BOARD)
    assert response.status_code == 200
    assert response.cookies[settings.SESSION_COOKIE_NAME].value == key
    assert response.cookies[NAME_WITHOUT_PORT]["max-age"] == 0


def test_the_old_name_is_read_once(upgraded):
    upgraded.get(BOARD)
    response = upgraded.get(BOARD)
    assert (response.status_code, settings.SESSION_COOKIE_NAME in response.cookies) == (200, False)


def test_a_stream_that_comes_back_after_the_upgrade_is_let_in(upgraded, member):
    assert authenticate(scope_of(upgraded))[0].user_id == member.pk


def test_a_session_of_another_server_on_this_host_is_left_alone(client, project):
    client.cookies[NAME_WITHOUT_PORT] = "a-session-of-the-other-server-01"
    response = client.get(BOARD)
    assert (response.status_code, NAME_WITHOUT_PORT in response.cookies) == (302, False)


def test_the_cookie_of_now_counts_and_not_an_old_one(upgraded, owner):
    upgraded.cookies[settings.SESSION_COOKIE_NAME] = session_of(owner)
    assert f'data-person="{owner.pk}"' in upgraded.get(BOARD).text


def test_by_https_a_name_that_any_page_of_the_domain_could_set_is_nobodys(upgraded, settings):
    settings.HTTPS = True
    assert upgraded.get(BOARD).status_code == 302
