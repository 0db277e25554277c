"""Where whoever leads a standup is said to be: elsewhere, away, or still there while nobody sees their window."""

import pytest
from playwright.sync_api import expect

from boards.live import hub
from tests.browser.helpers import line, press

pytestmark = pytest.mark.browser

PLAN, BOARD = "/p/parcel-vision/plan/", "/p/parcel-vision/board/?week=1"
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def leader(window, led, owner, monkeypatch):
    """Who closes their window is gone at once."""
    monkeypatch.setattr(hub, "LEAVE_DELAY", 0.05)
    page = window(owner)
    page.clock.install()
    page.goto(BOARD)
    expect(line(page)).to_contain_text("You lead")
    return page


@pytest.fixture
def follower(window, leader, member):
    page = window(member)
    page.clock.install()
    page.goto(BOARD)
    press(page, "Follow")
    expect(line(page)).to_contain_text("Following Ana Lopez")
    return page


def is_seen_to_be_here(page, person, *, is_here):
    dot = page.locator(f".people [data-person='{person.pk}'] .live")
    expect(dot).to_have_count(int(is_here))


def test_who_leaves_by_the_address_bar_is_elsewhere_then_away_and_comes_back(leader, follower, owner):
    leader.goto("/")
    is_seen_to_be_here(follower, owner, is_here=False)
    expect(line(follower)).to_contain_text("Following Ana Lopez")
    follower.clock.fast_forward(11_000)
    expect(line(follower)).to_contain_text("Ana Lopez is elsewhere")
    follower.clock.fast_forward(50_000)
    expect(line(follower)).to_contain_text("Ana Lopez is away")
    leader.goto(BOARD)
    expect(line(leader)).to_contain_text("You lead")
    expect(line(follower)).to_contain_text("Following Ana Lopez")


def test_whose_window_nobody_sees_is_not_away(leader, follower, owner):
    leader.evaluate(HIDE, True)
    leader.clock.fast_forward(9_500)  # it says so before it gives its stream up
    leader.clock.fast_forward(1_000)
    is_seen_to_be_here(follower, owner, is_here=False)
    follower.clock.fast_forward(65_000)
    expect(line(follower)).to_contain_text("Following Ana Lopez")
    leader.evaluate(HIDE, False)
    is_seen_to_be_here(follower, owner, is_here=True)
