"""The list that a search opens as one types."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import answer_later, hears, intercept, link, middle, touch
from tests.browser.test_accessibility import violations
from tests.factories import CardFactory

pytestmark = pytest.mark.browser
LIST = "**/search/*"


def search(page, words):
    page.locator("#q").press_sequentially(words)


def hits(page):
    return page.locator("#hits .hit b")


def active(page):
    """What Enter takes, as a screen reader is told it."""
    return page.locator(f"#{page.locator('#q').get_attribute('aria-activedescendant')}")


@pytest.fixture
def elsewhere(project):
    """Cards with "plan" beside that on the board: in the next week, and in the archive."""
    CardFactory(project=project, title="Plan the deployment", milestone=project.milestones.get(number=2))
    CardFactory(project=project, title="Old plan", archived_at=timezone.now())


def test_by_keys_a_card_is_found_across_weeks_and_opened_over_the_board(window, member, board, elsewhere):
    page = window(member, board)
    link(page, "Ask support").focus()
    page.keyboard.press("/")
    search(page, "PLAN")
    expect(hits(page)).to_have_text(["Draw the plan", "Plan the deployment"])
    hears(page, "2 cards")
    expect(page.locator("#hits mark")).to_have_text(["plan", "Plan"])
    expect(page.locator("#hits .group")).to_have_text(["Week 1, on this board", "Other weeks"])
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "true")
    expect(active(page)).to_contain_text("Draw the plan")
    page.keyboard.press("ArrowDown")
    expect(active(page)).to_contain_text("Plan the deployment")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-heading")).to_contain_text("Plan the deployment")
    page.go_back()
    expect(page.locator("#sheet")).to_be_hidden()
    page.wait_for_url(f"**{board}")
    expect(page.locator("#q")).to_have_value("")
    expect(page.locator("#hits")).to_be_hidden()


def test_the_archive_is_a_line_of_the_list(window, member, board, elsewhere):
    page = window(member, board)
    search(page, "plan")
    page.get_by_role("option", name="Archive, 1 more").click()
    expect(hits(page)).to_have_text(["Old plan"])
    hears(page, "1 card in the archive")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-heading")).to_contain_text("Old plan")


@pytest.mark.parametrize("by", ["line", "key", "quick key"])
def test_its_last_line_shows_the_cards_on_the_board_beside_other_filters(window, member, board, by):
    page = window(member, f"{board}&mine=1")
    search(page, "plan")
    if by != "quick key":
        expect(hits(page)).to_have_count(1)
    if by == "line":
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
    else:
        page.keyboard.press("Shift+Enter")
    page.wait_for_url(re.compile(r"/board/\?(?=.*q=plan)(?=.*mine=1)(?=.*week=1)"))
    expect(page.locator("#q")).to_have_value("plan")


def test_enter_that_is_quicker_than_the_answer_opens_what_was_typed_and_not_what_was_shown(
    window, member, board
):
    page = window(member, board)
    search(page, "plan")
    expect(hits(page)).to_have_text(["Draw the plan"])
    go_on = answer_later(page, LIST)
    page.locator("#q").fill("baseline")
    page.keyboard.press("Enter")
    go_on()
    expect(page.locator("#sheet-heading")).to_contain_text("Train baseline")


def test_an_answer_that_comes_too_late_is_none_and_the_former_list_stays_until_there_is_one(
    window, member, board
):
    page = window(member, board)
    search(page, "plan")
    expect(hits(page)).to_have_text(["Draw the plan"])
    held = []
    intercept(page, LIST, lambda route: held.append(route))
    page.locator("#q").fill("loader")
    while not held:
        page.wait_for_timeout(20)
    page.locator("#q").fill("support")
    while len(held) < 2:
        page.wait_for_timeout(20)
    expect(hits(page)).to_have_text(["Draw the plan"])
    held[1].continue_()
    expect(hits(page)).to_have_text(["Ask support"])


def test_escape_closes_the_list_and_then_leaves_the_field_for_the_card(window, member, board):
    page = window(member, board)
    link(page, "Ask support").focus()
    page.keyboard.press("/")
    search(page, "plan")
    expect(hits(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#hits")).to_be_hidden()
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#q")).to_have_value("plan")
    page.keyboard.press("ArrowDown")
    expect(hits(page)).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(link(page, "Ask support")).to_be_focused()
    expect(page.locator("#q")).to_have_value("")


def test_a_field_that_is_emptied_or_left_has_no_list(window, member, board):
    page = window(member, board)
    for leave in (lambda: page.locator("#q").fill(""), lambda: page.keyboard.press("Tab")):
        page.locator("#q").fill("plan")
        expect(hits(page)).to_have_count(1)
        leave()
        expect(page.locator("#hits")).to_be_hidden()


def test_without_a_network_the_list_says_so_and_the_next_letter_tries_again(window, member, board, expected):
    expected.append("ERR_INTERNET_DISCONNECTED")
    page = window(member, board)
    search(page, "plan")
    expect(hits(page)).to_have_count(1)
    page.context.set_offline(True)
    search(page, "s")
    expect(page.locator("#hits")).to_have_text("The server cannot be reached. Are you online?")
    page.context.set_offline(False)
    page.locator("#q").press("Backspace")
    expect(hits(page)).to_have_text(["Draw the plan"])


def test_what_is_found_nowhere_is_said(window, member, board):
    page = window(member, board)
    search(page, "nowhere")
    hears(page, "No card")
    expect(page.locator("#hits [role=option]")).to_have_text(["Show on the boardShift Enter"])


def test_letters_that_are_being_composed_are_not_looked_for(window, member, board):
    page = window(member, board)
    asked = []
    page.on("request", lambda request: "/search/?" in request.url and asked.append(request.url))
    page.locator("#q").focus()
    page.locator("#q").evaluate(
        """(field) => {
          field.value = "pl";
          field.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
          field.value = "plan";
          field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
        }"""
    )
    expect(hits(page)).to_have_text(["Draw the plan"])
    assert [url.rpartition("q=")[2].partition("&")[0] for url in asked] == ["plan"]


@pytest.mark.parametrize("path", ["progress/", "plan/"])
def test_on_other_pages_the_key_opens_the_same_list_and_enter_the_page_of_the_card(
    window, member, project, path
):
    page = window(member, f"/p/{project.slug}/{path}")
    page.keyboard.press("/")
    search(page, "plan")
    expect(hits(page)).to_have_text(["Draw the plan"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/cards/5/")
    page.go_back()
    page.wait_for_url(f"**/{path}")
    expect(page.locator("#q")).to_have_value("")


def test_the_key_does_nothing_for_who_has_turned_keys_off(window, member, project):
    page = window(member, f"/p/{project.slug}/progress/")
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


def test_by_touch_the_list_fills_a_phone_and_a_tap_opens_a_card(window, viewer, board):
    page = window(viewer, board, **PHONE)
    client = page.context.new_cdp_session(page)
    tap(page, client, page.locator("#q"))
    search(page, "plan")
    expect(hits(page)).to_have_count(1)
    box = page.locator(".results").bounding_box()
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
    expect(page.locator(".tabs")).to_be_hidden()
    tap(page, client, hits(page))
    expect(page.locator("#sheet-heading")).to_contain_text("Draw the plan")
    page.go_back()
    tap(page, client, page.locator("#q"))
    search(page, "plan")
    expect(hits(page)).to_have_count(1)
    tap(page, client, page.get_by_role("button", name="Leave the search"))
    expect(page.locator("#hits")).to_be_hidden()
    expect(page.locator(".tabs")).to_be_visible()


def tap(page, client, locator):
    """A finger comes down and goes up again."""
    touch(client, "touchStart", *middle(locator))
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("options", [{}, PHONE, {"color_scheme": "dark"}], ids=["desktop", "phone", "dark"])
def test_the_open_list_and_the_page_have_no_violation(window, member, board, project, elsewhere, options):
    page = window(member, board, **options)
    search(page, "plan")
    expect(hits(page)).to_have_count(2)
    assert violations(page) == []
    page.goto(f"/p/{project.slug}/search/?q=plan&week=1")
    assert violations(page) == []


def test_without_scripts_the_field_filters_the_board_and_a_link_leads_to_the_page(
    window, member, board, elsewhere
):
    page = window(member, board, java_script_enabled=False)
    page.locator("#q").fill("plan")
    page.locator("#q").press("Enter")
    page.wait_for_url("**q=plan*")
    page.get_by_role("link", name="As a list").click()
    page.wait_for_url("**/search/?q=plan&week=1")
    page.get_by_role("link", name="Archive, 1 more").click()
    page.get_by_role("link", name="Old plan").click()
    page.wait_for_url("**/cards/8/")


def test_the_list_comes_when_it_is_first_used(window, member, board):
    page = window(member, board)
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    expect(page.locator("link[href*='search.']")).to_have_count(0)
    page.locator("#q").focus()
    expect(page.locator("link[href*='css/search.']")).to_have_count(1)
    assert any("js/search/list." in url for url in fetched)
