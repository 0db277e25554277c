"""Taking back, and moves that do not succeed."""

import re

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import answer_later, card, drag, hears, intercept, lift, link, saved, titles

pytestmark = pytest.mark.browser
REFUSED = "Failed to load resource"


def test_z_puts_a_card_back_exactly(window, member, board, project):
    page = window(member, board)
    link(page, "Write the loader").focus()
    page.keyboard.press("3")
    hears(page, "“Write the loader” moved to Done, second of two.")
    page.keyboard.press("z")
    hears(page, "Taken back: “Write the loader” is in To Do, second of three.")
    expect(link(page, "Write the loader")).to_be_focused()
    assert saved(project, "todo") == ["Label 200 images", "Write the loader", "Ask support"]


def test_the_focus_goes_to_the_card_that_comes_back(window, member, board):
    page = window(member, board)
    link(page, "Ask support").focus()
    page.keyboard.press("n")
    expect(link(page, "Write the loader")).to_be_focused()
    hears(page, "“Ask support” moved to week 2.")
    page.keyboard.press("z")
    hears(page, "Taken back: “Ask support” is in To Do, third of three.")
    expect(link(page, "Ask support")).to_be_focused()


@pytest.mark.parametrize("late", ["**/undo/", "**/js/undo.*js"], ids=["answer", "script"])
def test_whoever_has_gone_on_meanwhile_keeps_the_focus(window, member, board, late):
    page = window(member, board)
    link(page, "Ask support").focus()
    page.keyboard.press("3")
    hears(page, "“Ask support” moved to Done, second of two.")
    arrive = answer_later(page, late)
    page.keyboard.press("z")
    link(page, "Train baseline").focus()
    arrive()
    hears(page, "Taken back: “Ask support” is in To Do, third of three.")
    expect(link(page, "Train baseline")).to_be_focused()


def test_whoever_has_gone_on_keeps_the_focus_though_the_card_they_came_from_goes(window, member, board):
    page = window(member, board)
    link(page, "Train baseline").focus()
    page.keyboard.press("s")
    page.get_by_role("button", name="Split into").click()
    link(page, "(2/3)").focus()
    arrive = answer_later(page, "**/undo/")
    page.keyboard.press("z")
    page.locator("#q").focus()
    arrive()
    expect(card(page, "(2/3)")).to_have_count(0)
    expect(page.locator("#q")).to_be_focused()


@pytest.fixture
def under_way(window, member, board):
    """A page on which a card was moved, and another has just been, and Z was pressed; and what lets that arrive."""
    page = window(member, board)
    link(page, "Write the loader").focus()
    page.keyboard.press("3")
    hears(page, "“Write the loader” moved to Done, second of two.")
    link(page, "Ask support").focus()
    arrive = answer_later(page)
    page.keyboard.press("3")
    page.keyboard.press("z")
    return page, arrive


def test_z_is_about_the_last_move_though_it_is_still_on_its_way(under_way, project):
    page, arrive = under_way
    arrive()
    hears(page, "Taken back: “Ask support” is in To Do, second of two.")
    assert saved(project, "done") == ["Export parcels", "Write the loader"]


def test_z_takes_back_nothing_else_when_the_last_move_was_refused(under_way, project, expected):
    expected.append(REFUSED)
    page, arrive = under_way
    project.cards.filter(title="Ask support").update(archived_at=timezone.now())
    arrive()
    expect(page.locator("#not-done")).to_contain_text("was not moved")
    page.wait_for_timeout(300)
    assert saved(project, "done") == ["Export parcels", "Write the loader"]


def test_the_button_of_the_message_takes_back_too(window, member, board, project):
    page = window(member, board)
    drag(page, "Ask support", page.locator("#column-done .card"))
    page.get_by_role("button", name="Undo").click()
    hears(page, "Taken back: “Ask support” is in To Do, third of three.")
    assert saved(project, "done") == ["Export parcels"]


def test_the_message_stays_while_somebody_is_at_it(window, member, board):
    page = window(member, board)
    page.clock.install()
    drag(page, "Ask support", page.locator("#column-done .card"))
    page.get_by_role("button", name="Undo").hover()
    page.clock.fast_forward(30_000)
    expect(page.locator(".toast")).to_be_visible()
    page.mouse.move(5, 5)
    page.clock.fast_forward(10_500)
    expect(page.locator(".toast")).to_have_count(0)


