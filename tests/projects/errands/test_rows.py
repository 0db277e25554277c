"""Errands as rows: which are due, who takes one, and what becomes of it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from projects.errands import waking
from projects.models import Errand
from projects.models.errand import LEASE, LONGEST_PAUSE, MOST_TRIES, pause

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def errand():
    Errand.objects.add([Errand(kind="mail", key="mail to ana")])
    return Errand.objects.get()


def test_of_a_key_there_are_never_two(errand):
    Errand.objects.add([Errand(kind="mail", key=errand.key, data={"other": 1})])
    assert Errand.objects.get().data == {}


def test_who_writes_one_wakes_the_loop_when_it_is_committed(django_capture_on_commit_callbacks, monkeypatch):
    woken = []
    monkeypatch.setattr(waking, "listeners", [lambda: woken.append(Errand.objects.count())])
    with django_capture_on_commit_callbacks(execute=True):
        Errand.objects.add([Errand(kind="mail", key="1"), Errand(kind="mail", key="2")])
        assert woken == []
    assert woken == [2]


def test_the_oldest_is_due_first_and_what_is_due_later_is_not(errand):
    now = timezone.now()
    Errand.objects.add([Errand(kind="mail", key="later", due=now + timedelta(minutes=1))])
    Errand.objects.add([Errand(kind="mail", key="older", due=now - timedelta(minutes=1))])
    assert [each.key for each in Errand.objects.due(["mail"])] == ["older", errand.key]


def test_a_kind_that_this_version_does_not_know_is_left_alone(errand):
    assert not Errand.objects.due(["digest"])
    assert Errand.objects.waiting().get() == errand


def test_of_two_processes_that_have_read_one_only_one_takes_it(errand):
    other = Errand.objects.get()
    assert [errand.take(), other.take()] == [True, False]


def test_what_a_process_has_taken_is_due_again_if_it_dies(errand):
    errand.take()
    assert not Errand.objects.due(["mail"])
    Errand.objects.update(due=timezone.now() - timedelta(seconds=1))  # LEASE later
    assert Errand.objects.due(["mail"]).get().tries == 1


def test_who_was_taken_for_dead_leaves_the_row_to_who_has_it_now(errand):
    errand.take()
    Errand.objects.update(due=timezone.now() - LEASE)
    other = Errand.objects.get()
    other.take()
    errand.finish(keep=False)
    errand.fail("it was slow")
    assert Errand.objects.get().last_error == ""


def test_what_is_done_is_gone(errand):
    errand.take()
    errand.finish(keep=False)
    assert not Errand.objects.exists()


def test_what_is_done_and_kept_is_not_done_again_and_keeps_its_key(errand):
    errand.take()
    errand.finish(keep=True)
    Errand.objects.add([Errand(kind="mail", key=errand.key)])
    assert not Errand.objects.waiting()


def test_what_has_failed_waits_and_says_why(errand):
    errand.take()
    before = timezone.now()
    errand.fail("it does not answer")
    again = Errand.objects.get()
    assert again.last_error == "it does not answer"
    assert timedelta(minutes=1) <= again.due - before < timedelta(minutes=2)


def test_pauses_double_up_to_six_hours():
    assert [pause(tries) // timedelta(minutes=1) for tries in (1, 2, 3, 9)] == [1, 2, 4, 256]
    assert pause(MOST_TRIES) == LONGEST_PAUSE


def test_what_is_given_back_was_not_tried_and_is_due(errand):
    errand.take()
    errand.give_back()
    again = Errand.objects.due(["mail"]).get()
    assert again.tries == 0


def test_who_takes_one_says_for_how_long(errand):
    errand.take(timedelta(hours=1))
    assert Errand.objects.get().due > timezone.now() + timedelta(minutes=59)


def test_who_is_still_at_it_keeps_it_beyond_its_lease(errand, django_assert_num_queries):
    errand.take(timedelta(minutes=1))
    with django_assert_num_queries(0):
        assert errand.renew()
    with time_machine.travel(timezone.now() + timedelta(seconds=40)):
        assert errand.renew()
        assert Errand.objects.get().due > timezone.now() + timedelta(seconds=59)
        errand.finish(keep=False)
    assert not Errand.objects.exists()


def test_who_was_taken_for_dead_cannot_keep_it(errand):
    errand.take(timedelta(minutes=1))
    with time_machine.travel(timezone.now() + timedelta(seconds=90)):
        Errand.objects.get().take()
        assert not errand.renew()


def test_what_is_given_up_waits_no_more_and_says_why(errand):
    errand.take()
    errand.give_up("x" * 500)
    assert Errand.objects.given_up().get().last_error == "x" * 200
    assert not Errand.objects.waiting()
