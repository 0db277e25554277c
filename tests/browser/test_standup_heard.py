"""What a screen reader says of a standup to whoever follows it."""

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import line, press, wait_until

pytestmark = pytest.mark.browser

# All that any live region says, in its order.
LISTEN = """() => {
  window.heard = [];
  new MutationObserver((changes) => changes.forEach(({ target }) => {
    const region = target.parentElement?.closest("[aria-live], [role=status], [role=alert]") ?? target;
    const text = region.matches("[aria-live], [role=status], [role=alert]") ? region.innerText.trim() : "";
    if (text && text !== heard.at(-1)) heard.push(text);
  })).observe(document, { childList: true, characterData: true, subtree: true });
}"""


def test_who_follows_hears_who_is_on_and_what_is_done_and_not_the_clock(
    window, led, owner, member, ana, named, week
):
    led.step({"address": "standup/?stop=blocked"}, by=owner)
    page = window(member)
    page.clock.install()
    page.goto("/p/parcel-vision/standup/")
    page.evaluate(LISTEN)
    press(page, "Follow")
    wait_until(page, lambda: len(page.evaluate("heard")) == 1)
    led.step({"address": f"standup/?stop={ana.pk}", "name": "Ana Lopes"}, by=owner)
    wait_until(page, lambda: len(page.evaluate("heard")) == 2)
    named("Train baseline").move(column="done", milestone_id=week.pk, by=owner)
    page.clock.run_for(2_000)
    wait_until(page, lambda: len(page.evaluate("heard")) == 3)
    page.clock.run_for(5_000)
    named("Draw the plan").block("", by=owner)
    page.clock.run_for(2_000)
    wait_until(page, lambda: len(page.evaluate("heard")) == 4)
    page.clock.run_for(5_000)
    expect(line(page).locator("[data-clock]")).to_contain_text(":1")
    assert page.evaluate("heard") == [
        "Following Ana Lopez: this window goes along. Escape lets go.",
        "Ana Lopes. Nothing done today, 3 cards left this week",
        "Ana Lopez moved “Train baseline” to Done.",
        "Ana Lopez unblocked “Draw the plan”.",
    ]
