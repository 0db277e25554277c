"""A standup led by the keyboard alone, with the keys of the board."""

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import hears, link, titles

pytestmark = pytest.mark.browser


@pytest.fixture
def page(at, member, ana):
    return at(member, ana.pk)


def name(page):
    return page.get_by_role("heading", level=1)


def test_arrows_go_from_stop_to_stop_while_no_card_has_the_focus(page, member):
    page.keyboard.press("ArrowRight")
    expect(name(page)).to_have_text(member.name)
    page.keyboard.press("ArrowLeft")
    expect(name(page)).to_have_text("Ana Lopes")


def test_arrows_go_from_card_to_card_and_up_to_the_name(page):
    page.keyboard.press("ArrowDown")
    first = page.locator("#board .card h3 a").first
    expect(first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(name(page)).to_have_text("Ana Lopes")
    expect(first).not_to_be_focused()
    first.focus()
    page.keyboard.press("ArrowUp")
    expect(name(page)).to_be_focused()


def test_at_the_last_stop_an_arrow_says_so(at, member, ana):
    page = at(member, "wrap-up")
    page.keyboard.press("ArrowRight")
    hears(page, "This is the last stop.")


def test_u_blocks_with_a_reason_and_unblocks(page, named):
    link(page, "Train baseline").focus()
    page.keyboard.press("u")
    expect(page.get_by_label("Blocked by")).to_be_focused()
    page.keyboard.type("No quota")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).to_be_hidden()
    expect(titles(page, "blocked")).to_contain_text(["Train baseline"])
    link(page, "Train baseline").focus()
    page.keyboard.press("u")
    hears(page, "Nothing blocks “Train baseline” any more.")
    expect(titles(page, "doing")).to_contain_text(["Train baseline"])
    assert named("Train baseline").blocked_reason == ""


def test_c_goes_to_the_line_for_a_new_card_in_which_letters_are_letters(page, project, ana):
    page.keyboard.press("c")
    expect(page.locator("#add-todo")).to_be_focused()
    page.keyboard.type("Unit 23 U")
    page.keyboard.press("ArrowLeft")
    expect(name(page)).to_have_text("Ana Lopes")
    page.keyboard.press("Enter")
    expect(titles(page, "todo")).to_contain_text(["Unit 23 U"])
    assert project.cards.get(title="Unit 23 U").assignees.get() == ana


def test_where_no_card_can_be_added_c_says_so(at, member, ana):
    page = at(member, "wrap-up")
    page.keyboard.press("c")
    hears(page, "No card can be added at this stop.")
    expect(page.locator("#messages").get_by_text("No card can be added at this stop.")).to_be_visible()


def test_z_undoes_wherever_in_a_standup_the_focus_is(page, named):
    link(page, "Write the loader").focus()
    page.keyboard.press("3")
    expect(titles(page, "done")).to_contain_text(["Write the loader"])
    page.locator("#su-title").focus()
    page.keyboard.press("z")
    expect(titles(page, "todo")).to_contain_text(["Write the loader"])


def test_space_presses_what_has_the_focus(page, member, ana):
    page.locator("[data-goes=on]").focus()
    page.keyboard.press("Space")
    expect(name(page)).to_have_text(member.name)


@pytest.mark.parametrize(("key", "code"), [("ы", "KeyS"), ("é", "Digit2"), ("σ", "KeyS"), ("с", "KeyC")])
def test_where_letters_are_others_the_place_of_a_key_counts(page, key, code):
    link(page, "Write the loader").focus()
    page.evaluate(
        """([key, code]) => document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))""",
        [key, code],
    )
    shown = {"KeyS": page.locator("#split"), "KeyC": page.locator("#add-todo:focus")}
    expect(shown.get(code, page.locator("#column-doing .card", has_text="Write the loader"))).to_be_visible()


def test_a_letter_that_has_another_place_on_a_latin_keyboard_counts_as_the_letter(page):
    link(page, "Write the loader").focus()
    page.evaluate(
        """() => document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { key: "o", code: "KeyS", bubbles: true, cancelable: true }))"""
    )
    page.wait_for_timeout(300)
    expect(page.locator("#split")).to_be_hidden()


def test_a_viewer_goes_from_stop_to_stop_and_changes_nothing(at, viewer, ana, project):
    page = at(viewer, ana.pk)
    link(page, "Train baseline").focus()
    for key in ["3", "n", "s", "u", "a", "e", "l", "c"]:
        page.keyboard.press(key)
    expect(page.locator("#sheet, #split, #move")).to_have_count(1)  # the dialog of a card, which reads
    expect(page.locator("#sheet")).to_be_hidden()
    page.locator("#su-title").focus()
    page.keyboard.press("ArrowRight")
    expect(name(page)).not_to_have_text("Ana Lopes")
    assert project.events.count() == 0
