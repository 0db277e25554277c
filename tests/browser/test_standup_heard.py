"""What a screen reader says of a standup to whoever follows it."""

import pytest
from playwright.sync_api import expect

from boards.models import Standup
from tests.browser.helpers import hears, line, press, titles, wait_until

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
    named("Draw the plan").block("", by=owner)
    expect(titles(page, "doing")).to_have_text(["Draw the plan"])
    page.clock.run_for(5_000)  # two sentences come no sooner after each other
    wait_until(page, lambda: len(page.evaluate("heard")) == 4)
    expect(line(page).locator("[data-clock]")).not_to_contain_text("0:00")
    assert page.evaluate("heard") == [
        "Following Ana Lopez: this window goes along. Escape lets go.",
        "Ana Lopes. Nothing done today, 3 cards left this week",
        "Ana Lopez moved “Train baseline” to Done.",
        "Ana Lopez unblocked “Draw the plan”.",
    ]


def test_it_is_heard_once_who_begins_to_lead(window, names, project, owner, member):
    leader = window(owner, "/p/parcel-vision/standup/")
    page = window(member, "/p/parcel-vision/plan/")
    with page.expect_response("**/live/*"):
        page.reload()
    page.evaluate(LISTEN)
    leader.get_by_role("button", name="Lead", exact=True).press("Enter")
    hears(leader, "You lead the standup.")
    hears(page, "Ana Lopez leads a standup. You can follow.")
    leader.reload()
    expect(line(leader)).to_contain_text("You lead")
    leader.locator("[data-goes=on]").click()
    wait_until(page, lambda: Standup.objects.get().place.get("member"))
    assert page.evaluate("heard") == ["Ana Lopez leads a standup. You can follow."]
    assert leader.locator("#announce").text_content() != "You lead the standup."


def test_the_focus_goes_from_follow_to_its_end_and_back(window, led, member):
    page = window(member, "/p/parcel-vision/plan/")
    follow, stop = (line(page).get_by_role("button", name=name) for name in ("Follow", "Stop following"))
    follow.press("Enter")
    expect(stop).to_be_focused()
    page.keyboard.press("Escape")
    expect(follow).to_be_focused()
    page.keyboard.press("Enter")
    expect(stop).to_be_focused()
