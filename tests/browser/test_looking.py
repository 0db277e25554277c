"""Filters, weeks, and what the page does by itself."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import card, link, titles
from tests.factories import CardFactory, MembershipFactory

pytestmark = pytest.mark.browser


def test_filters_combine_live_in_the_address_and_keep_the_focus(window, member, board):
    page = window(member, board)
    page.locator("[name=label]").select_option("data")
    page.wait_for_url("**/board/?week=1&label=data")
    expect(page.locator("[name=label]")).to_be_focused()
    expect(titles(page, "todo")).to_have_text(["Write the loader"])
    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.type("plan")
    page.keyboard.press("Shift+Enter")
    page.wait_for_url("**/board/?*q=plan*")
    expect(page.locator("[name=label]")).to_have_value("data")
    expect(page.locator("#board h3")).to_have_count(0)


def test_after_going_back_the_filters_are_those_of_the_address(window, member, board):
    page = window(member, board)
    page.locator("[name=mine]").click()
    page.wait_for_url("**/board/?week=1&mine=1")
    page.locator("[name=label]").select_option("data")
    page.wait_for_url("**&label=data")
    page.get_by_role("link", name="Plan").click()
    page.wait_for_url("**/plan/")
    for address, mine, label in (
        (f"{board}&mine=1&label=data", True, "data"),
        (f"{board}&mine=1", True, ""),
        (board, False, ""),
    ):
        page.go_back()
        page.wait_for_url(f"**{address}")
        expect(page.locator("[name=mine]")).to_be_checked(checked=mine)
        expect(page.locator("[name=label]")).to_have_value(label)


def test_a_search_is_not_in_its_field_on_a_page_that_was_not_searched(window, member, board):
    page = window(member, board)
    page.locator("#q").fill("train")
    page.keyboard.press("Shift+Enter")
    page.wait_for_url("**q=train*")
    page.go_back()
    expect(page.locator("#q")).to_have_value("")


def test_a_page_that_comes_back_as_it_was_left_says_what_its_address_says(window, member, board):
    """Browsers that keep the whole page do not load it anew; here the event stands for that."""
    page = window(member, board)
    page.evaluate("document.querySelector('[name=mine]').checked = true")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator("[name=mine]")).not_to_be_checked()


@pytest.mark.parametrize("scripted", [True, False])
def test_going_back_to_a_page_without_a_board_empties_its_search(window, member, board, scripted):
    page = window(member, board.replace("board/?week=1", "progress/"), java_script_enabled=scripted)
    page.locator("#q").fill("train")
    page.keyboard.press("Shift+Enter" if scripted else "Enter")
    page.wait_for_url("**q=train*")
    page.go_back()
    page.wait_for_url("**/progress/")
    expect(page.locator("#q")).to_have_value("")


def test_a_column_that_empties_says_so_and_one_that_fills_does_not(window, member, board):
    page = window(member, board)
    expect(page.get_by_text("Nothing done yet")).to_be_hidden()
    link(page, "Export parcels").focus()
    page.keyboard.press("1")
    expect(page.get_by_text("Nothing done yet")).to_be_visible()


def test_the_list_of_shortcuts_opens_with_a_key_and_closes_with_escape(window, member, board):
    page = window(member, board)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_the_tip_of_a_week_goes_away_with_escape(window, member, board):
    page = window(member, board)
    page.locator(".week").nth(1).hover()
    expect(page.locator(".tip").nth(1)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".tip").nth(1)).to_be_hidden()


def test_keys_typed_into_a_field_are_only_text(window, member, board, project):
    page = window(member, board)
    page.locator("#q").click()
    page.keyboard.type("3tbnm?/")
    expect(page.locator("#q")).to_have_value("3tbnm?/")
    assert project.events.count() == 0


def test_on_a_phone_the_bar_leads_to_a_column_and_says_which_is_in_view(window, member, board):
    page = window(member, board, **PHONE)
    done = page.locator(".jump a", has_text="Done")
    done.tap()
    expect(done).to_have_attribute("aria-current", "true")
    expect(page.locator("#column-done h2")).to_be_in_viewport()


@pytest.mark.parametrize(("people", "seen", "number"), [(3, 3, None), (4, 2, "+2"), (6, 2, "+4")])
def test_on_a_phone_a_dense_card_shows_as_many_faces_as_its_line_has_room_for(
    window, member, board, project, week, people, seen, number
):
    CardFactory.create_batch(20, project=project, milestone=week)
    shared = project.cards.get(title="Ask support")
    shared.assignees.add(*(MembershipFactory(project=project) for _ in range(people)))
    page = window(member, board, **PHONE)
    faces = card(page, "Ask support").locator(".avatar").all()
    assert (len(faces), len([face for face in faces if is_drawn(face)])) == (people, seen)
    expect(card(page, "Ask support").locator(".others:visible")).to_have_text([number] if number else [])
    assert is_beside(card(page, "Ask support").locator(".more"), link(page, "Ask support"))


def is_drawn(face):
    return face.evaluate("face => getComputedStyle(face).clipPath") == "none"


def is_beside(button, title):
    """In the same line as the title."""
    ours, theirs = button.bounding_box(), title.bounding_box()
    return ours["y"] < theirs["y"] + theirs["height"] and theirs["y"] < ours["y"] + ours["height"]


def test_at_320_pixels_nothing_scrolls_sideways(window, member, project):
    page = window(member, viewport={"width": 320, "height": 640})
    for path in ["board/", "board/?week=all", "progress/", "../../"]:
        page.goto(f"/p/{project.slug}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_card_that_fits_its_dialog_has_nothing_to_scroll(window, member, board):
    page = window(member, board)
    link(page, "Ask support").click()
    expect(page.locator("#sheet-heading")).to_be_visible()
    spare = "pane => pane.scrollHeight - pane.clientHeight"
    assert [page.locator(pane).evaluate(spare) for pane in ("#sheet", "#sheet-inner")] == [0, 0]


def test_a_long_card_scrolls_within_the_round_corners_of_its_dialog(window, member, board):
    page = window(member, board, viewport={"width": 1000, "height": 500})
    link(page, "Ask support").click()
    page.get_by_role("button", name="Delete").scroll_into_view_if_needed()
    assert page.locator("#sheet-inner").evaluate("pane => pane.scrollTop") > 0
    assert page.locator("#sheet").evaluate("dialog => dialog.scrollTop") == 0
    expect(page.locator("#sheet .dialog-bar")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [(667, 375), (720, 450)])
def test_the_move_menu_is_in_reach_on_a_low_window(window, member, board, size):
    width, height = size
    page = window(member, board, viewport={"width": width, "height": height})
    link(page, "Ask support").focus()
    page.keyboard.press("m")
    expect(page.locator("#move")).to_be_visible()
    assert page.locator("#move").bounding_box()["y"] >= 0
    page.locator("#move").evaluate("menu => menu.scrollTo(0, 0)")
    expect(page.locator("#move [data-column=todo]")).to_be_in_viewport(ratio=1)


def test_the_move_menu_of_an_open_card_stands_at_the_foot_of_a_phone(window, member, board):
    page = window(member, board, **PHONE)
    link(page, "Ask support").click()
    expect(page.locator("#sheet-heading")).to_be_visible()
    page.evaluate("document.body.style.minHeight = '3000px'; scrollTo(0, 300)")
    page.get_by_role("link", name="Move to…").click()
    expect(page.locator("#move")).to_be_visible()
    box = page.locator("#move").bounding_box()
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)


def test_the_list_of_shortcuts_keeps_its_bar_on_a_low_window(window, member, board):
    page = window(member, board, viewport={"width": 667, "height": 375})
    page.keyboard.press("?")
    expect(page.locator("#shortcuts").get_by_role("button", name="Close")).to_be_focused()
    bar = page.locator("#shortcuts .dialog-bar")
    assert bar.evaluate("bar => bar.scrollHeight - bar.clientHeight") == 0
