"""Splitting a card: in the dialog over the board, on the page of its own, and by two people at once."""

import re

import pytest
from playwright.sync_api import expect

from boards.models import Card
from tests.browser.conftest import PHONE
from tests.browser.helpers import card, hears, link, saved, titles
from tests.browser.test_accessibility import SIZES, violations

pytestmark = pytest.mark.browser

TITLE = "Train baseline"  # of nine hours, at the top of In Progress
OFFERED = [f"{TITLE} ({n}/3)" for n in (1, 2, 3)]


@pytest.fixture
def train(project):
    return project.cards.get(title=TITLE)


@pytest.fixture
def address(train):
    return f"/p/{train.project.slug}/cards/{train.number}/split/"


def dialog(page):
    return page.locator("#split")


def opened(page):
    card(page, TITLE).get_by_role("link", name="Split").click()
    expect(dialog(page)).to_be_visible()
    return page


def field(page, place, what):
    return page.get_by_label(f"Piece {place}, {what}")


def tally(page):
    return page.locator("#split-sum")


def press(page, name):
    page.get_by_role("button", name=name).click()


def test_a_card_of_nine_hours_is_split_with_the_keyboard_alone(window, member, board, project, train):
    page = window(member, board)
    link(page, TITLE).focus()
    page.keyboard.press("s")
    expect(field(page, 1, "title")).to_be_focused()
    expect(tally(page)).to_have_text("3 + 3 + 3 = 9 h, the same as before")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Train with defaults")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(field(page, 1, "hours")).to_have_value("4")
    expect(tally(page)).to_have_text("4 + 3 + 3 = 10 h, 1 h more than before")
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="3 h, piece 2")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(tally(page)).to_have_text("4 + 2 + 3 = 9 h, the same as before")
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_hidden()
    pieces = ["Train with defaults", *OFFERED[1:]]
    expect(titles(page, "doing")).to_have_text([*pieces, "Draw the plan"])
    expect(link(page, "Train with defaults")).to_be_focused()
    hears(page, "Split into 3 cards.")
    assert saved(project, "doing") == [*pieces, "Draw the plan"]
    page.keyboard.press("z")
    expect(titles(page, "doing")).to_have_text([TITLE, "Draw the plan"])
    assert saved(project, "doing") == [TITLE, "Draw the plan"]


def test_another_sum_needs_a_second_press_on_what_names_the_difference(
    window, member, board, project, train, expected
):
    expected.append("422")
    page = opened(window(member, board))
    page.get_by_role("radio", name="2 h, piece 3").check(force=True)
    expect(tally(page)).to_have_text("3 + 3 + 2 = 8 h, 1 h less than before")
    press(page, "Split into 3 cards")
    expect(page.get_by_role("button", name="Save with 1 h less")).to_be_focused()
    field(page, 3, "hours").fill("1")
    expect(page.get_by_role("button", name="Split into 3 cards")).to_be_visible()
    press(page, "Split into 3 cards")
    press(page, "Save with 2 h less")
    expect(page.locator("#sum-doing")).to_have_text("7 h")


def test_pieces_come_and_go_and_what_is_typed_stays(window, member, board, project, train):
    page = opened(window(member, board))
    field(page, 3, "title").fill("Compare")
    press(page, "Remove piece 2")
    expect(field(page, 2, "title")).to_have_value("Compare")
    expect(field(page, 2, "title")).to_be_focused()
    expect(page.get_by_role("button", name="Remove piece 1")).to_be_hidden()
    press(page, "Add a piece")
    expect(field(page, 3, "title")).to_be_focused()
    page.keyboard.type("Publish")
    field(page, 3, "hours").fill("3")
    expect(page.get_by_role("radio", name="3 h, piece 3")).to_be_checked()
    press(page, "Split into 3 cards")
    expect(titles(page, "doing")).to_have_text([OFFERED[0], "Compare", "Publish", "Draw the plan"])