def test_a_move_that_fails_puts_the_card_back_and_says_why(window, member, board, expected):
    expected.append(REFUSED)
    page = window(member, board)
    for answer, sentence in [
        ({"status": 500}, "Something went wrong on the server."),
        ({"status": 403}, "You do not have permission to do this in this project. Reload the page."),
        ({"status": 409, "content_type": "text/plain", "body": "It is gone."}, "It is gone."),
    ]:
        answer_with(page, answer)
        drag(page, "Ask support", page.locator("#column-done .card"))
        expect(page.locator(".toast p")).to_have_text(f"“Ask support” was not moved. {sentence}")
        expect(titles(page, "todo")).to_have_text(["Label 200 images", "Write the loader", "Ask support"])


def answer_with(page, answer):
    """The next move gets this answer."""
    intercept(page, "**/move/", lambda route: route.fulfill(**answer), times=1)


def test_a_card_deleted_meanwhile_is_refused_with_the_reason(window, member, owner, board, project, expected):
    expected.append(REFUSED)
    page = window(member, board)
    lift(page, "Ask support", page.locator("#column-done .card"))
    project.cards.get(title="Ask support").archive(by=owner)
    page.mouse.up()
    expect(page.locator(".toast p")).to_contain_text("in the archive")


def test_a_drag_after_the_session_ended_leads_to_the_sign_in(window, member, board, project, expected):
    expected.append(REFUSED)
    page = window(member, board)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    drag(page, "Ask support", page.locator("#column-done .card"))
    expect(page.locator(".toast p")).to_contain_text("You have been signed out")
    expect(page.locator("#board form[action*=login]")).to_have_count(0)
    page.wait_for_url(re.compile(r"/accounts/login/\?next="))
    assert saved(project, "done") == ["Export parcels"]


def test_when_the_only_card_of_a_column_leaves_the_next_key_finds_another(window, member, board):
    page = window(member, board)
    link(page, "Export parcels").focus()
    page.keyboard.press("n")
    expect(page.locator(".toast")).to_contain_text("Moved to")
    expect(link(page, "Label 200 images")).to_be_focused()
    page.keyboard.press("z")
    expect(titles(page, "done")).to_have_text(["Export parcels"])


def test_a_card_that_has_left_the_board_gives_the_focus_to_another_when_it_is_closed(window, member, board):
    page = window(member, board)
    link(page, "Ask support").click()
    page.locator("#f-week").select_option(label=page.locator("#f-week option").last.inner_text())
    expect(card(page, "Ask support")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(link(page, "Label 200 images")).to_be_focused()


def test_undo_can_be_reached_on_a_phone_however_long_a_word_is(window, member, board, project):
    project.cards.filter(title="Ask support").update(title="https://console.example.org/" + "bigquery" * 12)
    page = window(member, board, **PHONE)
    link(page, "https://").focus()
    page.keyboard.press("3")
    expect(page.locator(".toast")).to_be_visible()
    link(page, "https://").click()
    page.get_by_role("button", name="Archive").click()
    expect(page.locator(".toast")).to_contain_text("Archived")
    button = page.locator(".toast [data-dismiss]")
    expect(button).to_be_visible()
    box = button.bounding_box()
    assert box["x"] + box["width"] <= 390


def test_a_sign_in_in_another_tab_does_not_stop_a_move(window, member, board):
    page = window(member, board)
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    other = page.context.new_page()
    other.goto(board)  # brings a new token, as a sign-in does
    other.close()
    drag(page, "Ask support", page.locator("#column-done .card"))
    hears(page, "“Ask support” moved to Done, first of two.")


def test_a_viewer_sees_no_control_and_dragging_does_nothing(window, viewer, board, project):
    page = window(viewer, board)
    card(page, "Ask support").hover()
    expect(page.locator(".card .more:visible, .quickadd, #move")).to_have_count(0)
    drag(page, "Ask support", page.locator("#column-done .card"))
    page.goto(board)
    link(page, "Ask support").focus()
    for key in ["3", "t", "n", "m", "Alt+ArrowUp"]:
        page.keyboard.press(key)
    page.keyboard.press("ArrowUp")
    expect(link(page, "Write the loader")).to_be_focused()
    assert project.events.count() == 0
