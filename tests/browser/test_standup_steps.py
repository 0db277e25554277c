"""A step is taken at the click: neither the leader's window nor those of the others wait for what comes of it."""

import re

import pytest
from playwright.sync_api import expect

from boards.models import Standup
from tests.browser.helpers import answer_later, intercept, let_pass, line, mark, press

pytestmark = pytest.mark.browser

STANDUP, PLAN = "/p/parcel-vision/standup/", "/p/parcel-vision/plan/"


@pytest.fixture
def leader(window, led, owner):
    page = window(owner, STANDUP)
    expect(line(page)).to_contain_text("You lead")
    return page


@pytest.fixture
def follower(window, leader, member):
    page = window(member, STANDUP)
    press(page, "Follow")
    expect(line(leader)).to_contain_text("1 follows")
    return page


class Held:
    """What a page asks for at an address, until it is let go."""

    def __init__(self, page, address):
        self.routes = []
        page.route(address, lambda route: self.routes.append(route))

    def let_go(self):
        for route in self.routes:
            route.continue_()


def goes_to(link, path):
    link.evaluate("(link, path) => { link.href = path }", path)


def is_at(page, address):
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))


def test_the_leaders_own_step_is_drawn_before_its_answer(leader):
    steps = Held(leader, "**/standup/step/")
    leader.get_by_role("navigation", name="Stops").get_by_role("link", name="Ben").click()
    expect(leader.locator("#su-title")).to_have_text("Ben Hall")
    assert steps.routes
    steps.let_go()


def test_the_others_are_taken_to_another_page_before_the_leaders_own_is_there(leader, follower):
    pages = Held(leader, f"**{PLAN}")
    link = leader.get_by_role("link", name="Leave the standup")
    goes_to(link, PLAN)
    link.click(no_wait_after=True)
    is_at(follower, PLAN)
    assert pages.routes
    pages.let_go()
    is_at(leader, PLAN)
    expect(line(follower)).to_contain_text("Following Ana Lopez")


def test_filters_that_the_leader_chooses_are_the_others_before_the_leaders_board_is_there(
    window, leader, follower
):
    leader.goto("/p/parcel-vision/board/?week=1")
    is_at(follower, "/board/?week=1")
    boards = Held(leader, "**/board/?week=1&blocked=1")
    leader.locator("#filters [name=blocked]").click(no_wait_after=True)
    is_at(follower, "/board/?week=1&blocked=1")
    boards.let_go()
    is_at(leader, "/board/?week=1&blocked=1")


def test_a_link_that_leads_nowhere_leaves_the_others_where_the_leader_still_is(leader, follower, project):
    leader.route(f"**{PLAN}", lambda route: route.fulfill(status=204))
    link = leader.get_by_role("link", name="Leave the standup")
    goes_to(link, PLAN)
    link.click(no_wait_after=True)
    is_at(follower, PLAN)
    is_at(follower, f"{STANDUP}?stop=blocked")


def test_another_tab_that_the_leader_opens_outside_leaves_the_others_with_them(leader, follower):
    link = leader.get_by_role("link", name="Leave the standup")
    goes_to(link, "/")
    with leader.context.expect_page():
        link.click(modifiers=["ControlOrMeta"])
    leader.wait_for_timeout(300)
    assert Standup.objects.get().place["address"] == "standup/?stop=blocked"


def test_the_tab_of_who_leads_no_more_leads_to_the_first_stop(leader):
    leader.locator("[data-goes=on]").click()
    leader.get_by_role("link", name="Leave the standup").click()
    tab = leader.get_by_role("link", name="Standup", exact=True)
    expect(tab).to_have_attribute("href", re.compile(r"/standup/\?stop=\d+&been=blocked$"))
    press(leader, "Finish")
    expect(tab).to_have_attribute("href", re.compile(r"/standup/$"))


def test_the_end_comes_after_the_step_that_is_on_its_way(leader):
    go_on = answer_later(leader, "**/standup/step/")
    leader.get_by_role("navigation", name="Stops").get_by_role("link", name="Ben").click()
    expect(leader.locator("#su-title")).to_have_text("Ben Hall")
    asked = []
    leader.on("request", lambda request: asked.append(request.url))
    press(leader, "Finish")
    let_pass(leader, 300)
    assert not any("finish" in address for address in asked)
    go_on()
    expect(line(leader)).to_be_hidden()


def test_who_cannot_go_to_a_stop_leads_nobody_there(leader, follower, expected):
    expected.append("Failed to load resource")
    leader.context.set_offline(True)
    leader.get_by_role("navigation", name="Stops").get_by_role("link", name="Ben").click()
    expect(leader.locator("#messages")).to_contain_text("cannot be reached")
    leader.context.set_offline(False)
    expect(mark(leader)).to_have_text(re.compile(r"^\s*live"))
    let_pass(leader, 1_500)  # a step that was not answered is sent again after a second
    for page in (leader, follower):
        expect(page.locator("#su-title")).to_have_text("Nothing is blocked")
    assert "stop=2" not in Standup.objects.get().place["address"]


def test_who_follows_and_could_not_go_to_a_stop_gets_there_with_the_next_stream(leader, follower, expected):
    expected.append("Failed to load resource")
    intercept(follower, "**/standup/?*", lambda route: route.abort())
    leader.get_by_role("navigation", name="Stops").get_by_role("link", name="Ben").click()
    expect(follower.locator("#messages")).to_contain_text("cannot be reached")
    follower.unroute("**/standup/?*")
    for is_offline in (True, False):
        follower.context.set_offline(is_offline)
    expect(follower.locator("#su-title")).to_have_text("Ben Hall")
    expect(line(follower)).to_contain_text("Following Ana Lopez")
