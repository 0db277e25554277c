"""The ends of a drag that are no release over a column: the card goes back, and nothing of the drag remains."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TABLET
from tests.browser.helpers import (
    card,
    carry_by_touch,
    hears,
    let_pass,
    lift,
    link,
    middle,
    saved,
    titles,
    touch,
)

pytestmark = pytest.mark.browser

TODO = ["Label 200 images", "Write the loader", "Ask support"]
STAYS = "“Ask support” stays where it was."


@pytest.fixture
def page(window, member, board):
    return window(member, board)


@pytest.fixture
def carried(page):
    """The board's window with a card in the hand, over another column."""
    lift(page, "Ask support", page.locator("#column-done .card"))
    expect(titles(page, "done")).to_have_count(2)
    return page


@pytest.fixture
def sent(page):
    """The addresses of what the window sends from now on."""
    addresses = []
    page.on("request", lambda request: request.method == "POST" and addresses.append(request.url))
    return addresses


@pytest.fixture
def finger(window, member, board):
    """A window, and a finger in it that carries a card over another column."""
    page = window(member, board, **TABLET)
    client = page.context.new_cdp_session(page)
    start, end = middle(card(page, "Ask support")), middle(page.locator("#column-done .cards"))
    touch(client, "touchStart", *start)
    carry_by_touch(page, client, start, end)
    expect(titles(page, "done")).to_have_count(2)
    return page, client, end


def is_as_before(page, project):
    """The card is in its place, on the page and in the database, and no trace of the drag is left."""
    expect(titles(page, "todo")).to_have_text(TODO)
    expect(page.locator(".is-lifted, .is-ghost, .sortable-chosen, [data-dragging]")).to_have_count(0)
    page.wait_for_timeout(200)
    return saved(project, "todo") == TODO


@pytest.mark.parametrize("outside", [".topbar .search", ".weekstrip .others >> nth=1", ".boardhead h1"])
def test_a_card_let_go_outside_the_columns_goes_back(carried, sent, project, outside):
    x, y = middle(carried.locator(outside))
    carried.mouse.move(x, y, steps=5)
    carried.mouse.up()
    hears(carried, STAYS)
    assert is_as_before(carried, project)
    assert sent == []


def test_a_card_let_go_outside_the_window_goes_back(carried, project):
    carried.mouse.move(700, -40, steps=5)
    carried.mouse.up()
    hears(carried, STAYS)
    assert is_as_before(carried, project)


def test_a_card_let_go_over_a_message_that_covers_a_column_is_moved(page, project):
    link(page, "Write the loader").focus()
    page.keyboard.press("3")
    hears(page, "“Write the loader” moved to Done, second of two.")
    lift(page, "Ask support", page.locator("#column-doing .card").last)
    page.mouse.move(*middle(page.locator(".toast p")), steps=5)
    page.mouse.up()
    expect(titles(page, "doing")).to_have_count(3)
    expect(page.locator("#n-doing")).to_have_text("3 cards")


def test_a_button_that_comes_up_unnoticed_puts_the_card_back(carried, project):
    client = carried.context.new_cdp_session(carried)
    x, y = middle(carried.locator("#column-doing .card").last)
    client.send("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y, "buttons": 0})
    hears(carried, STAYS)
    assert is_as_before(carried, project)


def test_a_button_that_comes_up_unnoticed_before_the_card_comes_loose_starts_no_drag(page, project):
    client = page.context.new_cdp_session(page)
    page.mouse.move(*middle(card(page, "Ask support")))
    page.mouse.down()
    for y in (20, 60, 200):
        client.send("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": 700, "y": 300 + y, "buttons": 0})
        page.wait_for_timeout(60)
    assert is_as_before(page, project)


def test_a_window_that_loses_the_focus_puts_the_card_back(carried, project):
    carried.evaluate("dispatchEvent(new Event('blur'))")
    hears(carried, STAYS)
    assert is_as_before(carried, project)


def test_escape_leaves_no_press_that_opens_the_card(carried, project):
    carried.keyboard.press("Escape")
    carried.mouse.move(*middle(card(carried, "Ask support")), steps=3)
    carried.mouse.up()
    assert is_as_before(carried, project)
    expect(carried.locator("#sheet")).to_be_hidden()


def test_the_first_click_after_an_end_without_a_release_counts(carried):
    carried.evaluate("dispatchEvent(new Event('blur'))")
    carried.mouse.up()
    link(carried, "Draw the plan").click()
    expect(carried.locator("#sheet-heading")).to_be_visible()


def test_enter_counts_after_a_drag_that_stayed_over_its_own_card(page):
    x, y = middle(card(page, "Ask support"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 8, steps=4)
    let_pass(page, 150)
    page.evaluate("dispatchEvent(new Event('blur'))")
    let_pass(page, 50)  # nobody's finger is as quick as a script
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-heading")).to_be_visible()


def test_a_touch_that_the_system_takes_away_puts_the_card_back(finger, project):
    page, client, _ = finger
    client.send("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})
    hears(page, STAYS)
    assert is_as_before(page, project)


def test_a_second_finger_puts_the_card_back(finger, project):
    page, client, (x, y) = finger
    both = [{"x": x, "y": y, "id": 0}, {"x": x - 200, "y": y, "id": 1}]
    client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": both})
    hears(page, STAYS)
    page.wait_for_timeout(400)
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert is_as_before(page, project)


def test_the_first_tap_after_a_second_finger_counts(finger, project):
    page, client, (x, y) = finger
    both = [{"x": x, "y": y, "id": 0}, {"x": x - 200, "y": y, "id": 1}]
    client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": both})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    card(page, "Draw the plan").locator(".more").tap()
    expect(page.locator("#move")).to_be_visible()
