"""Keys and clicks that used to show nothing: each does something, or says why not."""

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import card, hears, link, wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
def page(window, member, board):
    return window(member, board)


def test_a_second_z_says_that_there_is_nothing_to_take_back(page, project):
    link(page, "Ask support").focus()
    page.keyboard.press("3")
    hears(page, "“Ask support” moved to Done, second of two.")
    page.keyboard.press("z")
    hears(page, "Taken back: “Ask support” is in To Do, third of three.")
    page.keyboard.press("z")
    hears(page, "There is nothing to take back.")
    expect(page.locator(".toast")).to_have_text("There is nothing to take back.")


@pytest.mark.parametrize(
    ("key", "heard"),
    [
        ("1", "“Label 200 images” is in To Do already."),
        ("t", "“Label 200 images” is first already."),
    ],
)
def test_a_key_for_where_the_card_is_already_says_so(page, project, key, heard):
    link(page, "Label 200 images").focus()
    page.keyboard.press(key)
    hears(page, heard)
    assert project.events.count() == 0


def test_n_in_the_last_week_says_that_there_is_no_later_one(window, member, board, project):
    project.milestones.filter(number=2).delete()
    page = window(member, board)
    link(page, "Ask support").focus()
    page.keyboard.press("n")
    hears(page, "There is no later week that is still open.")


def test_escape_leaves_the_search_for_the_cards(page):
    page.keyboard.press("/")
    page.keyboard.type("plan")
    page.keyboard.press("Escape")
    expect(link(page, "Label 200 images")).to_be_focused()
    expect(page.locator("#q")).to_have_value("")


def test_escape_leaves_the_line_for_a_new_card_and_keeps_what_is_typed(page):
    page.locator("#add-doing").fill("Half a thought")
    page.keyboard.press("Escape")
    expect(link(page, "Draw the plan")).to_be_focused()
    expect(page.locator("#add-doing")).to_have_value("Half a thought")


def test_a_click_on_a_persons_face_opens_the_card(page, member, named, project):
    named("Ask support").assign(project.memberships.get(user=member), by=member)
    page.reload()
    expect(card(page, "Ask support").locator(".avatar bdi")).to_be_visible()
    card(page, "Ask support").locator(".avatar").click(force=True)
    expect(page.locator("#sheet-heading")).to_be_visible()


def test_copy_link_shows_that_it_has_copied(window, member, board):
    page = window(member, board, permissions=["clipboard-read", "clipboard-write"])
    link(page, "Ask support").click()
    page.locator("[data-copylink]").click()
    content = "(button) => getComputedStyle(button, '::after').content"
    wait_until(page, lambda: page.locator("[data-copylink]").evaluate(content) == '"Copied"')


def test_a_click_where_no_description_is_yet_writes_one(page):
    link(page, "Ask support").click()
    page.locator("#sheet-description").get_by_text("No description yet").click()
    expect(page.locator("#f-description")).to_be_visible()


def test_a_week_that_was_added_has_the_focus_in_its_goal(window, owner, project):
    page = window(owner, f"/p/{project.slug}/plan/")
    page.get_by_role("button", name="Add a week").click()
    field = page.get_by_label("Goal of week 3")
    expect(field).to_be_focused()
