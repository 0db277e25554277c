"""Guessing is stopped by where it comes from, so that nobody can lock an owner out."""

import time

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.cache import caches
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.test import Client

from projects.account.adapter import AccountAdapter
from tests.projects.account.conftest import PASSWORD, is_signed_in

TRIES = 15


def guess(sign_in, client, times=TRIES, **more):
    return [sign_in(client, password="wrong password", **more).status_code for _ in range(times)]


@pytest.mark.both_databases
def test_thirty_wrong_passwords_are_too_many(ana, client, sign_in):
    assert guess(sign_in, client, 30) == [422] * TRIES + [429] * (30 - TRIES)


def test_the_names_may_change_all_the_time(db, client, sign_in):
    answers = [sign_in(client, f"somebody{n}", "wrong").status_code for n in range(20)]
    assert answers[-1] == 429


def test_too_many_tries_get_a_page_that_says_when_to_come_back(ana, client, sign_in):
    guess(sign_in, client)
    page = sign_in(client)
    assert (page.status_code, page["Retry-After"]) == (429, "300")
    assert "Try again in five minutes." in page.content.decode()
    assert 'value="ana"' in page.content.decode()


@pytest.mark.both_databases
def test_a_busy_database_is_not_taken_for_too_many_tries(ana, sign_in, monkeypatch):
    execute = CursorWrapper._execute

    def busy(cursor, sql, *more):
        if sql.startswith(("INSERT", "UPDATE")) and "weekboard_cache" in sql:
            raise OperationalError("database is locked")
        return execute(cursor, sql, *more)

    monkeypatch.setattr(CursorWrapper, "_execute", busy)
    page = sign_in(Client(raise_request_exception=False))
    assert (page.status_code, page["Retry-After"]) == (503, "5")


def test_the_right_password_from_a_blocked_address_signs_nobody_in(ana, client, sign_in):
    guess(sign_in, client)
    sign_in(client)
    assert not is_signed_in(client)


def test_the_owner_signs_in_from_another_address_meanwhile(ana, client, sign_in):
    guess(sign_in, client, 30)
    assert sign_in(Client(), REMOTE_ADDR="192.0.2.7").status_code == 302


@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP"]
)
def test_a_header_does_not_make_another_address(ana, client, header):
    data = {"login": "ana", "password": "wrong password"}
    answers = [client.post("/accounts/login/", data, **{header: f"192.0.2.{n}"}) for n in range(TRIES + 1)]
    assert answers[-1].status_code == 429


@pytest.mark.parametrize(
    ("one", "other"),
    [("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"), ("", ""), ("fe80::1%eth0", "fe80::1%eth0")],
)
def test_neighbours_in_one_network_and_the_unknown_count_as_one(ana, client, sign_in, one, other):
    guess(sign_in, client, REMOTE_ADDR=one)
    assert sign_in(client, REMOTE_ADDR=other).status_code == 429


def test_signing_in_rightly_uses_no_try(ana, client, sign_in):
    for _ in range(TRIES + 1):
        assert sign_in(Client()).status_code == 302


def test_after_five_minutes_one_may_try_again(ana, client, sign_in, monkeypatch):
    guess(sign_in, client)
    now = time.time()
    monkeypatch.setattr(
        "allauth.core.internal.ratelimit.time.time", lambda: now + settings.TRY_AGAIN_AFTER + 1
    )
    assert sign_in(client).status_code == 302


def test_what_is_posted_to_the_sign_in_of_the_admin_counts_as_guessing(ana, client, sign_in):
    data = {"username": "ana", "password": "wrong password", "next": "/admin/"}
    answers = [client.post("/admin/login/", data).status_code for _ in range(30)]
    assert answers == [302] * TRIES + [429] * (30 - TRIES)
    assert sign_in(client).status_code == 429


def test_the_right_password_posted_to_the_admin_signs_nobody_in(ana, client):
    ana.is_staff = ana.is_superuser = True
    ana.save()
    client.post("/admin/login/", {"username": "ana", "password": PASSWORD})
    assert not is_signed_in(client)


def test_too_many_links_asked_for_are_refused_and_a_page_says_so(ana, ask):
    answers = [ask(f"somebody{n}@example.org") for n in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert answers[-1]["Retry-After"] == "300"
    assert "Too many tries" in answers[-1].content.decode()


def test_too_many_wrong_current_passwords_are_refused(as_ana):
    data = {"oldpassword": "wrong", "password1": "a new password", "password2": "a new password"}
    answers = [as_ana.post("/accounts/password/change/", data).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_too_many_tries_by_htmx_bring_no_page(ana, client, ask):
    answers = [ask("somebody@example.org", HTTP_HX_REQUEST="true") for _ in range(11)]
    assert (answers[-1].status_code, answers[-1].content, answers[-1]["Retry-After"]) == (429, b"", "300")


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_try_counts_though_the_request_breaks(ana, client, sign_in, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("after the password was looked at")

    client.raise_request_exception = False
    monkeypatch.setattr(AccountAdapter, "authentication_failed", fail)
    assert guess(sign_in, client) == [500] * TRIES
    monkeypatch.setattr(AccountAdapter, "authentication_failed", DefaultAccountAdapter.authentication_failed)
    assert sign_in(client).status_code == 429


@pytest.mark.both_databases
def test_the_tries_are_kept_in_the_database(ana, client, sign_in):
    sign_in(client, password="wrong password")
    table = caches["default"]._table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key FROM {table} WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchall() == [(":1:allauth:rl:allauth.account:login_failed:15/300.0/ip:ip:127.0.0.1",)]
