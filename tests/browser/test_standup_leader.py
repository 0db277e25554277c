"""Where whoever leads a standup is said to be: elsewhere, away, or still there while nobody sees their window."""

import re

import pytest
from playwright.sync_api import expect

from boards.live import hub
from boards.models import Standup
from tests.browser.helpers import line, press, wait_until

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


def test_of_two_windows_of_the_leader_the_one_that_is_seen_leads(leader, follower, owner):
    other = leader.context.new_page()
    leader.evaluate(HIDE, True)
    other.goto(PLAN)
    expect(follower).to_have_url(re.compile(PLAN))
    leader.clock.fast_forward(9_500)
    leader.wait_for_timeout(500)
    assert Standup.objects.get().place["address"] == "plan/"
    leader.evaluate(HIDE, False)
    expect(follower).to_have_url(re.compile(re.escape(BOARD)))


# --- The screen stays awake --------------------------------------------------------------------------------
LOCKS = """window.locks = [];
window.requests = [];
Object.defineProperty(navigator, "wakeLock", { value: { request: () => new Promise((resolve) => {
  requests.push(() => {
    const lock = { held: true, release: async () => { lock.held = false; } };
    locks.push(lock);
    resolve(lock);
  });
}) } });"""
GRANT = "requests.splice(0).forEach((grant) => grant())"


def holds(page, *locks):
    wait_until(page, lambda: page.evaluate("locks.map(({ held }) => held)") == list(locks))


@pytest.fixture
def awake(window, led, owner):
    """A leader whose browser can keep the screen awake, and is asked to."""
    page = window(owner)
    page.add_init_script(LOCKS)
    page.goto(PLAN)
    wait_until(page, lambda: page.evaluate("requests.length"))
    return page


def test_the_screen_stays_awake_while_one_leads(awake):
    awake.evaluate(GRANT)
    holds(awake, True)
    awake.evaluate("locks[0].release()")  # as the browser does with a window that nobody sees
    for is_hidden in (True, False):
        awake.evaluate(HIDE, is_hidden)
    awake.evaluate(GRANT)
    holds(awake, False, True)
    press(awake, "Finish")
    holds(awake, False, False)


def test_of_two_locks_of_the_screen_none_is_left(awake):
    for is_hidden in (True, False):
        awake.evaluate(HIDE, is_hidden)
    awake.evaluate(GRANT)
    holds(awake, False, True)


def test_a_lock_that_comes_after_the_end_is_given_back(awake):
    press(awake, "Finish")
    expect(line(awake)).to_be_hidden()
    awake.evaluate(GRANT)
    holds(awake, False)
