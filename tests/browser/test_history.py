"""Titles say what one looks at, and Back and Forward do what they say."""

import pytest
from playwright.sync_api import expect

from tests.browser.card.sheet import TITLE, opened, sheet
from tests.browser.helpers import card, link

pytestmark = pytest.mark.browser


def length(page):
    return page.evaluate("history.length")


def test_weeks_and_filters_are_pages_each_with_a_title_of_its_own(window, member, board, project):
    page = window(member, board)
    page.locator(".weeks a", has_text="Later").click()
    page.wait_for_url("**week=later")
    page.locator("[name=mine]").click()
    page.wait_for_url("**mine=1")
    titles = ["Later, mine", "Later", "Week 1"]
    for words in titles:
        expect(page).to_have_title(f"{words} · {project} · Weekboard")
        if words != "Week 1":
            page.go_back()
    for words in ("Later", "Later, mine"):
        page.go_forward()
        expect(page).to_have_title(f"{words} · {project} · Weekboard")


def test_a_card_over_the_board_has_its_title_and_gives_it_back(window, member, board, project):
    page = opened(window(member, board))
    number = project.cards.get(title=TITLE).number
    words = f"#{number} {TITLE} · {project} · Weekboard"
    expect(page).to_have_title(words)
    page.go_back()
    expect(sheet(page)).to_be_hidden()
    expect(page).to_have_title(f"Week 1 · {project} · Weekboard")
    page.go_forward()
    expect(sheet(page)).to_be_visible()
    expect(page).to_have_title(words)


def test_closing_a_card_goes_back_and_adds_no_page(window, member, board):
    page = opened(window(member, board))
    entries = length(page)
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{board}")
    link(page, "Ask support").click()
    expect(sheet(page)).to_be_visible()
    page.get_by_role("link", name="Close", exact=True).click()
    page.wait_for_url(f"**{board}")
    assert length(page) == entries


def test_a_card_that_was_loaded_anew_closes_to_the_board_that_is_in_the_history(
    window, member, board, project
):
    page = window(member, f"/p/{project.slug}/plan/")
    page.goto(f"{board}&label=data")
    card(page, "Write the loader").locator("h3 a").click()
    expect(sheet(page)).to_be_visible()
    page.reload()
    entries = length(page)
    page.get_by_role("link", name="Close", exact=True).click()
    expect(page.locator("#board")).to_be_visible()
    assert page.url.endswith(f"{board}&label=data")
    assert length(page) == entries
    page.go_back()
    page.wait_for_url("**/plan/")


def test_the_same_search_again_adds_no_page(window, member, board):
    page = window(member, board.replace("?", "?q=support&"))
    entries = length(page)
    page.locator("[name=mine]").focus()
    page.evaluate("document.getElementById('filters').requestSubmit()")
    page.wait_for_load_state()
    expect(link(page, "Ask support")).to_be_visible()
    assert length(page) == entries


def test_a_page_that_comes_back_as_it_was_left_has_no_menu_open(window, member, board):
    page = window(member, board)
    page.locator(".projectname").click()
    expect(page.locator("#projectmenu")).to_be_visible()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator("#projectmenu")).to_be_hidden()


def test_back_from_another_project_leads_to_the_board_that_one_left(window, member, board, project):
    page = window(member, board)
    page.locator(".projectname").click()
    page.locator("#projectmenu").get_by_role("link", name="All projects").click()
    expect(page).to_have_title("My projects · Weekboard")
    page.go_back()
    expect(page).to_have_title(f"Week 1 · {project} · Weekboard")
    expect(page.locator("#projectmenu")).to_be_hidden()
