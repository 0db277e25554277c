"""Enter and Escape that an input method needs for itself, as for Japanese, Chinese or Korean."""

import pytest
from playwright.sync_api import expect

from tests.browser.card.sheet import opened

pytestmark = pytest.mark.browser
# Safari's Enter that confirms what was composed comes after the composition: only its code tells.
SAFARI = {"keyCode": 229}
OTHERS = {"isComposing": True}
WAYS = pytest.mark.parametrize("way", [SAFARI, OTHERS], ids=["safari", "others"])


def press(field, key, way):
    """Send a key as a browser does while an input method has it; return whether the page took it."""
    field.focus()
    return field.evaluate(
        """(field, init) => {
            const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
            return !field.dispatchEvent(event);
        }""",
        {"key": key, **way},
    )


@WAYS
def test_enter_that_confirms_a_word_adds_no_cards(window, member, board, way):
    page = window(member, board)
    page.locator("#add-todo").click()
    field = page.locator("#column-todo textarea")
    page.evaluate(
        """() => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", "読む\\n書く");
            const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
            document.getElementById("add-todo").dispatchEvent(paste);
        }"""
    )
    assert not press(field, "Enter", way)
    assert not press(field, "Escape", way)
    expect(field).to_have_value("読む\n書く")


@WAYS
def test_enter_that_confirms_a_word_does_not_save_a_field_of_a_card(window, member, board, way):
    page = opened(window(member, board))
    field = page.locator("[data-sheet] textarea[data-enter]").first
    assert not press(field, "Enter", way)


@WAYS
def test_enter_that_confirms_a_word_does_not_save_a_cell_of_the_plan(window, member, project, week, way):
    page = window(member, f"/p/{project.slug}/plan/")
    page.locator("a[data-cell]").first.click()
    field = page.locator(".celledit textarea")
    assert not press(field, "Enter", way)
    assert not press(field, "Escape", way)
    expect(field).to_be_focused()
