"""Keys and clicks that used to show nothing: each does something, or says why not."""

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import hears, link, titles, wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
def page(window, member, board):
    return window(member, board)


def test_a_second_z_says_that_there_is_nothing_to_take_back(page, project):
    link(page, "Ask support").focus()
    page.keyboard.press("3")
    hears(page, "“Ask support” moved to Done, second of two.")
    page.keyboard.press("z")
    hears(page, "Taken back: “Ask support” is in To Do, third of three.")
    page.keyboard.press("z")
    hears(page, "There is nothing to take back.")
    expect(page.locator(".toast")).to_have_text("There is nothing to take back.")


@pytest.mark.parametrize(
    ("key", "heard"),
    [
        ("1", "“Label 200 images” is in To Do already."),
        ("t", "“Label 200 images” is first already."),
    ],
)
def test_a_key_for_where_the_card_is_already_says_so(page, project, key, heard):
    link(page, "Label 200 images").focus()
    page.keyboard.press(key)
    hears(page, heard)
    assert project.events.count() == 0


def test_n_in_the_last_week_says_that_there_is_no_later_one(window, member, board, project):
    project.milestones.filter(number=2).delete()
    page = window(member, board)
    link(page, "Ask support").focus()
    page.keyboard.press("n")
    hears(page, "There is no later week that is still open.")


def test_escape_leaves_the_search_for_the_cards(page):
    page.keyboard.press("/")
    page.keyboard.type("plan")
    page.keyboard.press("Escape")
    expect(link(page, "Label 200 images")).to_be_focused()
    expect(page.locator("#q")).to_have_value("")


def test_escape_leaves_the_line_for_a_new_card_and_keeps_what_is_typed(page):
    page.locator("#add-doing").fill("Half a thought")
    page.keyboard.press("Escape")
    expect(link(page, "Draw the plan")).to_be_focused()
    expect(page.locator("#add-doing")).to_have_value("Half a thought")


def test_copy_link_shows_that_it_has_copied(window, member, board):
    page = window(member, board, permissions=["clipboard-read", "clipboard-write"])
    link(page, "Ask support").click()
    page.locator("[data-copylink]").click()
    content = "(button) => getComputedStyle(button, '::after').content"
    wait_until(page, lambda: page.locator("[data-copylink]").evaluate(content) == '"Copied"')


def test_a_click_where_no_description_is_yet_writes_one(page):
    link(page, "Ask support").click()
    page.locator("#sheet-description").get_by_text("No description yet").click()
    expect(page.locator("#f-description")).to_be_visible()


def test_a_week_that_was_added_has_the_focus_in_its_goal(window, owner, project):
    page = window(owner, f"/p/{project.slug}/plan/")
    page.get_by_role("button", name="Add a week").click()
    field = page.get_by_label("Goal of week 3")
    expect(field).to_be_focused()


# --- Which key it is ------------------------------------------------------------------------------------------
def send_key(page, key, code, **more):
    """A key as another keyboard sends it."""
    page.evaluate(
        """(init) => document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }))""",
        {"key": key, "code": code, **more},
    )


@pytest.mark.parametrize(
    ("key", "code"),
    [("ь", "KeyM"), ("μ", "KeyM"), ("ㅡ", "KeyM"), ("m", "Semicolon")],
    ids=["ru", "el", "ko", "fr"],
)
def test_m_opens_the_menu_on_keyboards_of_other_countries(page, key, code):
    link(page, "Ask support").focus()
    send_key(page, key, code)
    expect(page.locator("#move")).to_be_visible()
    send_key(page, {"ь": "и", "μ": "β", "ㅡ": "ㅠ"}.get(key, "b"), "KeyB")
    expect(page.locator("#move")).to_be_hidden()
    expect(link(page, "Ask support")).to_be_focused()


def test_a_figure_that_needs_shift_on_a_french_keyboard_is_told_by_its_place(page, named):
    link(page, "Ask support").focus()
    send_key(page, "é", "Digit2")
    expect(titles(page, "doing")).to_contain_text(["Ask support"])


def test_a_letter_with_shift_is_another_key(page, project):
    link(page, "Ask support").focus()
    send_key(page, "N", "KeyN", shiftKey=True)
    send_key(page, "Т", "KeyN", shiftKey=True)
    send_key(page, "m", "KeyM")
    expect(page.locator("#move")).to_be_visible()
    assert project.events.count() == 0


