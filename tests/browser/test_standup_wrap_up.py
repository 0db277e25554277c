"""The end of a standup: what is left, what is too big, and that it is over."""

import pytest
from playwright.sync_api import expect

from boards.models import Standup
from tests.browser.conftest import PHONE
from tests.browser.helpers import hears

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


# --- Finish ---------------------------------------------------------------------------------------------------
def lead(project, person):
    Standup(project=project).lead(by=person)


def foot(page):
    return page.locator(".su-foot")


def finish(page):
    return foot(page).get_by_role("button", name="Finish")


def test_who_leads_finishes_at_the_end_of_the_wrap_up(at, project, member, ana):
    lead(project, member)
    page = at(member, "wrap-up")
    finish(page).press("Enter")
    hears(page, "The standup is over.")
    assert Standup.objects.get(project=project).started_at is None
    expect(finish(page)).to_be_hidden()
    expect(foot(page).get_by_role("link", name="To the board")).to_be_visible()
    expect(title(page)).to_be_focused()


def test_at_another_stop_one_goes_on_and_does_not_finish(at, project, member, ana):
    lead(project, member)
    page = at(member, ana.pk)
    expect(page.locator("#standup-now")).to_contain_text("You lead")
    expect(finish(page)).to_be_hidden()
    expect(page.locator("[data-goes=on]")).to_be_visible()


def test_who_does_not_lead_finishes_nothing_by_the_last_button(at, project, member, owner, ana):
    lead(project, owner)
    page = at(member, "wrap-up")
    expect(page.locator("#standup-now")).to_contain_text("leads a standup")
    expect(finish(page)).to_be_hidden()
    expect(foot(page).get_by_role("link", name="To the board")).to_be_visible()


def test_on_a_phone_back_and_finish_share_a_line_under_the_text_to_copy(at, project, member, ana):
    lead(project, member)
    page = at(member, "wrap-up", **PHONE)
    expect(finish(page)).to_be_visible()
    back, copy, end = (
        part.bounding_box()
        for part in (page.locator("[data-goes=back]"), foot(page).get_by_text("Copy"), finish(page))
    )
    assert copy["y"] + copy["height"] <= back["y"] == end["y"]
    assert end["x"] + end["width"] <= 390
