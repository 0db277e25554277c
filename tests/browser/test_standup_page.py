"""A standup from stop to stop, and what is said done there and then."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import card, hears, link, mark, titles
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def ana(project, named):
    """Somebody with a card in each column of this week, and a blocked one."""
    monday = date.today() - timedelta(days=date.today().weekday())
    for week in project.milestones.all():
        week.starts_on = monday + timedelta(weeks=week.number - 1)
        week.save()
    member = MembershipFactory(project=project, user=UserFactory(name="Ana Lopes"))
    for title in ("Write the loader", "Train baseline", "Draw the plan", "Export parcels"):
        named(title).assignees.add(member)
    project.cards.filter(title="Draw the plan").update(blocked_reason="No paper")
    return member


@pytest.fixture
def at(project, window):
    """Opens a stop in a window, and waits until it is live."""

    def open_stop(user, stop, **options):
        page = window(user, f"/p/{project.slug}/standup/?stop={stop}", **options)
        expect(mark(page)).to_have_text(re.compile("live"))
        return page

    return open_stop


def name(page):
    return page.get_by_role("heading", level=1)


def button(page, title, label):
    return page.get_by_role("group", name=title).get_by_role("button", name=label)


def test_next_goes_to_everybody_once_and_the_rail_to_anybody(at, member, ana):
    page = at(member, "blocked")
    expect(name(page)).to_have_text("One card is blocked")
    page.locator(".su-person", has_text="Nobody’s").click()
    expect(name(page)).to_have_text("Nobody’s cards")
    page.locator("[data-goes=on]").click()
    expect(name(page)).to_have_text("Ana Lopes")
    expect(page).to_have_title("Ana Lopes · Standup · Parcel Vision · Weekboard")
    page.locator("[data-goes=on]").press("Enter")
    expect(name(page)).to_have_text(member.name)
    expect(page.locator("[data-goes=on]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".su-person[aria-current]")).to_have_text("Wrap-up")
    page.go_back()
    expect(name(page)).to_have_text(member.name)


def test_a_card_is_done_by_its_button_and_taken_back(at, member, ana, named):
    page = at(member, ana.pk)
    button(page, "Train baseline", "Done").click()
    expect(titles(page, "done")).to_have_text(["Train baseline"])
    expect(page.locator(".toast")).to_contain_text("Moved to Done")
    expect(button(page, "Train baseline", "Not done")).to_be_visible()
    assert named("Train baseline").column == "done"
    page.keyboard.press("z")
    expect(titles(page, "doing")).to_have_text(["Train baseline"])
    expect(button(page, "Train baseline", "Done")).to_be_visible()


def test_keys_do_it_as_on_the_board(at, member, ana, named):
    page = at(member, ana.pk)
    link(page, "Write the loader").focus()
    page.keyboard.press("2")
    expect(titles(page, "doing")).to_have_text(["Train baseline", "Write the loader"])
    hears(page, "“Write the loader” moved to In Progress, second of two.")
    expect(link(page, "Write the loader")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator(".toast")).to_contain_text("week 2")
    assert named("Write the loader").milestone.number == 2


def test_what_blocks_a_card_is_said_and_is_over(at, member, ana, named):
    page = at(member, ana.pk)
    button(page, "Draw the plan", "Unblock").click()
    expect(titles(page, "doing")).to_have_text(["Train baseline", "Draw the plan"])
    assert named("Draw the plan").blocked_reason == ""
    card(page, "Train baseline").locator(".more").click()
    page.locator("#move").get_by_text("Blocked by…").click()
    expect(page.get_by_label("Blocked by")).to_be_focused()
    page.keyboard.type("No quota")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).not_to_be_visible()
    expect(titles(page, "blocked")).to_have_text(["Train baseline"])
    expect(page.locator("#column-blocked")).to_contain_text("No quota")
