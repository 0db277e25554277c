"""A dialog is closed by a press and a release on its backdrop, not by either alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import card, link, middle

pytestmark = pytest.mark.browser

OUTSIDE = (20, 500)
OPENERS = {
    "#sheet": lambda page: link(page, "Train baseline"),
    "#split": lambda page: card(page, "Train baseline").locator(".split"),
}


@pytest.fixture(params=OPENERS)
def dialog(window, member, board, request):
    page = window(member, board)
    OPENERS[request.param](page).click()
    opened = page.locator(request.param)
    expect(opened.locator("textarea, input:not([type=hidden])").first).to_be_visible()
    return opened


def test_text_selected_in_it_and_let_go_outside_leaves_it_open(dialog):
    mouse = dialog.page.mouse
    mouse.move(*middle(dialog.locator("textarea, input:not([type=hidden])").first))
    mouse.down()
    mouse.move(*OUTSIDE, steps=4)
    mouse.up()
    dialog.page.wait_for_timeout(200)
    expect(dialog).to_be_visible()


def test_a_press_outside_that_is_let_go_in_it_leaves_it_open(dialog):
    mouse = dialog.page.mouse
    mouse.move(*OUTSIDE)
    mouse.down()
    mouse.move(*middle(dialog.locator("h2").first), steps=4)
    mouse.up()
    dialog.page.wait_for_timeout(200)
    expect(dialog).to_be_visible()


def test_a_click_on_its_backdrop_closes_it(dialog):
    dialog.page.mouse.click(*OUTSIDE)
    expect(dialog).to_be_hidden()
