"""Doing what is due: what becomes of errands that go well, fail, or are of a kind that is not known."""

import smtplib
from datetime import timedelta
from itertools import chain, repeat

import pytest
from django.core.management import call_command
from django.utils import timezone

from projects.errands import run
from projects.errands.kinds import ErrandKind
from projects.errands.run import run_due
from projects.files.child import ChildFailed, Interrupted
from projects.mail import NotSent
from projects.models import Errand
from projects.models.errand import MOST_TRIES, GiveUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds(monkeypatch):
    """The kinds of errands that there are, for a test to fill."""
    monkeypatch.setattr(run, "KINDS", kinds := {})
    return kinds


@pytest.fixture
def done(kinds):
    """The keys of what was done, of a kind that goes well."""
    done = []
    kinds["note"] = ErrandKind(do=lambda errand: done.append(errand.key))
    return done


def failing(error):
    def do(errand):
        raise error

    return ErrandKind(do=do)


def add(kind="note", *keys, **fields):
    Errand.objects.add([Errand(kind=kind, key=key, **fields) for key in keys or ["one"]])


def test_all_that_is_due_is_done_in_order_and_gone(done):
    add("note", "one", "two", "three")
    assert run_due() == 3
    assert done == ["one", "two", "three"]
    assert not Errand.objects.exists()


def test_what_failed_does_not_keep_the_others_from_being_done(kinds, done):
    kinds["mail"] = failing(RuntimeError())
    add("mail", "bad")
    add("note", "good")
    assert run_due() == 1
    assert done == ["good"]
    assert Errand.objects.get().key == "bad"


def test_a_kind_that_this_version_does_not_know_waits_as_it_is(done):
    add("digest", "weekly")
    run_due()
    assert Errand.objects.get().tries == 0


def test_a_process_that_is_about_to_end_takes_nothing_more(done):
    add("note", "one", "two")
    run_due(lambda: bool(done))
    assert done == ["one"]


def test_an_error_keeps_its_kind_and_not_its_text(kinds, caplog):
    kinds["mail"] = failing(ValueError("https://board.example/join/secret/"))
    add("mail")
    run_due()
    assert Errand.objects.get().last_error == "ValueError"
    assert "secret" not in caplog.text


def test_the_same_error_again_is_not_logged_again(kinds, caplog):
    kinds["mail"] = failing(ValueError())
    add("mail")
    for _ in range(3):
        run_due()
        Errand.objects.update(due=timezone.now())
    assert len(caplog.records) == 1


def test_what_can_never_be_done_is_given_up_at_once(kinds, caplog):
    kinds["mail"] = failing(GiveUp("The invitation was taken back."))
    add("mail")
    run_due()
    assert Errand.objects.given_up().get().last_error == "The invitation was taken back."
    assert caplog.messages == ["Given up: mail: The invitation was taken back."]


@pytest.mark.parametrize(("code", "is_final"), [(550, True), (450, False)])
def test_a_recipient_that_the_mail_server_refuses_for_good_is_given_up(kinds, code, is_final):
    refused = smtplib.SMTPRecipientsRefused({"tom@example.org": (code, b"no")})
    kinds["mail"] = failing(NotSent(refused))
    add("mail")
    run_due()
    assert Errand.objects.given_up().exists() == is_final
    assert Errand.objects.get().last_error == "The mail server: it does not take mail for this recipient."


def test_what_is_counted_later_is_kept_for_as_long_as_its_kind_says(kinds, done):
    kinds["mail"] = ErrandKind(do=lambda errand: None, kept_for=timedelta(days=1))
    add("mail")
    run_due()
    assert Errand.objects.get().done_at
    Errand.objects.update(done_at=timezone.now() - timedelta(hours=25))
    run_due()
    assert not Errand.objects.exists()


def test_a_failure_is_forgotten_after_a_month(kinds, done):
    add("note", due=None)
    run_due()
    assert Errand.objects.exists()
    Errand.objects.update(created_at=timezone.now() - timedelta(days=31))
    run_due()
    assert not Errand.objects.exists()


def test_after_the_last_try_it_is_given_up(kinds):
    kinds["mail"] = failing(ValueError())
    add("mail", tries=MOST_TRIES - 2)
    for given_up in (False, True):
        Errand.objects.update(due=timezone.now())
        run_due()
        assert Errand.objects.given_up().exists() == given_up


def test_a_kind_says_how_often_it_is_tried_and_hears_of_the_end(kinds):
    told = []
    kinds["film"] = ErrandKind(do=failing(ValueError()).do, tries=1, when_given_up=told.append)
    add("film")
    run_due()
    assert told == [Errand.objects.given_up().get()]


def test_what_a_server_ended_of_each_time_is_not_begun_again(kinds):
    begun, told = [], []
    kinds["film"] = ErrandKind(do=begun.append, tries=2, when_given_up=told.append)
    add("film", tries=2)
    run_due()
    assert (begun, len(told)) == ([], 1)
    assert Errand.objects.given_up().get().last_error.startswith("The server ended each time")


def test_what_is_interrupted_was_not_tried_and_waits(kinds):
    kinds["film"] = failing(Interrupted())
    is_stopping = chain([False], repeat(True))
    add("film")
    run_due(lambda: next(is_stopping))
    errand = Errand.objects.due(["film"]).get()
    assert (errand.tries, errand.last_error) == (0, "")


def test_a_failed_child_says_of_what(kinds):
    kinds["film"] = failing(ChildFailed("memory"))
    add("film")
    run_due()
    assert Errand.objects.get().last_error == "The child process has failed: memory."


def test_cron_does_what_is_due(done, capsys):
    add("note", "one", "two")
    call_command("errands")
    assert capsys.readouterr().out == "Did 2 errands.\n"
