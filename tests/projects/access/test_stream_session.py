"""Who is let in to what stands beside Django, and who has to go."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from projects.access.stream_session import DELETED, REMOVED, SIGNED_OUT, TurnedAway, admit, unwelcome
from projects.models import Project
from tests.conftest import client_for
from tests.factories import MembershipFactory, ProjectFactory, UserFactory

pytestmark = pytest.mark.django_db


def scope_of(client, slug="parcel-vision", host="localhost"):
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    headers = [(b"host", host.encode()), (b"cookie", cookies.encode())]
    path = f"/p/{slug}/live/"
    return {"type": "http", "method": "GET", "path": path, "headers": headers, "path_params": {"slug": slug}}


def status_for(client, **where):
    with pytest.raises(TurnedAway) as refusal:
        admit(scope_of(client, **where))
    return refusal.value.args[0]


@pytest.fixture
def visit(project, as_member):
    return admit(scope_of(as_member))[0]


def test_a_member_is_let_in(project, member, as_member):
    visit, found = admit(scope_of(as_member))
    assert (found, visit.user_id, visit.seq) == (project, member.pk, project.seq)


def test_a_superuser_is_let_in_everywhere(project, as_admin):
    assert admit(scope_of(as_admin))[1] == project


def test_who_is_signed_out_is_told_so(project, client):
    assert status_for(client) == 401


def test_a_stranger_finds_nothing(project, as_stranger):
    assert status_for(as_stranger) == 404


def test_a_project_that_is_not_there_looks_the_same(project, as_member):
    assert status_for(as_member, slug="no-such-project") == 404


def test_a_forged_host_is_not_understood(project, as_member):
    assert status_for(as_member, host="evil.example") == 400


def test_a_made_up_session_is_nobodys(project, client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "made-up-and-not-there-0123456789"
    assert status_for(client) == 401


# --- Who may look no longer ------------------------------------------------------------------------------
def test_nobody_has_to_go_as_long_as_nothing_changes(visit):
    assert unwelcome([visit]) == {}


def test_who_has_left_the_project_has_to_go(visit, project, member, owner):
    project.memberships.get(user=member).leave(by=owner)
    assert unwelcome([visit]) == {visit: REMOVED}


def test_who_has_signed_out_has_to_go(visit, as_member):
    as_member.logout()
    assert unwelcome([visit]) == {visit: SIGNED_OUT}


def test_a_session_that_has_run_out_has_to_go(visit):
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    assert unwelcome([visit]) == {visit: SIGNED_OUT}


def test_a_new_password_ends_what_the_old_one_began(visit, member):
    member.set_password("another battery staple")
    member.save()
    assert unwelcome([visit]) == {visit: SIGNED_OUT}


def test_who_was_deactivated_has_to_go(visit, member):
    member.is_active = False
    member.save()
    assert unwelcome([visit]) == {visit: SIGNED_OUT}


def test_a_deleted_project_is_said_to_be_deleted(visit, project):
    Project.objects.filter(pk=project.pk).delete()
    assert unwelcome([visit]) == {visit: DELETED}


def test_other_words_in_the_session_change_nothing(visit, as_member):
    session = as_member.session
    session["something"] = "else"
    session.save()
    assert unwelcome([visit]) == {}


def test_a_session_taken_over_by_another_person_has_to_go(visit, project, as_member):
    session = as_member.session
    another = client_for(MembershipFactory(project=project).user).session
    Session.objects.filter(pk=session.session_key).update(session_data=session.encode(dict(another)))
    assert unwelcome([visit]) == {visit: SIGNED_OUT}


def test_a_demoted_superuser_has_to_go(project, admin, as_admin):
    visit, _ = admit(scope_of(as_admin))
    admin.is_superuser = False
    admin.save()
    assert unwelcome([visit]) == {visit: REMOVED}


def test_a_superuser_is_told_of_a_deleted_project_too(project, as_admin):
    visit, _ = admit(scope_of(as_admin))
    project.delete()
    assert unwelcome([visit]) == {visit: DELETED}


@pytest.mark.parametrize("count", [1, 12])
def test_looking_at_many_visitors_takes_two_queries(count, django_assert_num_queries):
    visits = []
    for number in range(count):
        project = ProjectFactory(slug=f"project-{number}")
        user = MembershipFactory(project=project, user=UserFactory()).user
        visits.append(admit(scope_of(client_for(user), slug=project.slug))[0])
    with django_assert_num_queries(2):
        assert unwelcome(visits) == {}
