"""A session, its person and their project are read at once, and hold as long as Django's own would."""

from itertools import permutations

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import Http404, HttpRequest
from django.test.utils import CaptureQueriesContext

from projects.access import sessions
from projects.access.permissions import project_for, project_of
from projects.access.session_cookie import NAME_WITHOUT_PORT
from projects.access.sessions import SessionStore, remembered, user_of
from projects.models import Membership, Role, User
from tests.asking import session_of
from tests.factories import MembershipFactory, ProjectFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def request_with(key, store=SessionStore, slug="parcel-vision"):
    request = HttpRequest()
    request.session = store(key)
    request.session.slug = slug
    return request


def found(key, slug="parcel-vision"):
    """Who a session is and what project they see, as every request finds it."""
    request = request_with(key, slug=slug)
    request.user = user_of(request)
    return request.user, project_seen(request.user, lambda: project_of(request, slug))


def found_by_django(key, slug="parcel-vision"):
    user = get_user(request_with(key, db.SessionStore))
    return user, project_seen(user, lambda: project_for(user, slug))


def project_seen(user, find):
    try:
        return find() if user.is_authenticated else None
    except Http404:
        return None


def fields(instance):
    if not isinstance(instance, (User, ProjectFactory._meta.model)):
        return str(instance)
    values = {name: value for name, value in vars(instance).items() if not name.startswith("_")}
    return {name: repr(value) if name == "visitor" else value for name, value in values.items()}


def assert_same_as_django(key):
    [user, project], [djangos_user, djangos_project] = found(key), found_by_django(key)
    assert fields(user) == fields(djangos_user)
    assert fields(project) == fields(djangos_project)


@pytest.fixture
def key(member):
    """The session of a member, which this process has seen before."""
    key = session_of(member)
    found(key)
    return key


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("is_superuser", [False, True])
def test_person_project_and_role_are_those_that_querysets_find(project, role, is_superuser):
    user = UserFactory(is_superuser=is_superuser)
    if role:
        MembershipFactory(project=project, user=user, role=role)
    MembershipFactory(project=project)
    key = session_of(user)
    assert_same_as_django(key)
    assert_same_as_django(key)
    assert (found(key)[1] is None) == (not role and not is_superuser)


