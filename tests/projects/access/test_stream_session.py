"""Who has access to what is served beside Django, and who loses it."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from projects.access.stream_session import DELETED, REMOVED, SIGNED_OUT, AccessDenied, authenticate, revoked
from projects.models import Project
from tests.conftest import client_for
from tests.factories import MembershipFactory, ProjectFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def scope_of(client, slug="parcel-vision", host="localhost"):
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    headers = [(b"host", host.encode()), (b"cookie", cookies.encode())]
    path = f"/p/{slug}/live/"
    return {"type": "http", "method": "GET", "path": path, "headers": headers, "path_params": {"slug": slug}}


def status_for(client, **where):
    with pytest.raises(AccessDenied) as refusal:
        authenticate(scope_of(client, **where))
    return refusal.value.args[0]


@pytest.fixture
def session(project, as_member):
    return authenticate(scope_of(as_member))[0]


def test_a_member_is_let_in(project, member, as_member):
    session, found = authenticate(scope_of(as_member))
    assert (found, session.user_id, session.seq) == (project, member.pk, project.seq)


def test_a_superuser_is_let_in_everywhere(project, as_admin):
    assert authenticate(scope_of(as_admin))[1] == project


def test_who_is_signed_out_is_told_so(project, client):
    assert status_for(client) == 401


def test_a_stranger_finds_nothing(project, as_stranger):
    assert status_for(as_stranger) == 404


def test_a_project_that_is_not_there_looks_the_same(project, as_member):
    assert status_for(as_member, slug="no-such-project") == 404


def test_an_open_page_at_a_former_address_is_let_in(project, as_member):
    project.change(by=None, slug="now")
    assert authenticate(scope_of(as_member))[1] == project


def test_a_former_address_is_not_there_for_a_stranger(project, as_stranger):
    project.change(by=None, slug="now")
    assert status_for(as_stranger) == 404


def test_a_forged_host_is_not_understood(project, as_member):
    assert status_for(as_member, host="evil.example") == 400


def test_a_made_up_session_is_nobodys(project, client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "made-up-and-not-there-0123456789"
    assert status_for(client) == 401


# --- Who has lost access ---------------------------------------------------------------------------------
def test_nobody_has_to_go_as_long_as_nothing_changes(session):
    assert revoked([session]) == {}


def test_who_has_left_the_project_has_to_go(session, project, member, owner):
    project.memberships.get(user=member).leave(by=owner)
    assert revoked([session]) == {session: REMOVED}


def test_who_has_signed_out_has_to_go(session, as_member):
    as_member.logout()
    assert revoked([session]) == {session: SIGNED_OUT}


def test_a_session_that_has_run_out_has_to_go(session):
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    assert revoked([session]) == {session: SIGNED_OUT}


def test_a_new_password_ends_what_the_old_one_began(session, member):
    member.set_password("another battery staple")
    member.save()
    assert revoked([session]) == {session: SIGNED_OUT}


def test_who_was_deactivated_has_to_go(session, member):
    member.is_active = False
    member.save()
    assert revoked([session]) == {session: SIGNED_OUT}


def test_a_deleted_project_is_said_to_be_deleted(session, project):
    Project.objects.filter(pk=project.pk).delete()
    assert revoked([session]) == {session: DELETED}


def test_other_words_in_the_session_change_nothing(session, as_member):
    stored = as_member.session
    stored["something"] = "else"
    stored.save()
    assert revoked([session]) == {}


def test_a_session_taken_over_by_another_person_has_to_go(session, project, as_member):
    stored = as_member.session
    another = client_for(MembershipFactory(project=project).user).session
    Session.objects.filter(pk=stored.session_key).update(session_data=stored.encode(dict(another)))
    assert revoked([session]) == {session: SIGNED_OUT}


def test_a_demoted_superuser_has_to_go(project, admin, as_admin):
    session, _ = authenticate(scope_of(as_admin))
    admin.is_superuser = False
    admin.save()
    assert revoked([session]) == {session: REMOVED}


def test_a_superuser_is_told_of_a_deleted_project_too(project, as_admin):
    session, _ = authenticate(scope_of(as_admin))
    project.delete()
    assert revoked([session]) == {session: DELETED}


@pytest.mark.parametrize("count", [1, 12])
def test_looking_at_many_visitors_takes_two_queries(count, django_assert_num_queries):
    sessions = []
    for number in range(count):
        project = ProjectFactory(slug=f"project-{number}")
        user = MembershipFactory(project=project, user=UserFactory()).user
        sessions.append(authenticate(scope_of(client_for(user), slug=project.slug))[0])
    with django_assert_num_queries(2):
        assert revoked(sessions) == {}
