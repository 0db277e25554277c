"""What an admin does during a standup: whoever leads and follows reads how it stands."""

import pytest
from playwright.sync_api import expect

from projects.models import Role
from tests.browser.helpers import line, press
from tests.factories import CardFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.browser

STANDUP = "/p/parcel-vision/standup/"


@pytest.fixture
def boss(db):
    return UserFactory(name="Boss", is_superuser=True, is_staff=True)


@pytest.fixture
def ben(project, member):
    """Who is spoken of."""
    return project.memberships.get(user=member)


@pytest.fixture
def leader(window, led, owner, ben, project):
    week = project.week_at_work(project.milestones.all())
    CardFactory(project=project, milestone=week, title="Count parcels").assignees.add(ben)
    page = window(owner, f"{STANDUP}?stop={ben.pk}")
    expect(line(page)).to_contain_text("You lead")
    return page


@pytest.fixture
def follower(window, leader, project):
    """Somebody who is neither leader nor spoken of."""
    person = MembershipFactory(project=project, role=Role.OWNER, user=UserFactory(name="Vera Moss")).user
    page = window(person, STANDUP)
    press(page, "Follow")
    expect(page.locator("#su-title")).to_have_text("Ben Hall")
    return page


@pytest.fixture
def form(window, boss, leader, follower, project):
    """The form of the project in the admin."""
    return window(boss, f"/admin/projects/project/{project.pk}/change/")


def save(form):
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form.locator(".messagelist .success")).to_be_visible()


def take_out(form, person):
    form.locator("tr[id^=memberships-]").filter(has_text=person.name).locator("[name$=DELETE]").check()
    save(form)


def test_who_archives_the_project_ends_the_standup_for_everybody(leader, follower, form):
    form.get_by_label("Archived").check()
    save(form)
    for page in (leader, follower):
        expect(line(page)).to_be_hidden()
        expect(page.get_by_text("Count parcels").first).to_be_visible()
        expect(page.get_by_role("button", name="Start")).to_have_count(0)
        expect(page.get_by_label("Add a card for Ben Hall")).to_have_count(0)
        expect(page.get_by_role("button", name="Lead", exact=True)).to_be_hidden()


def test_who_takes_the_leader_out_leaves_a_standup_that_nobody_leads(leader, follower, form, owner):
    take_out(form, owner)
    expect(line(follower)).to_contain_text("Nobody leads the standup.")
    expect(leader.locator("#live")).to_contain_text("You are not in this project any more.")
    expect(line(leader)).to_be_hidden()
    press(follower, "Take the lead")
    expect(line(follower)).to_contain_text("You lead")
    expect(follower.locator("#su-title")).to_have_text("Ben Hall")


def test_who_takes_the_person_out_who_is_spoken_of_brings_everybody_to_the_first_stop(
    leader, follower, form, member
):
    take_out(form, member)
    for page in (leader, follower):
        expect(page.locator("#su-title")).to_have_text("Nothing is blocked")
        expect(page.get_by_role("navigation", name="Stops").get_by_text("Ben")).to_have_count(0)
    expect(line(follower)).to_contain_text("Following Ana Lopez")
    leader.locator("[data-goes=on]").click()
    for page in (leader, follower):
        expect(page.locator("#su-title")).to_have_text("Ana Lopez")


def test_who_deactivates_the_leader_leaves_a_standup_that_nobody_leads(window, boss, leader, follower, owner):
    form = window(boss, f"/admin/projects/user/{owner.pk}/change/")
    form.get_by_label("Active").uncheck()
    save(form)
    expect(line(follower)).to_contain_text("Nobody leads the standup.")
    expect(line(leader)).to_be_hidden()
    follower.get_by_role("button", name="Finish", exact=True).click()
    expect(line(follower)).to_be_hidden()
