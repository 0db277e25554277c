"""What is on the first screen of a small window, and of one at 200 % zoom."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import link, stand_still, titles
from tests.factories import CardFactory

pytestmark = pytest.mark.browser

TABS = "document.querySelector('.tabs').getBoundingClientRect().top"
SHOWN = f"""() => [...document.querySelectorAll("#column-todo .card")]
  .filter((card) => card.getBoundingClientRect().bottom <= {TABS}).length"""


@pytest.mark.parametrize(("width", "height", "phone", "least"), [(720, 450, False, 1), (320, 640, True, 2)])
def test_the_first_screen_shows_cards(window, member, board, width, height, phone, least):
    size = {"viewport": {"width": width, "height": height}}
    page = window(member, board, **({**PHONE, **size} if phone else size))
    assert page.evaluate(SHOWN) >= least


@pytest.mark.parametrize(
    "options", [PHONE, {"viewport": {"width": 1280, "height": 600}}], ids=["phone", "desktop"]
)
def test_a_card_that_is_added_is_in_view_and_the_line_keeps_the_focus(
    window, member, board, project, week, options
):
    CardFactory.create_batch(12, project=project, milestone=week)
    page = window(member, board, **options)
    page.locator("#add-todo").fill("Tune it 3h")
    page.locator("#add-todo").press("Enter")
    expect(titles(page, "todo").last).to_have_text("Tune it")
    expect(titles(page, "todo").last).to_be_in_viewport()
    expect(page.locator("#add-todo")).to_be_focused()


def test_on_a_phone_the_description_of_a_card_stands_above_its_controls(window, member, board):
    page = window(member, board, **PHONE)
    link(page, "Ask support").tap()
    expect(page.locator("#sheet-heading")).to_be_focused()
    stand_still(page)
    description = page.locator("#sheet-description").bounding_box()
    assert description["y"] < page.locator("#sheet-estimate").bounding_box()["y"]
    assert description["y"] + description["height"] < PHONE["viewport"]["height"]


def test_on_a_phone_the_comments_of_a_card_stand_above_its_controls(window, member, board):
    page = window(member, board, **PHONE)
    link(page, "Ask support").tap()
    expect(page.locator("#sheet-heading")).to_be_focused()
    stand_still(page)
    comments = page.get_by_label("Write a comment").bounding_box()
    assert comments["y"] < page.locator("#sheet-estimate").bounding_box()["y"]
