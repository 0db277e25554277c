"""Pictures in the texts of a card, as people see them."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from playwright.sync_api import expect

from boards.models import NewFile
from tests.browser.card.sheet import TITLE, opened, sheet
from tests.browser.helpers import hears
from tests.card_files import attached

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("files")]


def saved_as(kind, *colours):
    """A picture of 320x180 in a colour; of several, one that moves."""
    content = io.BytesIO()
    first, *others = [Image.new("RGB", (320, 180), colour) for colour in colours]
    first.save(content, kind, **({"save_all": True, "append_images": others} if others else {}))
    return ContentFile(content.getvalue())


@pytest.fixture
def train(project):
    return project.cards.get(title=TITLE)


@pytest.fixture
def steps(train, member):
    """A picture that moves, in the description."""
    new = NewFile(
        file=saved_as("GIF", "red", "green", "blue"),
        name="steps.gif",
        kind="gif",
        preview=saved_as("PNG", "red"),
        preview_kind="png",
        width=320,
        height=180,
        animated=True,
    )
    file = attached(train, new, by=member)
    train.edit(description=f"How it goes: ![Three steps](file:{file.pk})", by=member)
    return file


def picture(page):
    return sheet(page).get_by_role("img", name="Three steps")


def expect_shown(page, address):
    """The picture has come, and is the one of this address."""
    expect(picture(page)).to_have_js_property("complete", True)
    expect(picture(page)).to_have_js_property("naturalWidth", 320)
    expect(picture(page)).to_have_js_property("currentSrc", page.url.split("/p/")[0] + address)


def test_a_picture_that_moves_stands_still_until_it_is_pressed_where_nothing_is_to_move(
    window, member, board, steps
):
    page = opened(window(member, board, reduced_motion="reduce"))
    expect_shown(page, steps.preview_address)
    picture(page).click()
    expect_shown(page, steps.address)
    picture(page).click()
    expect_shown(page, steps.preview_address)
    sheet(page).get_by_role("link", name="Three steps").press("Enter")
    expect_shown(page, steps.address)
    page.keyboard.press("Escape")
    expect_shown(page, steps.preview_address)
    expect(sheet(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet(page)).to_be_hidden()


def test_a_picture_opens_beside_the_card(window, member, board, steps):
    page = opened(window(member, board))
    expect_shown(page, steps.address)
    with page.expect_popup() as beside:
        picture(page).click()
    assert beside.value.url.endswith(steps.address)
    expect(sheet(page)).to_be_visible()


def test_a_picture_that_somebody_removes_becomes_a_link_in_an_open_card(window, member, board, steps, train):
    page = opened(window(member, board))
    expect_shown(page, steps.address)
    train.remove_file(steps, by=member)
    expect(picture(page)).to_have_count(0)
    expect(sheet(page).get_by_role("link", name="Three steps")).to_have_attribute("href", steps.address)


def test_a_file_of_the_list_comes_into_a_text_by_its_line(window, member, board, steps, train):
    page = opened(window(member, board, permissions=["clipboard-read", "clipboard-write"]))
    page.get_by_role("button", name="Copy the line for steps.gif in a text").click()
    hears(page, "Copied. Paste it into a text of this card.")
    page.get_by_label("Write a comment").focus()
    page.keyboard.press("ControlOrMeta+v")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#sheet-thread").get_by_role("img", name="steps.gif")).to_be_visible()
    assert train.comments.get().text == f"![](file:{steps.pk})"