def test_a_request_asks_once_for_session_person_project_and_role(key, project, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert found(key)[1] == project


def test_a_process_asks_once_more_when_it_first_sees_a_session(member, project, django_assert_num_queries):
    key = session_of(member)
    remembered.clear()
    with django_assert_num_queries(2):
        assert found(key) == (member, project)


def test_a_process_that_signs_somebody_in_has_seen_the_session(member, django_assert_num_queries):
    key = session_of(member)
    with django_assert_num_queries(1):
        assert found(key)[0] == member


def test_who_brings_no_session_is_nobody_and_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert found(None)[0].is_anonymous


@pytest.mark.parametrize("cookie", [r'"abcdefgh\000ijklmnop"', "a'b;--0123456789", "a" * 5000])
def test_a_cookie_that_is_no_key_of_a_session_leads_to_the_sign_in(client, project, settings, cookie):
    """Quoted, a cookie can hold a NUL character, which PostgreSQL refuses."""
    for name in (settings.SESSION_COOKIE_NAME, NAME_WITHOUT_PORT):
        answer = client.get("/p/parcel-vision/board/", headers={"cookie": f"{name}={cookie}"})
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/accounts/login/")


def test_a_page_outside_of_projects_reads_none(key):
    assert request_with(key, slug="").session.project is None


def change_password(member, key):
    member.set_password("another battery staple")
    member.save()


def deactivate(member, key):
    User.objects.filter(pk=member.pk).update(is_active=False)


def delete(member, key):
    User.objects.filter(pk=member.pk).delete()


def sign_out(member, key):
    Session.objects.filter(pk=key).delete()


def run_out(member, key):
    Session.objects.filter(pk=key).update(expire_date="2020-01-01T00:00Z")


def take_over(member, key):
    """Put somebody else's data under the key."""
    other = Session.objects.get(pk=session_of(MembershipFactory(role=Role.VIEWER).user))
    Session.objects.filter(pk=key).update(session_data=other.session_data)


def forge(member, key):
    Session.objects.filter(pk=key).update(session_data="eyJfYXV0aF91c2VyX2lkIjoiMSJ9:1xyz:forged")


def lower_role(member, key):
    Membership.objects.filter(user=member).update(role=Role.VIEWER)


def remove(member, key):
    Membership.objects.filter(user=member).delete()


def promote(member, key):
    User.objects.filter(pk=member.pk).update(is_superuser=True)


def drop_backend(member, key):
    store(key, BACKEND_SESSION_KEY, "gone.Backend")


def drop_hash(member, key):
    store(key, HASH_SESSION_KEY, "")


def store(key, name, value):
    session = db.SessionStore(key)
    if SESSION_KEY in session:
        session[name] = value
        session.save()


ALL = [
    change_password,
    deactivate,
    delete,
    sign_out,
    run_out,
    take_over,
    forge,
    lower_role,
    remove,
    promote,
    drop_backend,
    drop_hash,
]
ENDS = [act for act in ALL if act not in (take_over, lower_role, remove, promote)]


@pytest.mark.parametrize(
    "acts", [*permutations(ALL, 2)], ids=lambda acts: "-".join(act.__name__ for act in acts)
)
def test_whatever_happens_to_a_session_counts_at_once_as_with_django(key, member, acts):
    for act in acts:
        act(member, key)
        before = Session.objects.filter(pk=key).first()
        ours = [fields(part) for part in found(key)]
        if before:  # Django's reading may have ended it; what is compared begins with the same
            before.save()
        assert ours == [fields(part) for part in found_by_django(key)]


@pytest.mark.parametrize("act", ENDS)
def test_what_ends_a_session_ends_a_remembered_one(key, member, act):
    act(member, key)
    user, project = found(key)
    assert (user.is_anonymous, project) == (True, None)


def test_a_new_password_takes_the_session_out_of_the_database_as_django_does(key, member):
    change_password(member, key)
    found(key)
    assert not Session.objects.filter(pk=key).exists()


def test_what_a_request_does_not_save_no_other_sees(key):
    request = request_with(key)
    request.session["list"] = ["mine"]
    assert "list" not in request_with(key).session


def test_what_a_request_saves_the_next_one_sees(key):
    request = request_with(key)
    request.session["list"] = ["saved"]
    request.session.save()
    assert request_with(key).session["list"] == ["saved"]


def test_a_session_that_was_flushed_in_the_request_is_nobodys(key):
    request = request_with(key)
    assert user_of(request).is_authenticated
    request.session.flush()
    assert user_of(request).is_anonymous


def test_a_wrong_signature_is_not_remembered(member):
    key = session_of(member)
    remembered.clear()
    forge(member, key)
    found(key)
    assert remembered == {}


def test_no_more_sessions_are_remembered_than_a_process_should(member, monkeypatch):
    monkeypatch.setattr(sessions, "MOST_REMEMBERED", len(remembered) + 2)
    keys = [session_of(member) for _ in range(4)]
    for key in keys:
        found(key)
    assert len(remembered) == sessions.MOST_REMEMBERED
    assert keys[-1] in remembered


def test_the_project_of_another_address_is_not_taken_for_the_one_that_was_read(key, member, project):
    other = MembershipFactory(user=member, role=Role.VIEWER).project
    request = request_with(key)
    request.user = user_of(request)
    assert project_of(request, other.slug).role == Role.VIEWER


def test_what_was_read_for_one_person_is_not_given_to_another(key, project, stranger):
    request = request_with(key)
    assert user_of(request).is_authenticated
    request.user = stranger
    with pytest.raises(Http404):
        project_of(request, project.slug)


def test_a_page_of_a_project_asks_for_session_person_and_project_once(as_member, project, week):
    as_member.get("/")
    with CaptureQueriesContext(connection) as captured:
        as_member.get("/p/parcel-vision/board/")
    tables = ("django_session", "FROM projects_user", 'FROM "projects_user"', 'FROM "projects_project"')
    assert [query for query in captured if any(table in query["sql"] for table in tables)][1:] == []
