"""Another address: a link that is sent to it comes back first, where mail works. Nobody learns who has an account."""

import re

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.errands.run import run_due
from projects.models import Errand, User
from tests.boards.account.conftest import ACCOUNT, PASSWORD
from tests.conftest import client_for
from tests.factories import UserFactory

NEW = "ana.lopes@example.org"
ADDRESS = f"{ACCOUNT}address/"

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def confirmed(ana):
    ana.email_confirmed_at = timezone.now()
    ana.save()
    return ana


@pytest.fixture
def mails(settings):
    settings.SENDS_MAIL = True


@pytest.fixture
def without_mail(settings):
    settings.SENDS_MAIL = False


def ask(client, email=NEW, password=PASSWORD, **more):
    return client.post(ADDRESS, {"email": email, "password": password, **more})


def sent():
    """The mails that leave for what was asked so far: to whom, and what about."""
    run_due()
    return [(message.to[0], message.subject) for message in mail.outbox]


def link():
    run_due()
    return re.search(r"https?://[^/]+(/account/address/confirm/\S+)", mail.outbox[-1].body)[1]


def address_of(person):
    return User.objects.values_list("email", flat=True).get(pk=person.pk)


# --- Where mail works ------------------------------------------------------------------------------------
def test_a_new_address_counts_when_its_link_has_come_back(mails, as_ana, ana):
    ask(as_ana)
    assert address_of(ana) == "ana@example.org"
    assert as_ana.post(link()).url == "/account/#address"
    again = User.objects.get()
    assert (again.email, again.new_email, again.email_confirmed_at is None) == (NEW, "", False)


def test_the_page_says_which_address_is_waited_for_and_which_counts(mails, as_ana):
    ask(as_ana)
    page = as_ana.get(ACCOUNT).text
    assert f"<bdi>{NEW}</bdi>" in page
    assert "Until then <b><bdi>ana@example.org</bdi></b> counts." in page


def test_opening_the_link_changes_nothing(mails, as_ana, ana):
    ask(as_ana)
    address = link()
    for _ in range(50):
        assert as_ana.get(address).status_code == as_ana.head(address).status_code == 200
    assert address_of(ana) == "ana@example.org"
    as_ana.post(address)
    assert address_of(ana) == NEW


def test_the_old_address_is_told_and_only_when_it_counts_no_more(mails, as_ana):
    ask(as_ana)
    as_ana.post(link())
    assert sent() == [
        (NEW, "Confirm your new address for Weekboard"),
        ("ana@example.org", "Your address for Weekboard was changed"),
    ]


def test_a_link_works_once(mails, as_ana):
    ask(as_ana)
    address = link()
    as_ana.post(address)
    assert as_ana.post(address).status_code == 404


def test_a_link_works_for_a_day(mails, as_ana, ana):
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as clock:
        ask(as_ana)
        address = link()
        clock.shift(24 * 3600 + 1)
        assert as_ana.post(address).status_code == 404
    assert address_of(ana) == "ana@example.org"


def test_a_link_works_for_nobody_else(mails, as_ana, ana):
    ask(as_ana)
    other = client_for(UserFactory())
    assert other.get(link()).status_code == 404
    assert other.post(link()).status_code == 404
    assert address_of(ana) == "ana@example.org"


def test_who_is_signed_out_signs_in_and_comes_back_to_the_link(mails, as_ana):
    ask(as_ana)
    address = link()
    assert Client().get(address).url == f"/accounts/login/?next={address}"


def test_a_link_to_one_address_does_not_confirm_the_one_that_was_asked_for_after_it(mails, as_ana, ana):
    ask(as_ana)
    first = link()
    ask(as_ana, "third@example.org")
    assert as_ana.post(first).status_code == 404
    assert address_of(ana) == "ana@example.org"


def test_the_link_is_sent_again_and_the_first_one_still_works(mails, as_ana, ana):
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as clock:
        ask(as_ana)
        first = link()
        clock.shift(120)
        as_ana.post(f"{ADDRESS}send/")
        assert len(sent()) == 2
        as_ana.post(first)
    assert address_of(ana) == NEW


def test_who_keeps_the_old_address_is_asked_no_more(mails, as_ana, ana):
    ask(as_ana)
    address = link()
    as_ana.post(f"{ADDRESS}keep/")
    assert as_ana.post(address).status_code == 404
    assert (address_of(ana), User.objects.get().new_email) == ("ana@example.org", "")


def test_a_mail_that_was_not_sent_yet_is_not_sent_for_who_has_thought_better_of_it(mails, as_ana):
    ask(as_ana)
    as_ana.post(f"{ADDRESS}keep/")
    assert sent() == []


