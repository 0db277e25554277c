"""One's projects on the page of the account, and the end of the account itself."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from boards.account.page import PROJECTS
from projects.models import Role, User
from tests.boards.account.conftest import ACCOUNT, PASSWORD
from tests.factories import CardFactory, CardFileFactory, DemoFactory, MembershipFactory, UserFactory

DELETE = f"{ACCOUNT}delete/"

pytestmark = pytest.mark.django_db


def delete(client, password=PASSWORD):
    return client.post(DELETE, {"password": password})


# --- My projects -----------------------------------------------------------------------------------------
def test_each_project_is_named_with_the_role_and_the_way_out(as_ana, membership, owner):
    page = as_ana.get(ACCOUNT).text
    assert "<span>Member</span>" in page
    assert 'href="/p/parcel-vision/people/leave/" aria-label="Leave Parcel Vision"' in page


def test_the_only_owner_is_told_whom_to_ask_instead(as_ana, ana, project):
    MembershipFactory(project=project, user=ana, role=Role.OWNER)
    MembershipFactory(project=project, role=Role.OWNER, user__is_active=False)
    page = as_ana.get(ACCOUNT).text
    assert "The only owner:" in page
    assert "people/leave/" not in page


def test_an_owner_beside_another_one_may_leave(as_ana, ana, project, owner):
    MembershipFactory(project=project, user=ana, role=Role.OWNER)
    assert "people/leave/" in as_ana.get(ACCOUNT).text


def test_an_archived_project_is_named_as_such_and_not_left(as_ana, membership, project, owner):
    project.change(by=None, archived_at=timezone.now())
    page = as_ana.get(ACCOUNT).text
    assert ("Member, archived" in page, "people/leave/" in page) == (True, False)


def test_the_list_of_projects_ends(as_ana, ana):
    MembershipFactory.create_batch(PROJECTS + 1, user=ana)
    assert as_ana.get(ACCOUNT).text.count("people/leave/") == PROJECTS


# --- Deleting the account --------------------------------------------------------------------------------
def test_it_is_said_before_what_goes_and_what_stays(as_ana, ana, membership, owner, project, week):
    card = CardFactory(project=project, milestone=week)
    card.assignees.add(membership)
    card.comment("Well done", author=ana, by=ana)
    DemoFactory(milestone=week, person=ana)
    CardFileFactory(card=card, uploaded_by=ana)
    page = as_ana.get(DELETE).text
    assert "<li>Your place in one project, and on one card</li>" in page
    assert [what for what in ("comment", "file", "demo") if f"<li>One {what}</li>" not in page] == []


def test_looking_at_it_deletes_nothing(as_ana, ana):
    as_ana.get(DELETE)
    assert not User.objects.get(pk=ana.pk).is_deleted


def test_whoever_deletes_their_account_is_told_so_and_signed_out(as_ana, ana, membership, owner, client):
    answer = delete(as_ana)
    assert answer.url == "/accounts/login/"
    assert answer.cookies[settings.SIGNED_OUT_COOKIE_NAME].value == str(ana.pk)
    page = as_ana.get(answer.url).text
    assert "Your account is deleted." in page
    assert f'data-signed-out="{ana.pk}"' in page
    assert User.objects.get(pk=ana.pk).is_deleted
    assert as_ana.get(ACCOUNT).status_code == 302


@pytest.mark.parametrize(
    ("password", "sentence"), [("", "Type your password."), ("x", "This is not your password.")]
)
def test_without_the_password_nothing_is_deleted(as_ana, ana, password, sentence):
    answer = delete(as_ana, password)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert not User.objects.get(pk=ana.pk).is_deleted


def test_the_password_cannot_be_guessed_without_end(as_ana):
    assert [delete(as_ana, "wrong").status_code for _ in range(11)] == [422] * 10 + [429]


@pytest.mark.both_databases
def test_the_only_owner_stays_and_is_told_of_which_project(as_ana, ana, project):
    MembershipFactory(project=project, user=ana, role=Role.OWNER)
    answer = delete(as_ana)
    sentence = "Ana Petrova is the only owner of Parcel Vision. Make somebody else an owner first."
    assert (answer.status_code, sentence in answer.text) == (409, True)
    assert not User.objects.get(pk=ana.pk).is_deleted


def test_the_only_superuser_stays(as_ana, ana):
    User.objects.filter(pk=ana.pk).update(is_superuser=True, is_staff=True)
    UserFactory(is_superuser=True, is_active=False)
    answer = delete(as_ana)
    assert (answer.status_code, "Nobody else can run this Weekboard." in answer.text) == (409, True)


def test_a_superuser_beside_another_one_goes(as_ana, ana, admin):
    User.objects.filter(pk=ana.pk).update(is_superuser=True, is_staff=True)
    assert delete(as_ana).status_code == 302


def test_the_queries_of_the_page_do_not_grow_with_projects(as_ana, ana, membership):
    with CaptureQueriesContext(connection) as before:
        as_ana.get(DELETE)
    MembershipFactory.create_batch(5, user=ana)
    with CaptureQueriesContext(connection) as after:
        as_ana.get(DELETE)
    assert len(after) == len(before)
