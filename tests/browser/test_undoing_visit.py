"""Z and Ctrl+Z take back what this window has done, one change after the other."""

import pytest
from playwright.sync_api import expect

from boards.closing import Decision, close_week
from tests.browser.helpers import answer_later, hears, intercept, link, saved

pytestmark = pytest.mark.browser
REFUSED = "Failed to load resource"


@pytest.fixture
def page(window, member, board):
    """A page on which three things were done, one after the other."""
    page = window(member, board)
    link(page, "Ask support").focus()
    page.keyboard.press("3")
    hears(page, "“Ask support” moved to Done, second of two.")
    page.keyboard.press("2")
    hears(page, "“Ask support” moved to In Progress, third of three.")
    link(page, "Write the loader").focus()
    page.keyboard.press("n")
    expect(page.locator("#toasts")).to_contain_text("Moved to week 2")
    return page


def test_z_goes_back_change_by_change_until_there_is_none(page, project):
    link(page, "Label 200 images").focus()
    page.keyboard.press("z")
    hears(page, "Taken back: “Write the loader” is in To Do, second of two.")
    page.keyboard.press("z")
    hears(page, "Taken back: “Ask support” is in Done, second of two.")
    page.keyboard.press("z")
    hears(page, "Taken back: “Ask support” is in To Do, third of three.")
    page.keyboard.press("z")
    hears(page, "There is nothing to take back.")
    assert saved(project, "todo") == ["Label 200 images", "Write the loader", "Ask support"]


@pytest.mark.parametrize("key", ["Control+z", "Meta+z"])
def test_it_does_so_without_a_card_in_focus_and_after_the_page_was_left(page, board, project, key):
    page.get_by_role("link", name="Plan", exact=True).click()
    page.wait_for_url("**/plan/")
    page.goto(f"{page.url.replace('/plan/', '/board/')}?week=all")
    page.get_by_role("link", name="Archive").or_(page.locator("h1")).first.wait_for()
    page.keyboard.press(key)
    expect(page.locator(".toast")).to_contain_text("Taken back: Write the loader.")
    page.keyboard.press(key)
    expect(page.locator(".toast")).to_contain_text("Taken back: Ask support.")
    assert project.cards.get(title="Write the loader").milestone.number == 1
    assert saved(project, "done") == ["Export parcels", "Ask support"]


def test_pressed_twice_before_there_is_an_answer_it_takes_back_two(page, project):
    arrive = answer_later(page, "**/undo/")
    link(page, "Label 200 images").focus()
    page.keyboard.press("z")
    page.keyboard.press("z")
    arrive()
    hears(page, "Taken back: “Ask support” is in Done, second of two.")
    assert project.cards.get(title="Write the loader").milestone.number == 1


def test_what_somebody_has_changed_since_is_refused_by_name_and_the_next_press_goes_on(
    page, project, owner, expected
):
    expected.append(REFUSED)
    project.cards.get(title="Write the loader").move(column="done", milestone_id=None, by=owner)
    link(page, "Label 200 images").focus()
    page.keyboard.press("z")
    hears(page, f"{owner} has moved this since, so it was not undone.")
    page.keyboard.press("z")
    hears(page, "Taken back: “Ask support” is in Done, second of two.")
    assert project.cards.get(title="Write the loader").column == "done"


def test_in_a_field_the_keys_are_the_fields_own(page, project):
    line = page.locator("#add-todo")
    line.fill("z")
    line.press("Control+z")
    line.press("z")
    link(page, "Label 200 images").press("z")
    hears(page, "Taken back: “Write the loader” is in To Do, second of two.")
    assert project.events.filter(kind="undone").count() == 1


def test_over_a_dialog_the_keys_do_nothing(page, project):
    link(page, "Ask support").click()
    expect(page.locator("#sheet")).to_be_visible()
    for key in ("z", "Control+z"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    link(page, "Label 200 images").press("z")
    hears(page, "Taken back: “Write the loader” is in To Do, second of two.")
    assert project.events.filter(kind="undone").count() == 1


def test_there_is_no_redo(page, project):
    link(page, "Label 200 images").focus()
    page.keyboard.press("Control+z")
    hears(page, "Taken back: “Write the loader” is in To Do, second of two.")
    for key in ("Control+Shift+z", "Control+y"):
        page.keyboard.press(key)
    page.keyboard.press("z")
    hears(page, "Taken back: “Ask support” is in Done, second of two.")
    assert project.events.filter(kind="undone").count() == 2


def test_without_an_answer_it_can_be_tried_again_and_is_done_once(page, project, expected):
    expected.append(REFUSED)
    link(page, "Label 200 images").focus()
    intercept(page, "**/undo/", lambda route: route.abort(), times=1)
    page.keyboard.press("z")
    expect(page.locator("#not-done")).to_contain_text("This was not undone. The server cannot be reached.")
    page.get_by_role("button", name="Retry").click()
    expect(page.locator("#toasts")).to_contain_text("Taken back: Write the loader.")
    link(page, "Label 200 images").focus()
    page.keyboard.press("z")
    hears(page, "Taken back: “Ask support” is in Done, second of two.")
    assert project.events.filter(kind="undone").count() == 2


def test_what_its_button_took_back_is_not_taken_back_again(page):
    page.get_by_role("button", name="Undo").click()
    hears(page, "Taken back: “Write the loader” is in To Do, second of two.")
    link(page, "Label 200 images").focus()
    page.keyboard.press("z")
    hears(page, "Taken back: “Ask support” is in Done, second of two.")


def test_another_window_of_the_same_person_has_changes_of_its_own(page, window, member, board):
    other = window(member, board)
    link(other, "Label 200 images").focus()
    other.keyboard.press("z")
    hears(other, "There is nothing to take back.")


def test_a_week_that_was_closed_is_opened_again_though_its_message_has_gone(
    window, member, board, project, week
):
    event = close_week(week, {card.number: Decision.LATER for card in project.cards.open()}, by=member)
    page = window(member, f"{board}&undo={event.seq}")
    page.get_by_role("button", name="Dismiss").click()
    page.keyboard.press("Control+z")
    expect(page.locator(".toast")).to_contain_text("Week 1 is open again.")
    week.refresh_from_db()
    assert week.closed_at is None


def test_at_a_standup_it_does_the_same(window, member, board, project):
    page = window(member, board)
    link(page, "Ask support").focus()
    page.keyboard.press("3")
    hears(page, "“Ask support” moved to Done, second of two.")
    page.get_by_role("link", name="Standup", exact=True).click()
    link(page, "Draw the plan").focus()
    page.keyboard.press("1")
    expect(page.locator(".toast")).to_contain_text("Moved to To Do")
    for title in ("Draw the plan", "Ask support"):
        page.keyboard.press("Control+z")
        expect(page.locator(".toast")).to_contain_text(f"Taken back: {title}.")
    assert saved(project, "done") == ["Export parcels"]
