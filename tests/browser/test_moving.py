"""Moving cards, in every way there is."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, TABLET
from tests.browser.helpers import (
    answer_later,
    card,
    carry,
    drag,
    drag_by_touch,
    hears,
    intercept,
    let_pass,
    lift,
    link,
    middle,
    saved,
    titles,
    wait_until,
)
from tests.factories import CardFactory

pytestmark = pytest.mark.browser


def test_a_card_is_dragged_to_done(window, member, board, project):
    page = window(member, board)
    drag(page, "Ask support", page.locator("#column-done .card"))
    hears(page, "“Ask support” moved to Done, first of two.")
    assert saved(project, "done") == ["Ask support", "Export parcels"]


def test_a_dragged_card_brings_the_figures_along(window, member, board):
    page = window(member, board)
    drag(page, "Train baseline", page.locator("#column-done .quickadd"))
    expect(page.locator("#n-doing")).to_have_text("1 card")
    expect(page.locator("#sum-done")).to_have_text("9 h")
    expect(page.locator("#count-over")).to_have_text("0")
    expect(page.locator("#state-progress")).to_have_text("9 of 9 h done.")


def test_a_card_of_a_dense_board_is_as_high_in_the_hand_as_it_was_in_its_column(
    window, member, board, project, week
):
    CardFactory.create_batch(24, project=project, milestone=week)
    page = window(member, board)
    flagged = card(page, "Train baseline")
    height = flagged.bounding_box()["height"]
    lift(page, "Train baseline", page.locator("#column-done .card"))
    needed = page.locator(".is-lifted").evaluate("(card) => card.scrollHeight")
    page.mouse.up()
    assert (height < 70, abs(needed - height) < 3) == (True, True)


def test_a_card_is_dragged_by_touch(window, member, board, project):
    page = window(member, board, **TABLET)
    drag_by_touch(page, "Ask support", page.locator("#column-done .cards"))
    hears(page, "“Ask support” moved to Done, second of two.")
    assert saved(project, "done") == ["Export parcels", "Ask support"]


def test_after_a_drag_by_touch_the_next_tap_counts(window, member, board):
    page = window(member, board, **TABLET)
    drag_by_touch(page, "Ask support", page.locator("#column-done .cards"))
    hears(page, "“Ask support” moved to Done, second of two.")
    card(page, "Draw the plan").locator(".more").tap()
    expect(page.locator("#move")).to_be_visible()


def test_a_short_touch_scrolls_and_moves_nothing(window, member, board, project):
    page = window(member, board, **{**PHONE, "viewport": {"width": 390, "height": 500}})
    x, y = middle(card(page, "Ask support"))
    gesture = {"x": x, "y": y, "yDistance": -200, "gestureSourceType": "touch"}
    page.context.new_cdp_session(page).send("Input.synthesizeScrollGesture", gesture)
    wait_until(page, lambda: page.evaluate("scrollY") > 50)
    assert saved(project, "todo") == ["Label 200 images", "Write the loader", "Ask support"]


DRAGGING, SORTABLE = "**/drag*.js", "**/Sortable.min*.js"


def asked_for(page):
    """A list that grows by the names of the files the page asks for, without what changes with their content."""
    asked = []
    page.on(
        "request",
        lambda request: asked.append(re.sub(r"\.[0-9a-f]{12}\.", ".", request.url.rpartition("/")[2])),
    )
    return asked


def is_in_the_hand(page, title):
    """Dragging has come, and has taken up the press that was before it."""
    expect(page.locator("#board .sortable-chosen")).to_contain_text(title)


def test_dragging_is_fetched_when_a_pointer_comes_over_the_cards_and_not_before(window, member, board):
    page = window(member)
    asked = asked_for(page)
    page.clock.install(time="2026-09-09T10:00Z")
    page.clock.pause_at("2026-09-09T11:00Z")  # the quiet in which it comes by itself does not come
    page.goto(board)
    expect(page.locator("#live")).to_be_visible()
    page.locator(".jump, header").first.hover()
    link(page, "Ask support").focus()
    assert "board.js" in asked
    assert not {"drag.js", "Sortable.min.js"} & set(asked)
    with page.expect_response(SORTABLE):
        card(page, "Ask support").hover()


def test_a_viewer_never_fetches_dragging(window, viewer, board):
    page = window(viewer, board)
    asked = asked_for(page)
    card(page, "Ask support").hover()
    page.wait_for_timeout(200)
    page.reload()
    assert "board.js" in asked
    assert not {"drag.js", "Sortable.min.js"} & set(asked)


def test_a_card_pressed_before_dragging_has_come_is_in_the_hand_when_it_has(window, member, board, project):
    page = window(member, board)
    come = answer_later(page, DRAGGING)
    page.mouse.move(*middle(card(page, "Ask support")))
    page.mouse.down()
    with page.expect_response(SORTABLE):
        come()
    is_in_the_hand(page, "Ask support")
    carry(page, page.locator("#column-done .card"))
    page.mouse.up()
    hears(page, "“Ask support” moved to Done, first of two.")
    assert saved(project, "done") == ["Ask support", "Export parcels"]


def test_the_browser_drags_no_link_of_a_card_once_dragging_has_come(window, member, board):
    """So it does, too, when the page scrolls under a press: Chromium looks what lies under the pressed point."""
    page = window(member, board)
    come = answer_later(page, DRAGGING)
    page.mouse.move(*middle(card(page, "Ask support")))
    page.mouse.down()
    with page.expect_response(SORTABLE):
        come()
    is_in_the_hand(page, "Ask support")
    begins = """link => link.dispatchEvent(new DragEvent("dragstart", {bubbles: true, cancelable: true}))"""
    assert link(page, "Ask support").evaluate(begins) is False
    page.mouse.up()


def test_a_first_touch_drags_however_late_dragging_comes(window, member, board, project):
    page = window(member, board, **TABLET)
    come = answer_later(page, DRAGGING)

    def wait_for_it():
        let_pass(page, 400)
        with page.expect_response(SORTABLE):
            come()
        is_in_the_hand(page, "Ask support")

    drag_by_touch(page, "Ask support", page.locator("#column-done .cards"), meanwhile=wait_for_it)
    hears(page, "“Ask support” moved to Done, second of two.")
    assert saved(project, "done") == ["Export parcels", "Ask support"]


def test_a_card_let_go_before_dragging_has_come_stays(window, member, board, project):
    page = window(member, board)
    come = answer_later(page, DRAGGING)
    page.mouse.move(*middle(card(page, "Ask support")))
    page.mouse.down()
    carry(page, page.locator("#column-done .card"))
    page.mouse.up()
    come()
    wait_until(page, lambda: page.evaluate("Boolean(window.Sortable)"))
    page.mouse.move(*middle(card(page, "Draw the plan")), steps=5)
    expect(page.locator("body")).not_to_have_attribute("data-dragging", "")
    expect(page.locator(".is-lifted")).to_have_count(0)
    expect(titles(page, "todo")).to_have_text(["Label 200 images", "Write the loader", "Ask support"])


def test_dragging_that_could_not_be_fetched_is_tried_again(window, member, board, project, expected):
    expected.append("Failed to load resource")
    page = window(member, board)
    intercept(page, DRAGGING, lambda route: route.abort(), times=1)
    with page.expect_response(SORTABLE):
        with page.expect_event("requestfailed"):
            card(page, "Ask support").hover()
        let_pass(page, 50)
        page.mouse.down()
        page.mouse.move(*middle(card(page, "Draw the plan")), steps=3)
    is_in_the_hand(page, "Ask support")
    carry(page, page.locator("#column-done .card"))
    page.mouse.up()
    hears(page, "“Ask support” moved to Done, first of two.")


def test_a_drop_on_the_own_place_asks_the_server_nothing(window, member, board):
    page = window(member, board)
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    home = middle(card(page, "Write the loader"))
    lift(page, "Write the loader", card(page, "Ask support"))
    page.mouse.move(*home, steps=5)
    let_pass(page, 200)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert sent == []


def test_escape_lets_go_of_a_card(window, member, board, project):
    page = window(member, board)
    lift(page, "Label 200 images", page.locator("#column-done .card"))
    expect(titles(page, "done")).to_have_count(2)
    page.keyboard.press("Escape")
    page.mouse.up()
    hears(page, "“Label 200 images” stays where it was.")
    expect(titles(page, "todo")).to_have_text(["Label 200 images", "Write the loader", "Ask support"])
    assert saved(project, "done") == ["Export parcels"]


def test_of_two_quick_drags_of_a_card_the_last_wins(window, member, board, project):
    page = window(member, board)
    first = answer_later(page)
    drag(page, "Ask support", page.locator("#column-done .card"))
    drag(page, "Ask support", card(page, "Draw the plan"))
    first()
    hears(page, "“Ask support” moved to In Progress, second of three.")
    expect(titles(page, "doing")).to_have_text(["Train baseline", "Ask support", "Draw the plan"])
    assert saved(project, "doing") == ["Train baseline", "Ask support", "Draw the plan"]


def test_nothing_changes_on_the_board_while_a_card_is_in_the_air(window, member, board):
    page = window(member, board)
    answer = answer_later(page)
    link(page, "Draw the plan").focus()
    page.keyboard.press("n")
    lift(page, "Ask support", page.locator("#column-done .card"))
    answer()
    expect(page.locator(".toast")).to_be_visible()
    expect(titles(page, "doing")).to_have_text(["Train baseline", "Draw the plan"])
    page.mouse.up()
    expect(titles(page, "doing")).to_have_text(["Train baseline"])


def test_every_key_moves_the_card_and_the_focus_stays_on_it(window, member, board):
    page = window(member, board)
    link(page, "Write the loader").focus()
    for key, heard in {
        "2": "moved to In Progress, third of three.",
        "3": "moved to Done, second of two.",
        "1": "moved to To Do, third of three.",
        "Alt+ArrowUp": "moved to To Do, second of three.",
        "t": "moved to To Do, first of three.",
        "b": "moved to To Do, third of three.",
        "Alt+ArrowDown": "is last already.",
    }.items():
        page.keyboard.press(key)
        hears(page, f"“Write the loader” {heard}")
        expect(link(page, "Write the loader")).to_be_focused()


def test_quick_presses_of_a_key_count_each(window, member, board, project):
    page = window(member, board)
    link(page, "Ask support").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    hears(page, "“Ask support” moved to To Do, first of three.")
    assert saved(project, "todo")[0] == "Ask support"


def test_a_second_key_counts_from_where_the_first_has_put_the_card(window, member, board, project):
    page = window(member, board)
    first = answer_later(page)
    link(page, "Ask support").focus()
    page.keyboard.press("3")
    page.keyboard.press("1")
    first()
    hears(page, "“Ask support” moved to To Do, third of three.")
    assert saved(project, "done") == ["Export parcels"]


def test_n_sends_the_card_to_the_next_week_and_the_focus_to_its_neighbour(window, member, board, project):
    page = window(member, board)
    link(page, "Write the loader").focus()
    page.keyboard.press("n")
    hears(page, "“Write the loader” moved to week 2.")
    expect(card(page, "Write the loader")).to_have_count(0)
    expect(link(page, "Ask support")).to_be_focused()
    assert project.cards.get(title="Write the loader").milestone.number == 2


def test_arrows_go_from_card_to_card(window, member, board):
    page = window(member, board)
    link(page, "Label 200 images").focus()
    for key, title in [
        ("ArrowDown", "Write"),
        ("ArrowRight", "Draw"),
        ("ArrowRight", "Export"),
        ("ArrowLeft", "Train"),
    ]:
        page.keyboard.press(key)
        expect(link(page, title)).to_be_focused()


def test_letters_without_a_card_in_focus_do_nothing(window, member, board, project):
    page = window(member, board)
    for key in ["1", "2", "3", "t", "b", "n", "m", "z"]:
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert not page.locator("#move").is_visible()
    assert project.events.count() == 0


def test_the_menu_moves_a_card_by_keyboard_alone(window, member, board, project):
    page = window(member, board)
    link(page, "Ask support").focus()
    page.keyboard.press("m")
    expect(page.get_by_role("button", name="To Do")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    hears(page, "“Ask support” moved to In Progress, third of three.")
    expect(link(page, "Ask support")).to_be_focused()


MENU = {
    "one place up": (lambda menu: menu.get_by_role("button", name="One place up").tap(), "first of three"),
    "one place down": (
        lambda menu: menu.get_by_role("button", name="One place down").tap(),
        "third of three",
    ),
    "below": (lambda menu: choose_below(menu, "Ask support"), "third of three"),
}


def choose_below(menu, title):
    menu.get_by_label("Below").select_option(label=title)
    menu.locator("[data-below]").tap()


@pytest.mark.parametrize("how", MENU)
def test_single_taps_in_the_menu_move_a_card_by_places(window, member, board, project, how):
    page = window(member, board, **PHONE)
    card(page, "Write the loader").locator(".more").tap()
    act, where = MENU[how]
    act(page.locator("#move"))
    hears(page, f"“Write the loader” moved to To Do, {where}.")
    assert (
        saved(project, "todo").index("Write the loader") == {"first of three": 0, "third of three": 2}[where]
    )


def test_the_menu_of_a_card_that_is_alone_offers_no_places(window, member, board):
    page = window(member, board, **PHONE)
    card(page, "Export parcels").locator(".more").tap()
    expect(page.locator("#move").get_by_role("button", name="Top of the column")).to_be_visible()
    expect(page.locator("#below")).to_be_hidden()


def test_the_first_card_says_in_the_menu_too_that_it_is_first(window, member, board):
    page = window(member, board)
    link(page, "Label 200 images").focus()
    page.keyboard.press("m")
    page.keyboard.press("Alt+ArrowUp")
    hears(page, "“Label 200 images” is first already.")


def test_escape_closes_the_menu_and_leads_back_to_its_button(window, member, board):
    page = window(member, board)
    more = card(page, "Ask support").locator(".more")
    more.focus()
    page.keyboard.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(more).not_to_have_attribute("aria-expanded", "true")


def test_the_menu_sends_a_card_to_any_week(window, member, board, project):
    page = window(member, board)
    card(page, "Ask support").hover()
    card(page, "Ask support").locator(".more").click()
    page.get_by_label("Week", exact=True).select_option("Later")
    page.locator("[data-chosenweek]").click()
    hears(page, "“Ask support” moved to Later.")
    assert project.cards.get(title="Ask support").milestone is None


def test_in_all_weeks_a_drop_takes_the_week_of_its_neighbour(window, member, project):
    page = window(member, f"/p/{project.slug}/board/?week=all")
    page.locator("#column-todo .card").last.focus()
    link(page, "Ask support").focus()
    page.keyboard.press("n")
    hears(page, "“Ask support” moved to week 2, To Do, third of three.")
    drag(page, "Draw the plan", card(page, "Ask support"))
    hears(page, "“Draw the plan” moved to To Do, third of four.")
    expect(page.locator("#column-todo .cards > *:visible h3, #column-todo .weekhead b")).to_have_text(
        ["W1", "Label 200 images", "Write the loader", "W2", "Draw the plan", "Ask support"]
    )
    assert project.cards.get(title="Draw the plan").milestone.number == 2