def test_a_link_from_the_mail_of_a_new_password_is_invalid_after_the_change(mails, as_ana, ana):
    Client().post("/accounts/password/reset/", {"email": ana.email})
    run_due()
    reset = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]
    ask(as_ana)
    as_ana.post(link())
    assert Client().get(reset).status_code == 404


def test_the_mail_to_an_address_that_nobody_has_proved_holds_nothing_that_somebody_has_typed(
    mails, as_ana, ana
):
    User.objects.update(name="Win at evil.example", username="evil.example")
    ask(as_ana)
    run_due()
    assert "evil" not in mail.outbox[0].body + mail.outbox[0].subject


# --- An address that nothing has proved yet --------------------------------------------------------------
def test_an_address_that_nothing_has_proved_is_confirmed_by_a_link(mails, as_ana, ana):
    assert "Send a link to confirm it" in as_ana.get(ACCOUNT).text
    as_ana.post(f"{ADDRESS}send/")
    as_ana.post(link())
    again = User.objects.get()
    assert (again.email, again.email_confirmed_at is None) == (ana.email, False)
    assert [to for to, _ in sent()] == [ana.email]


def test_an_address_that_is_proved_is_not_asked_about(mails, as_ana, confirmed):
    assert "Send a link to confirm it" not in as_ana.get(ACCOUNT).text
    as_ana.post(f"{ADDRESS}send/")
    assert sent() == []


# --- Nobody learns who has an account --------------------------------------------------------------------
def test_an_address_that_is_taken_gets_the_same_answer_by_the_same_statements(mails, as_ana, ana):
    UserFactory(email="taken@example.org")

    def answer(email):
        with CaptureQueriesContext(connection) as queries:
            response = ask(as_ana, email)
        page = as_ana.get(ACCOUNT).text
        as_ana.post(f"{ADDRESS}keep/")
        return response.status_code, response.url, len(queries), re.sub(r'value="[^"]{60,}"', "", page)

    as_ana.get(ACCOUNT)
    answer("warm.up@example.org")
    taken, free = answer("taken@example.org"), answer("other@example.org")
    assert taken == tuple(str(part).replace("other", "taken") if part is free[3] else part for part in free)


def test_only_who_has_the_address_is_told_that_somebody_wanted_it(mails, as_ana, ana):
    UserFactory(email="Taken@example.org")
    ask(as_ana, "taken@example.org")
    assert sent() == [("Taken@example.org", "You have an account on Weekboard already")]
    assert "confirm/" not in mail.outbox[0].body


def test_an_address_that_is_taken_meanwhile_stays_whose_it_is(mails, as_ana, ana):
    ask(as_ana)
    address = link()
    UserFactory(email=NEW.upper())
    answer = as_ana.post(address)
    assert (answer.status_code, "Somebody has this address already." in answer.text) == (409, True)
    assert address_of(ana) == "ana@example.org"


def test_mails_cannot_be_asked_for_without_end(mails, as_ana):
    answers = [ask(as_ana, f"other{number}@example.org").status_code for number in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(sent()) == 1  # to the last address alone


# --- What is refused -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": ""}, "Type your e-mail address."),
        ({"email": "ana"}, "This is not an e-mail address, such as ana@example.org."),
        ({"email": "ana@example.org"}, "This is your address already."),
        ({"password": ""}, "Type your password."),
        ({"password": "wrong"}, "This is not your password."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(mails, as_ana, confirmed, typed, sentence):
    answer = ask(as_ana, **typed)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert (User.objects.get().new_email, Errand.objects.count()) == ("", 0)


def test_passwords_cannot_be_guessed_without_end(mails, as_ana):
    answers = [ask(as_ana, password="wrong").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


# --- Where no mail works ---------------------------------------------------------------------------------
def test_without_mail_an_address_is_changed_at_once_and_proved_by_nothing(without_mail, as_ana, confirmed):
    ask(as_ana)
    again = User.objects.get()
    assert (again.email, again.new_email, again.email_confirmed_at) == (NEW, "", None)
    assert Errand.objects.count() == 0


def test_without_mail_nobody_elses_address_is_taken(without_mail, as_ana, ana):
    UserFactory(email="taken@example.org")
    answer = ask(as_ana, "TAKEN@example.org")
    assert (answer.status_code, "Somebody has this address already." in answer.text) == (422, True)
    assert address_of(ana) == "ana@example.org"


def test_without_mail_the_password_is_asked_for(without_mail, as_ana, ana):
    assert ask(as_ana, password="wrong").status_code == 422
    assert address_of(ana) == "ana@example.org"
