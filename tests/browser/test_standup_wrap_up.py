"""The end of a standup: what is left, what is too big, and that it is over."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def title(page):
    return page.locator("#su-title")


# --- Where the focus is --------------------------------------------------------------------------------------
def test_next_by_keyboard_into_the_wrap_up_leaves_the_focus_at_what_it_says(at, project, member, ana):
    been = ".".join(["blocked", *(str(each.pk) for each in project.memberships.all())])
    page = at(member, f"nobody&been={been}")
    page.locator("[data-goes=on]").press("Enter")
    expect(page.locator(".su-person[aria-current]")).to_have_text("Wrap-up")
    expect(title(page)).to_be_focused()


def test_back_by_keyboard_to_the_first_stop_does_not_lead_on(at, member, ana):
    page = at(member, ana.pk)
    page.locator("[data-goes=back]").press("Enter")
    expect(page.locator(".su-person[aria-current]")).to_have_text("Blocked")
    expect(title(page)).to_be_focused()


def test_a_stop_chosen_in_the_rail_keeps_the_focus(at, member, ana):
    page = at(member, "blocked")
    page.locator(".su-person", has_text="Nobody’s").press("Enter")
    expect(title(page)).to_have_text("Nobody’s cards")
    expect(page.locator(".su-person[aria-current]")).to_be_focused()


def test_a_card_that_was_opened_there_gives_the_focus_back_to_its_line(at, member, ana):
    page = at(member, "wrap-up")
    line = page.get_by_role("link", name="Train baseline", exact=True)
    line.press("Enter")
    expect(page.locator("#sheet")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    expect(line).to_be_focused()


def test_a_change_by_somebody_else_leaves_the_focus_at_a_line(at, member, owner, ana, named):
    page = at(member, "wrap-up")
    line = page.get_by_role("link", name="Train baseline", exact=True)
    line.focus()
    named("Draw the plan").block("", by=owner)
    expect(page.get_by_text("Nothing is blocked.")).to_be_visible()
    expect(line).to_be_focused()
