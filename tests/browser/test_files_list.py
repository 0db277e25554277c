"""The list of a card's files: attaching, following and removing, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.card.sheet import TITLE, opened
from tests.browser.conftest import PHONE
from tests.browser.helpers import card
from tests.browser.test_accessibility import SIZES, violations
from tests.card_files import attached, new_file, new_picture
from tests.factories import PictureFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("files")]
NOTES = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Three depots are late."}
TABLE = {"name": "table.csv", "mimeType": "text/csv", "buffer": b"depot,late\n"}


@pytest.fixture
def train(project):
    return project.cards.get(title=TITLE)


def names(page):
    return page.locator("#sheet-files b")


def test_what_one_attaches_and_removes_is_seen_by_who_has_the_card_open(
    watching, window, owner, member, board
):
    theirs, mine = opened(watching(owner)), opened(watching(member))
    theirs.get_by_label("Attach files").set_input_files(NOTES)
    expect(names(mine)).to_have_text(["notes.txt"])
    expect(card(mine, TITLE)).to_contain_text("1 file")
    mine.get_by_role("button", name="Remove notes.txt").press("Enter")
    expect(names(theirs)).to_have_count(0)
    mine.get_by_role("button", name="Undo").click()
    expect(names(theirs)).to_have_text(["notes.txt"])
    expect(names(mine)).to_have_text(["notes.txt"])


def test_who_writes_the_description_is_not_told_that_it_was_changed_when_a_file_was(
    watching, owner, member, board
):
    theirs, mine = opened(watching(owner)), opened(watching(member))
    mine.get_by_role("link", name="No description yet").click()
    mine.locator("#f-description").fill("Half a senten")
    theirs.get_by_label("Attach files").set_input_files(NOTES)
    expect(names(mine)).to_have_text(["notes.txt"])
    expect(mine.locator("[data-changed]")).to_contain_text(f"{owner} changed this card.")
    expect(mine.locator("#f-description")).to_have_value("Half a senten")


def test_removing_by_keys_leaves_the_focus_in_the_list(window, member, board, train):
    attached(train, new_file(name="one.csv"), by=member)
    attached(train, new_picture(name="two.png"), by=member)
    page = opened(window(member, board))
    page.get_by_role("button", name="Remove one.csv").press("Enter")
    expect(names(page)).to_have_text(["two.png"])
    expect(page.get_by_role("link", name="two.png", exact=True)).to_be_focused()


def test_without_scripts_several_are_attached_at_once_saved_and_removed(window, member, train, expected):
    expected.append("422")
    page = window(member, f"/p/{train.project.slug}/cards/{train.number}/", java_script_enabled=False)
    page.get_by_label("Attach files").set_input_files(
        [NOTES, TABLE, {**TABLE, "name": "empty", "buffer": b""}]
    )
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("empty was not attached. This file is empty.")
    expect(page.get_by_role("alert")).to_contain_text("Attached: notes.txt, table.csv.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download table.csv").click()
    assert download.value.suggested_filename == "table.csv"
    page.get_by_role("button", name="Remove notes.txt").click()
    expect(names(page)).to_have_text(["table.csv"])
    page.get_by_role("button", name="Undo").click()
    expect(names(page)).to_have_text(["notes.txt", "table.csv"])


@pytest.mark.parametrize("size", SIZES)
def test_the_list_has_no_violation(window, member, train, size, expected):
    expected.append("404")  # neither has a file
    PictureFactory(card=train, name="roc.png")
    attached(train, new_file(), by=member)
    page = window(member, f"/p/{train.project.slug}/cards/{train.number}/", **size)
    expect(names(page)).to_have_count(2)
    assert violations(page) == []


def test_who_only_looks_has_the_files_and_nothing_that_changes_them(window, viewer, train, member):
    attached(train, new_file(name="table.csv"), by=member)
    page = window(viewer, f"/p/{train.project.slug}/cards/{train.number}/")
    expect(page.get_by_role("link", name="Download table.csv")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Remove|Attach"))).to_have_count(0)


def test_a_hint_says_what_a_finger_can_do_and_what_a_mouse_can(window, member, train):
    address = f"/p/{train.project.slug}/cards/{train.number}/"
    by_touch, by_mouse = window(member, address, **PHONE), window(member, address)
    expect(by_mouse.get_by_text("Drop files anywhere on the card")).to_be_visible()
    expect(by_touch.locator("section.attachments .hint:visible")).to_have_count(0)
    attached(train, new_picture(name="roc.png"), by=member)
    for page in (by_touch, by_mouse):
        page.reload()
        expect(names(page)).to_have_text(["roc.png"])
    expect(by_mouse.locator("section.attachments .hint:visible")).to_have_text(re.compile("Drop files"))
    expect(by_touch.locator("section.attachments .hint:visible")).to_have_text(
        "To show a picture in a text, copy its line into it."
    )


def test_a_time_in_the_list_stays_on_one_line_however_narrow_a_phone_is(window, member, train):
    attached(train, new_file(name="table.csv"), by=member)
    page = window(member, f"/p/{train.project.slug}/cards/{train.number}/", **PHONE)
    for width in range(320, 440, 8):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.locator("#sheet-files time").evaluate("time => time.getClientRects().length") == 1