@pytest.mark.parametrize(
    ("key", "code", "shift", "shown"),
    [
        ("Ф", "KeyA", True, "Assign"),
        ("Α", "KeyA", True, "Assign"),
        ("ㅁ", "KeyA", True, "Assign"),
        ("A", "KeyQ", True, "Assign"),
        ("д", "KeyL", False, "Labels of"),
        ("ε", "KeyE", False, "Estimate"),
    ],
    ids=["ru", "el", "ko", "fr", "ru-l", "el-e"],
)
def test_lists_and_fields_open_on_keyboards_of_other_countries(page, key, code, shift, shown):
    link(page, "Ask support").focus()
    send_key(page, key, code, shiftKey=shift)
    expect(page.get_by_role("dialog", name=shown)).to_be_visible()


def test_capitals_lock_changes_nothing(page):
    link(page, "Ask support").focus()
    send_key(page, "M", "KeyM")
    expect(page.locator("#move")).to_be_visible()


def test_keys_that_an_input_method_needs_do_nothing(page):
    link(page, "Ask support").focus()
    send_key(page, "Process", "KeyM", keyCode=229)
    send_key(page, "m", "KeyM", isComposing=True)
    send_key(page, "?", "Slash", shiftKey=True)
    expect(page.locator("#shortcuts")).to_be_visible()
    expect(page.locator("#move")).to_be_hidden()


# --- Held, turned off, left ------------------------------------------------------------------------------------
def test_a_held_key_acts_once_and_types_nothing(page):
    link(page, "Ask support").focus()
    for _ in range(4):
        page.keyboard.down("/")  # without going up it repeats
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("")
    page.keyboard.up("/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_have_value("/")


def test_a_held_figure_moves_a_card_once(page, project, named):
    link(page, "Ask support").focus()
    for _ in range(3):
        page.keyboard.down("2")
    hears(page, "“Ask support” moved to In Progress, third of three.")
    page.keyboard.up("2")
    expect(page.locator("#column-doing .card")).to_have_count(3)
    assert project.events.count() == 1


def test_a_held_arrow_goes_on_from_card_to_card(page):
    link(page, "Label 200 images").focus()
    for _ in range(2):
        page.keyboard.down("ArrowDown")
    expect(link(page, "Ask support")).to_be_focused()


def test_keys_of_one_letter_can_be_turned_off_in_this_browser(page, project):
    page.locator("[popovertarget=usermenu]").click()
    switch = page.get_by_role("button", name="Keys of one letter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.reload()
    link(page, "Ask support").focus()
    for key in ["3", "m", ".", "/", "?"]:
        page.keyboard.press(key)
    page.keyboard.press("ArrowUp")
    expect(link(page, "Write the loader")).to_be_focused()
    expect(page.locator("#move:popover-open, #shortcuts[open]")).to_have_count(0)
    assert project.events.count() == 0


def test_the_list_of_shortcuts_says_that_they_are_off_and_turns_them_on(page):
    page.evaluate("localStorage.setItem('weekboard-keys', 'off')")
    page.reload()
    page.locator("[popovertarget=usermenu]").click()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.locator("#shortcuts")).to_contain_text("turned off in this browser")
    page.get_by_role("button", name="Turn them on").click()
    expect(page.locator(".keys-off")).to_be_hidden()
    page.keyboard.press("Escape")
    link(page, "Ask support").focus()
    page.keyboard.press("m")
    expect(page.locator("#move")).to_be_visible()


def test_escape_leaves_a_field_for_the_card_that_one_was_at(page):
    link(page, "Draw the plan").focus()
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(link(page, "Draw the plan")).to_be_focused()
    page.locator("#filters select").first.focus()
    page.keyboard.press("Escape")
    expect(link(page, "Draw the plan")).to_be_focused()


def test_escape_from_the_line_goes_to_the_card_that_was_just_added(page):
    link(page, "Draw the plan").focus()
    page.locator("#add-todo").fill("A new one")
    page.keyboard.press("Enter")
    hears(page, "Added “A new one” to To Do, fourth of four.")
    page.keyboard.press("Escape")
    expect(link(page, "A new one")).to_be_focused()
