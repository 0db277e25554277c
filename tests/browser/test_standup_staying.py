"""Who goes on following, and who does not any more."""

import pytest
from playwright.sync_api import expect

from boards.models import Standup
from tests.browser.helpers import line, press

pytestmark = pytest.mark.browser

PLAN = "/p/parcel-vision/plan/"


@pytest.fixture
def led_by_ben(project, names, member):
    """A standup that a member leads, from the plan, so that the owner follows."""
    standup = Standup(project=project)
    standup.lead({"address": "plan/", "name": "the plan"}, by=member)
    return standup


def test_a_form_that_leads_back_to_the_page_lets_nobody_go(window, led_by_ben, project, owner):
    page = window(owner, PLAN)
    press(page, "Follow")
    expect(line(page)).to_contain_text("Following Ben Hall")
    page.get_by_role("button", name="Add a week").click()
    expect(page.locator(".toast")).to_contain_text("Week added.")
    expect(line(page)).to_contain_text("Following Ben Hall")


def test_a_place_on_the_page_that_the_address_names_is_no_other_page(window, led_by_ben, owner):
    page = window(owner, PLAN + "#main")
    page.evaluate("window.untouched = true")
    press(page, "Follow")
    expect(line(page)).to_contain_text("Following Ben Hall")
    page.wait_for_timeout(300)
    assert page.evaluate("window.untouched")


@pytest.mark.parametrize("path", ["board/?week=1", "plan/"])
def test_who_is_taken_out_of_the_project_follows_nobody(window, led, project, member, owner, expected, path):
    expected.append("404")
    page = window(member, f"/p/parcel-vision/{path}")
    led.step({"address": path, "name": "here"}, by=owner)
    press(page, "Follow")
    expect(line(page)).to_contain_text("Following Ana Lopez")
    project.memberships.get(user=member).leave(by=owner)
    expect(line(page)).to_be_hidden()
    expect(page.locator("body.is-following")).to_have_count(0)
