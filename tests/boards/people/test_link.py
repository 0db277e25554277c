"""The project link on the people page: switched on, changed, replaced, switched off; and who reads of it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from boards.people.joining import accept
from projects.models import JoinRefused, ProjectLink, Role
from tests.conftest import client_for
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PAGE = "/p/parcel-vision/people/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def until(project):
    return project.today() + timedelta(days=7)


@pytest.fixture
def link(project, owner, until):
    ProjectLink.of(project).switch_on(role=Role.MEMBER, until=until, by=owner)
    return ProjectLink.of(project)


def send(client, role=Role.VIEWER, until="", **headers):
    return client.post(f"{PAGE}link/", {"role": role, "until": until}, headers=headers)


def shown(client):
    """The link that the page has to copy."""
    found = re.search(r'id="link-address" readonly value="([^"]+)"', client.get(PAGE).text)
    return found and found[1]


def test_it_is_off_by_default(as_owner):
    assert shown(as_owner) is None
    assert '<span class="state">Off</span>' in as_owner.get(PAGE).text


def test_an_owner_switches_it_on_and_whoever_has_it_joins(as_owner, project, until, settings):
    send(as_owner, Role.VIEWER, until)
    address = shown(as_owner)
    assert address.startswith(f"{settings.SITE_URL}/join/")
    person = UserFactory()
    client_for(person).post(address.removeprefix(settings.SITE_URL))
    assert project.memberships.get(user=person).role == Role.VIEWER


def test_without_a_site_url_the_link_is_at_the_address_of_the_page(as_owner, link, settings):
    settings.SITE_URL = ""
    assert shown(as_owner).startswith("http://testserver/join/")


def test_a_mark_says_to_everybody_that_it_is_on(as_viewer, link):
    assert "The project link is on: anybody who has it joins as a member" in as_viewer.get(PAGE).text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MEMBER])
def test_only_owners_read_the_link(project, link, role):
    person = UserFactory()
    project.memberships.create(user=person, role=role)
    text = client_for(person).get(PAGE).text
    assert link.token not in text
    assert 'id="project-link"' not in text


def test_another_last_day_keeps_the_link(as_owner, link, until):
    address = shown(as_owner)
    send(as_owner, Role.MEMBER, until + timedelta(days=7))
    assert shown(as_owner) == address


@pytest.mark.parametrize("change", ["link/new/", "link/off/"])
def test_the_old_link_lets_nobody_in_after_a_new_one_or_when_it_is_off(as_owner, link, change):
    assert as_owner.post(PAGE + change)["Location"] == f"{PAGE}#project-link"
    assert shown(as_owner) != link.token
    with pytest.raises(JoinRefused):
        accept(link.token, UserFactory())


def test_a_new_one_of_a_link_that_was_switched_off_meanwhile_is_refused(as_owner, link, owner):
    link.switch_off(by=owner)
    response = as_owner.post(f"{PAGE}link/new/", headers=HTMX)
    assert (response.status_code, response.text) == (409, "The project link is off. Switch it on first.")


@pytest.mark.parametrize(
    ("role", "days", "sentence"),
    [
        (Role.OWNER, 1, "Choose viewer or member."),
        ("", 1, "Choose a role."),
        (Role.VIEWER, -1, "Choose a day from today on, within a year."),
        (Role.VIEWER, 366, "Choose a day from today on, within a year."),
        (Role.VIEWER, None, "Choose a last day."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_cannot_be_comes_back_with_a_sentence(as_owner, project, role, days, sentence, headers):
    until = "" if days is None else project.today() + timedelta(days=days)
    response = send(as_owner, role, until, **headers)
    assert (response.status_code, sentence in response.text) == (422, True)
    assert ("<html" in response.text) == (not headers)
    assert not ProjectLink.of(project).is_on


def test_with_scripts_the_answer_is_the_panel_and_the_mark(as_owner, until):
    response = send(as_owner, Role.VIEWER, until, **HTMX)
    assert re.findall(r'hx-target="#([\w-]+)"', response.text) == ["project-link", "people-head", "toasts"]


def test_a_link_whose_last_day_is_past_is_said_to_have_ended(as_owner, as_viewer, link):
    ProjectLink.objects.update(until=timezone.now().date() - timedelta(days=2))
    assert "Its last day is past. Choose a later one." in as_owner.get(PAGE).text
    assert "The project link is on" not in as_viewer.get(PAGE).text


def test_a_link_by_which_as_many_have_joined_as_can_says_so(as_owner, link):
    ProjectLink.objects.update(joins=200)
    assert "As many have joined as can. Make a new link for more." in as_owner.get(PAGE).text


# --- Invitations that wait ---------------------------------------------------------------------------------
def test_owners_see_who_is_invited(as_owner, project, owner, viewer):
    project.invite(address="grace@carrier.example", role=Role.VIEWER, by=owner)
    text = as_owner.get(PAGE).text
    assert "grace@<wbr>carrier.example" in text
    assert "<h1>Two people, one invited</h1>" in text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MEMBER])
def test_others_do_not_see_who_is_invited(project, owner, role):
    project.invite(address="grace@carrier.example", role=Role.VIEWER, by=owner)
    person = UserFactory()
    project.memberships.create(user=person, role=role)
    text = client_for(person).get(PAGE).text
    assert "grace" not in text
    assert "<h1>Two people</h1>" in text


def test_who_was_taken_back_is_not_listed(as_owner, project, owner):
    project.invite(address="grace@carrier.example", role=Role.VIEWER, by=owner).take_back(by=owner)
    assert "grace" not in as_owner.get(PAGE).text
