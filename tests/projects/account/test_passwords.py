"""Passwords: changed by who knows the old one, chosen anew by who reads the mail, and nobody else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects.errands.run import run_due
from projects.models import Errand, User
from tests.factories import UserFactory
from tests.projects.account.conftest import OTHER_PASSWORD, PASSWORD, choose, is_signed_in, path_of, sent

CHANGE = "/accounts/password/change/"
RESET = "/accounts/password/reset/"


def change(client, old=PASSWORD, new=OTHER_PASSWORD, again=None, **more):
    data = {"oldpassword": old, "password1": new, "password2": again or new}
    return client.post(CHANGE, data | more)


def test_a_change_ends_all_other_sessions_and_keeps_this_one(as_ana, sign_in):
    other = Client()
    sign_in(other)
    page = change(as_ana)
    assert page.url == CHANGE
    assert is_signed_in(as_ana)
    assert not is_signed_in(other)


def test_a_change_is_confirmed_once(as_ana):
    change(as_ana)
    assert "Your password is changed." in as_ana.get(CHANGE).content.decode()
    assert "Your password is changed." not in as_ana.get(CHANGE).content.decode()


def test_after_a_change_only_the_new_password_signs_in(as_ana, client, sign_in):
    change(as_ana)
    assert sign_in(client, password=PASSWORD).status_code == 422
    assert sign_in(client, password=OTHER_PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"old": ""}, "oldpassword", "Type your current password."),
        ({"old": "wrong password"}, "oldpassword", "This is not your current password."),
        ({"new": "short"}, "password1", "This password is too short. It must contain at least 8 characters."),
        ({"new": "password123"}, "password1", "This password is too common."),
        ({"new": "examples"}, "password1", "The password is too similar to the e-mail address."),
        ({"new": "Ana Petrova"}, "password1", "The password is too similar to the name."),
        ({"again": "something else"}, "password2", "You must type the same password each time."),
    ],
)
def test_a_refused_password_gets_its_sentence_and_changes_nothing(as_ana, ana, data, field, sentence):
    page = change(as_ana, **data)
    assert page.status_code == 422
    assert sentence in page.context["form"].errors[field]
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)


@pytest.mark.parametrize(
    "password", ["kettle42", "x y z " * 12, " leads and ends ", "пароль на кухне", "🐴" * 70]
)
def test_a_long_or_odd_password_is_taken_as_it_is(as_ana, ana, password):
    change(as_ana, new=password)
    ana.refresh_from_db()
    assert ana.check_password(password)


def test_the_fields_of_a_change_are_known_to_password_managers(as_ana):
    page = as_ana.get(CHANGE).content.decode()
    kinds = re.findall(r'type="(\w+)"[^>]*autocomplete="([\w-]+)"', page)
    assert kinds == [
        ("text", "username"),
        ("password", "current-password"),
        ("password", "new-password"),
        ("password", "new-password"),
    ]


def test_more_fields_than_the_form_has_change_nothing(as_ana, ana):
    change(as_ana, is_staff="on", is_superuser="on", role="owner", email="root@example.org", username="root")
    again = User.objects.get()
    assert (again.is_staff, again.is_superuser, again.username, again.email) == (
        False,
        False,
        "Ana",
        ana.email,
    )


def test_who_has_no_password_is_offered_a_link(ana, client):
    ana.set_unusable_password()
    ana.save()
    client.force_login(ana)
    assert client.get(CHANGE).url == RESET


def test_a_stranger_who_wants_to_change_a_password_is_led_to_the_sign_in(client, db):
    assert client.get(CHANGE).url == f"/accounts/login/?next={CHANGE}"


def test_the_same_answer_for_known_unknown_and_inactive_addresses(ana, client, ask):
    UserFactory(email="gone@example.org", is_active=False)
    answers = [ask(address) for address in (ana.email, "nobody@example.org", "gone@example.org")]
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, "/accounts/password/reset/done/")
    }
    assert [message.to for message in sent()] == [[ana.email]]


def test_an_answer_does_not_wait_for_the_mail(ana, ask):
    assert ask(ana.email).status_code == 302
    assert mail.outbox == []
    assert [message.to for message in sent()] == [[ana.email]]


def test_an_answer_asks_the_database_the_same_for_known_and_unknown_addresses(ana, client, db):
    client.post(RESET, {"email": "first@example.org"})  # makes the row that counts those who ask
    asked = []
    for address in (ana.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            client.post(RESET, {"email": address})
        asked.append([without_values(query["sql"]) for query in queries])
    assert asked[0] == asked[1]


def without_values(sql):
    return re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", sql)


def test_what_waits_for_the_mail_holds_no_link(ana, ask):
    ask(ana.email)
    waiting = Errand.objects.get()
    assert (waiting.kind, waiting.data) == ("password_reset_mail", {"address": ana.email.lower()})


def test_asked_twice_within_a_minute_one_mail_is_sent(ana, ask):
    with time_machine.travel(datetime(2026, 9, 7, 12, tzinfo=UTC), tick=False):
        ask(ana.email)
        ask(ana.email)
        assert len(sent()) == 1


def test_a_mail_that_cannot_be_sent_is_logged_without_its_link(ana, ask, monkeypatch, caplog):
    def fail(message):
        raise ConnectionRefusedError(message.body)

    monkeypatch.setattr(EmailMessage, "send", fail)
    assert ask(ana.email).status_code == 302
    run_due()
    assert [record.getMessage() for record in caplog.records] == [
        "To be tried again: password_reset_mail: The mail server: nothing listens there."
    ]
    assert "reset/key" not in caplog.text + Errand.objects.get().last_error


def test_a_mail_that_nobody_waits_for_any_more_is_not_sent(ana, ask):
    ask(ana.email)
    Errand.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert sent() == []
    assert Errand.objects.given_up().get().last_error == "It was not sent within an hour."


@pytest.mark.parametrize("address", ["", "ana", "ana@", "@example.org"])
def test_what_is_no_address_gets_a_sentence(client, db, address):
    page = client.post(RESET, {"email": address})
    assert page.status_code == 422
    expected = (
        "This is not an e-mail address, such as ana@example.org." if address else "Type your e-mail address."
    )
    assert page.context["form"].errors == {"email": [expected]}
    assert f'value="{address}"' in page.content.decode() or not address


@pytest.mark.parametrize(
    "forged",
    [{"HTTP_HOST": "localhost"}, {"HTTP_X_FORWARDED_HOST": "evil.example"}, {"HTTP_X_HOST": "evil.example"}],
)
def test_the_link_has_the_configured_host(ana, ask, settings, forged):
    settings.SITE_URL = "https://board.example.org"
    ask(ana.email, **forged)
    assert "https://board.example.org/accounts/password/reset/key/" in sent()[-1].body
    assert "evil" not in sent()[-1].body + sent()[-1].subject


def test_a_forged_host_is_refused(ana, ask):
    assert ask(ana.email, HTTP_HOST="evil.example").status_code == 400
    assert sent() == []


def test_the_mail_goes_to_the_address_on_the_person(ana, ask):
    ask("ANA.PETROVA@EXAMPLE.ORG")
    assert sent()[-1].to == ["Ana.Petrova@Example.org"]


@pytest.mark.both_databases
def test_an_address_that_only_looks_the_same_gets_no_mail(ask, db):
    UserFactory(email="mike@example.org")
    ask("mıke@example.org")
    assert sent() == []


@pytest.mark.both_databases
def test_a_letter_that_becomes_another_in_small_leads_to_the_address_on_the_person(ask, db):
    UserFactory(email="mike@example.org")
    ask("mi\N{KELVIN SIGN}e@example.org")
    assert [message.to for message in sent()] == [["mike@example.org"]]


def test_the_mail_says_who_what_and_for_how_long(ana, ask):
    ask(ana.email)
    message = sent()[-1]
    assert message.subject == "Choose a new password for Weekboard"
    for words in ("Hello Ana Petrova", "works once, within 24 hours", "user name is Ana"):
        assert words in message.body


def test_a_link_sets_a_password_and_ends_all_sessions(ana, as_ana, link, client, sign_in):
    done = choose(client, link)
    assert done.url == "/accounts/password/reset/key/done/"
    assert not is_signed_in(as_ana)
    assert not is_signed_in(client)
    assert sign_in(client, password=OTHER_PASSWORD).status_code == 302


def test_a_link_that_came_by_mail_confirms_the_address(ana, link, client):
    before = ana.email_confirmed_at
    choose(client, link)
    ana.refresh_from_db()
    assert (before, ana.email_confirmed_at is None) == (None, False)


def test_a_refused_new_password_leaves_the_link_alive(link, client):
    page = choose(client, link, "short")
    assert page.status_code == 422
    assert choose(client, link).status_code == 302


def test_a_link_works_once(link, client):
    choose(client, link)
    assert Client().get(link).status_code == 404


def test_a_form_that_was_open_does_not_work_after_the_link_was_used(link, client):
    late = Client()
    form = late.get(link, follow=True).request["PATH_INFO"]
    choose(client, link)
    answer = late.post(form, {"password1": "late to the party", "password2": "late to the party"})
    assert answer.status_code == 404
    assert User.objects.get().check_password(OTHER_PASSWORD)


@pytest.mark.parametrize(("hours", "status"), [(23.9, 302), (24.1, 404)])
def test_a_link_works_for_a_day(ana, ask, client, hours, status):
    begin = datetime(2026, 9, 7, 12, tzinfo=UTC)
    with time_machine.travel(begin, tick=False):
        ask(ana.email)
        link = path_of(sent()[-1])
    with time_machine.travel(begin + timedelta(hours=hours), tick=False):
        assert client.get(link).status_code == status


def test_a_link_dies_when_the_password_is_changed(as_ana, link):
    change(as_ana)
    assert Client().get(link).status_code == 404


def test_a_link_dies_when_the_address_is_changed(link, client):
    User.objects.update(email="ana@new.example.org")
    assert client.get(link).status_code == 404


def test_a_link_dies_when_the_person_is_deactivated(link, client):
    User.objects.update(is_active=False)
    assert client.get(link).status_code == 404


def test_a_link_is_for_its_person_only(link, client):
    other = UserFactory()
    person, _, key = link.partition("/key/")[2].partition("-")
    assert int(person, 36) != other.pk
    assert client.get(f"/accounts/password/reset/key/{other.pk}-{key}").status_code == 404


@pytest.mark.parametrize("key", ["1-abc", "zzzzzzzzzzzzzzzzz-abc", "1-set-password", "0-x-y-z"])
def test_a_made_up_link_is_not_found(client, ana, key):
    page = client.get(f"/accounts/password/reset/key/{key}/")
    assert page.status_code == 404
    assert "This link does not work" in page.content.decode()


def test_the_page_behind_a_link_does_not_have_it_in_its_address(link, client):
    assert client.get(link).url.endswith("-set-password/")


def test_more_fields_than_the_link_s_form_has_change_nothing(link, client, ana):
    form = client.get(link, follow=True).request["PATH_INFO"]
    data = {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD, "is_superuser": "on", "is_staff": "on"}
    client.post(form, data)
    again = User.objects.get()
    assert (again.is_staff, again.is_superuser, again.email) == (False, False, ana.email)


def test_an_address_that_an_admin_changed_gets_no_link(link, ana, ask):
    before = len(sent())
    User.objects.update(email="ana@new.example.org")
    ask(ana.email)
    ask("ana@new.example.org")
    assert [message.to for message in sent()[before:]] == [["ana@new.example.org"]]


def test_no_second_list_of_addresses_is_kept(as_ana, link, client):
    choose(client, link)
    assert not EmailAddress.objects.exists()


def test_a_person_added_without_a_password_can_choose_one(db, ask, client, sign_in):
    person = UserFactory(username="neu")
    person.set_unusable_password()
    person.save()
    ask(person.email)
    choose(client, path_of(sent()[-1]))
    assert sign_in(client, "neu", OTHER_PASSWORD).status_code == 302


@pytest.mark.parametrize("name", ["account_reset_password_done", "account_reset_password_from_key_done"])
def test_the_pages_that_only_tell_can_be_opened_by_anybody(client, db, name):
    assert client.get(reverse(name)).status_code == 200