def test_a_piece_that_cannot_be_saved_says_why_at_its_place(window, member, board, train, expected):
    expected.append("422")
    page = opened(window(member, board))
    field(page, 2, "title").fill("")
    field(page, 3, "hours").fill("lots")
    expect(tally(page)).to_have_text("The hours of piece 3 cannot be read")
    press(page, "Split into 3 cards")
    expect(field(page, 2, "title")).to_be_focused()
    expect(field(page, 2, "title")).to_have_accessible_description("Write what is to be done in this piece.")
    expect(field(page, 3, "hours")).to_have_accessible_description(
        re.compile("“lots” is not a number of hours")
    )


def test_who_comes_second_keeps_what_was_typed_and_sees_the_card_as_it_is(
    window, member, owner, board, project, train, expected
):
    expected.append("409")
    first, second = opened(window(member, board)), opened(window(owner, board))
    field(second, 1, "title").fill("Mine")
    press(first, "Split into 3 cards")
    expect(dialog(first)).to_be_hidden()
    press(second, "Split into 3 cards")
    expect(dialog(second)).to_contain_text("Somebody has changed or moved this card meanwhile")
    expect(dialog(second).locator(".whole")).to_contain_text(OFFERED[0])
    expect(field(second, 1, "title")).to_have_value("Mine")
    expect(tally(second)).to_contain_text("6 h more than before")
    second.get_by_role("link", name="Cancel").click()
    expect(titles(second, "doing")).to_have_count(4)  # the first one's pieces have come in behind the dialog
    assert project.cards.count() == 8


def test_a_card_that_somebody_has_moved_is_split_where_it_is_now(
    window, member, board, project, train, expected
):
    expected.append("409")
    page = opened(window(member, board))
    train.move(column="todo", milestone_id=train.milestone_id, by=member)
    press(page, "Split into 3 cards")
    expect(dialog(page)).to_contain_text("It is now in To Do of week 1")
    press(page, "Split into 3 cards")
    expect(dialog(page)).to_be_hidden()
    assert saved(project, "todo")[-3:] == OFFERED


def test_what_is_being_typed_survives_closing_and_can_be_let_go_of(window, member, board, train):
    page = opened(window(member, board))
    field(page, 1, "title").fill("Half a ti")
    press(page, "Add a piece")
    page.keyboard.press("Escape")
    expect(link(page, TITLE)).to_be_focused()
    page.reload()
    opened(page)
    expect(field(page, 1, "title")).to_have_value("Half a ti")
    expect(field(page, 4, "title")).to_have_value("")
    press(page, "Discard")
    expect(field(page, 1, "title")).to_have_value(OFFERED[0])
    expect(page.locator("#split-pieces > li")).to_have_count(3)


def test_a_lost_connection_is_said_and_nothing_is_lost(window, member, board, project, train, expected):
    expected.extend(["ERR_INTERNET_DISCONNECTED"])
    page = opened(window(member, board))
    page.context.set_offline(True)
    press(page, "Split into 3 cards")
    expect(dialog(page)).to_contain_text("This was not split. The server cannot be reached.")
    page.context.set_offline(False)
    press(page, "Split into 3 cards")
    expect(dialog(page)).to_be_hidden()
    assert saved(project, "doing")[:3] == OFFERED


def test_what_cannot_be_opened_without_a_network_says_so_and_opens_with_one(
    window, member, board, train, expected
):
    expected.extend(["ERR_INTERNET_DISCONNECTED", "Failed to load resource"])
    page = opened(window(member, board))  # so that its script is there
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    card(page, "Train baseline").get_by_role("link", name="Split").click()
    expect(page.locator(".toast")).to_contain_text("The card was not opened. The server cannot be reached.")
    page.context.set_offline(False)
    page.locator(".toast").get_by_role("button", name="Retry").click()
    expect(dialog(page)).to_be_visible()


