"""The page of a project's people: who is listed, and what only owners read."""

import re
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.models import Role
from tests.conftest import client_for
from tests.factories import MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PAGE = "/p/parcel-vision/people/"


def text_of(response):
    """What the page says, without its top bar."""
    main = re.search(r"<main.*</main>", response.text, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main.replace("<wbr>", "")).split())


def names(response):
    return re.findall(r'<b><bdi aria-hidden="true">([^<]+)</bdi>', response.text)


def join(project, name, role=Role.MEMBER, **person):
    return MembershipFactory(project=project, role=role, user=UserFactory(name=name, **person))


def test_it_lists_the_members_by_name_with_their_roles(project):
    for name, role in [("Chen Wei", Role.MEMBER), ("Ana Lopes", Role.OWNER), ("Dara Nwosu", Role.VIEWER)]:
        member = join(project, name, role)
    response = client_for(member.user).get(PAGE)
    assert names(response) == ["Ana Lopes", "Chen Wei", "Dara Nwosu"]
    assert re.findall(r'class="role">(\w+)<', response.text) == ["Owner", "Member", "Viewer"]


def test_it_says_how_many_they_are(as_viewer, project, owner):
    assert "<h1>Two people</h1>" in as_viewer.get(PAGE).text


def test_an_owner_who_is_alone_reads_so(as_owner):
    assert "<h1>Only you so far</h1>" in as_owner.get(PAGE).text


@pytest.mark.parametrize(
    ("owners", "sentence"),
    [
        (["Ana"], "Ana is the owner. Ask them to add"),
        (["Ana", "Bilal"], "Ana and Bilal are the owners. Ask one of them to add"),
        (["Ana", "Bilal", "Chen", "Dara", "Emeka"], "Ana , Bilal , Chen and two others are the owners."),
        ([], "Nobody is the owner: an admin can make somebody one."),
    ],
)
def test_who_is_no_owner_is_told_whom_to_ask(as_viewer, project, owners, sentence):
    for name in owners:
        join(project, name, Role.OWNER)
    assert sentence in text_of(as_viewer.get(PAGE))


def test_owners_see_addresses(as_owner, project):
    join(project, "Ana", email="ana@parcel.example")
    assert "ana@parcel.example" in text_of(as_owner.get(PAGE))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MEMBER])
def test_others_see_no_address_of_anybody_else(project, role):
    join(project, "Ana", Role.OWNER, email="ana@parcel.example")
    assert "ana@parcel.example" not in client_for(join(project, "Ben", role).user).get(PAGE).text


def test_who_cannot_sign_in_is_listed_for_owners_alone(as_owner, as_viewer, project):
    join(project, "Zoe", is_active=False)
    assert "Cannot sign in any more" in text_of(as_owner.get(PAGE))
    assert "Zoe" not in as_viewer.get(PAGE).text


def test_who_cannot_sign_in_is_not_counted(as_owner, project, viewer):
    join(project, "Zoe", is_active=False)
    assert "<h1>Two people</h1>" in as_owner.get(PAGE).text


def test_a_name_is_text_and_no_markup(as_owner, project):
    join(project, "<i>Eve</i>", Role.OWNER)
    assert "<i>Eve" not in as_owner.get(PAGE).text


def test_a_thousand_members_take_as_many_queries_as_ten_and_a_hundred_are_listed(as_owner, project):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            response = as_owner.get(PAGE)
        return len(captured), len(names(response))

    add = partial(MembershipFactory.create_batch, project=project)
    add(9)
    few, listed = queries()
    assert (few, listed) == (6, 10)
    add(990)
    assert queries() == (few, 100)


def test_the_members_after_a_hundred_are_on_the_next_page(as_owner, project):
    MembershipFactory.create_batch(100, project=project)
    assert 'href="?page=2"' in as_owner.get(PAGE).text
    assert len(names(as_owner.get(f"{PAGE}?page=2"))) == 1


def test_the_people_of_an_archived_project_can_be_looked_at(as_viewer, project):
    project.change(archived_at=timezone.now(), by=None)
    assert as_viewer.get(PAGE).status_code == 200
