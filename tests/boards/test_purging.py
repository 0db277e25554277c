"""Deleted cards are forgotten after a month."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from boards.management.commands import purge_deleted
from boards.models import Card, Comment
from projects import batches
from projects.models import FormerSlug
from tests.asking import session_of
from tests.factories import CardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def deleted(card, member, *, days):
    card.delete_card(by=member)
    Card.objects.filter(pk=card.pk).update(deleted_at=timezone.now() - timedelta(days=days))
    call_command("purge_deleted", verbosity=0)
    return Card.objects.filter(pk=card.pk)


def test_a_card_deleted_a_month_ago_is_removed(card, member):
    assert not deleted(card, member, days=31).exists()


def test_a_card_deleted_last_week_can_still_be_brought_back(card, member):
    assert deleted(card, member, days=7).exists()


def test_a_card_that_stands_is_never_removed(card):
    call_command("purge_deleted", "--days", "0", verbosity=0)
    assert Card.objects.filter(pk=card.pk).exists()


def test_a_session_that_has_expired_is_removed_one_that_has_not_stays(member, owner):
    expired, other = session_of(member), session_of(owner)
    Session.objects.filter(pk=expired).update(expire_date=timezone.now() - timedelta(days=1))
    call_command("purge_deleted", verbosity=0)
    assert [session.pk for session in Session.objects.all()] == [other]


def test_the_address_of_a_project_deleted_a_month_ago_is_let_go(project, card):
    project.delete_project(by=None)
    call_command("purge_deleted", verbosity=0)
    kept = list(FormerSlug.objects.all())
    FormerSlug.objects.update(reserved_until=timezone.now() - timedelta(seconds=1))
    call_command("purge_deleted", verbosity=0)
    assert (len(kept), FormerSlug.objects.count()) == (1, 0)


def test_the_events_of_a_removed_card_stay(card, member):
    deleted(card, member, days=31)
    assert [event.kind for event in card.project.events.all()] == ["deleted"]


def test_a_comment_deleted_a_month_ago_is_removed(card, member):
    card.comment("Old", author=member, by=member)
    Comment.objects.update(deleted_at=timezone.now() - timedelta(days=31))
    call_command("purge_deleted", verbosity=0)
    assert not Comment.objects.exists()


@pytest.fixture
def batches_of_two(monkeypatch):
    for module in (batches, purge_deleted):
        monkeypatch.setattr(module, "BATCH", 2)


def test_much_is_removed_a_batch_at_a_time(project, member, batches_of_two):
    cards = CardFactory.create_batch(5, project=project)
    Comment.objects.bulk_create(Comment(card=cards[0], author=member, text="Old") for _ in range(5))
    past = timezone.now() - timedelta(days=31)
    Comment.objects.update(deleted_at=past)
    project.cards.exclude(pk=cards[0].pk).update(deleted_at=past)
    with CaptureQueriesContext(connection) as captured:
        call_command("purge_deleted", verbosity=0)
    deleted = [query["sql"] for query in captured if query["sql"].startswith('DELETE FROM "boards_c')]
    assert list(Card.objects.all()) == cards[:1]
    assert not Comment.objects.exists()
    assert max(sql.count(",") for sql in deleted) == 1  # two ids


def test_a_project_in_which_nothing_was_deleted_is_not_locked(card):
    with CaptureQueriesContext(connection) as captured:
        call_command("purge_deleted", verbosity=0)
    assert not [query["sql"] for query in captured if '"projects_project"."id" = ' in query["sql"]]


def test_many_sessions_are_removed_a_batch_at_a_time(member, batches_of_two):
    for _ in range(5):
        session_of(member)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    call_command("purge_deleted", verbosity=0)
    assert not Session.objects.exists()