@pytest.mark.parametrize("key", ["s", "m", "n"])
def test_a_key_whose_script_cannot_be_fetched_says_so(window, member, board, train, expected, key):
    expected.extend(["ERR_INTERNET_DISCONNECTED", "Failed to load resource"])
    page = window(member)
    page.route(re.compile(r"/(menu|split_dialog)\.[\w.]*js"), lambda route: route.abort())
    page.goto(board)
    link(page, "Train baseline").focus()
    page.context.set_offline(True)
    page.keyboard.press(key)
    expect(page.locator(".toast")).to_contain_text("This needs the server, which cannot be reached.")


def test_it_opens_from_the_move_menu_and_from_the_cards_own_dialog(window, member, board, train):
    page = window(member, board)
    link(page, TITLE).focus()
    page.keyboard.press("m")
    page.keyboard.press("s")
    expect(dialog(page)).to_be_visible()
    page.keyboard.press("Escape")
    link(page, TITLE).click()
    page.locator("#sheet").get_by_role("link", name="Split").click()
    expect(dialog(page)).to_be_visible()
    expect(page.locator("#sheet")).to_be_hidden()
    press(page, "Split into 3 cards")
    expect(titles(page, "doing")).to_have_text([*OFFERED, "Draw the plan"])
    expect(page).to_have_url(re.compile(re.escape(board) + "$"))


def test_a_viewer_is_not_offered_to_split(window, viewer, board, train):
    page = window(viewer, board)
    expect(card(page, TITLE)).to_contain_text("5 h over")
    expect(card(page, TITLE).locator(".split")).to_be_hidden()
    link(page, TITLE).focus()
    page.keyboard.press("s")
    expect(dialog(page)).to_have_count(0)


def test_it_works_without_javascript(window, member, board, project, train, expected):
    expected.append("422")
    page = window(member, board, java_script_enabled=False)
    card(page, TITLE).get_by_role("link", name="Split").click()
    press(page, "Add a piece")
    press(page, "Remove piece 3")
    field(page, 1, "title").fill("Train")
    field(page, 3, "title").fill("Compare")
    field(page, 3, "hours").fill("2")
    field(page, 3, "title").press("Enter")
    expect(tally(page)).to_have_text("3 + 3 + 2 = 8 h, 1 h less than before")
    press(page, "Save with 1 h less")
    expect(titles(page, "doing")).to_have_text(["Train", OFFERED[1], "Compare", "Draw the plan"])
    press(page, "Undo")
    expect(titles(page, "doing")).to_have_text([TITLE, "Draw the plan"])


def test_the_page_of_its_own_keeps_a_draft_until_it_is_split(window, member, address, project, train):
    page = window(member, address)
    field(page, 1, "title").fill("Train")
    page.reload()
    expect(field(page, 1, "title")).to_have_value("Train")
    press(page, "Split into 3 cards")
    expect(titles(page, "doing")).to_have_text(["Train", *OFFERED[1:], "Draw the plan"])
    page.goto(address)
    expect(field(page, 1, "title")).to_have_value("Train (1/2)")


def test_on_a_phone_nothing_is_wider_than_the_screen(window, member, board, train):
    Card.objects.filter(pk=train.pk).update(title="y" * 200, estimate_minutes=80 * 60)
    page = window(member, board, **{**PHONE, "viewport": {"width": 320, "height": 700}})
    card(page, "y" * 200).locator(".split").click()
    expect(dialog(page)).to_be_visible()
    expect(page.locator("#split-pieces > li")).to_have_count(20)
    assert dialog(page).evaluate("(element) => element.scrollWidth - element.clientWidth") <= 0


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_the_dialog_and_on_the_page(
    window, member, board, train, address, size, expected
):
    expected.append("422")
    Card.objects.filter(pk=train.pk).update(estimate_minutes=80 * 60)
    page = window(member, address, **size)
    assert violations(page) == []
    page.goto(board)
    opened(page)
    assert violations(page) == []
    field(page, 1, "title").fill("")
    field(page, 1, "hours").fill("5")
    field(page, 2, "hours").fill("lots")
    press(page, "Split into 20 cards")
    expect(dialog(page).locator(".error")).to_have_count(2)
    assert violations(page) == []
