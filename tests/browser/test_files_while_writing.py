"""A file in a text that is being written: its place, what it shows, undo, drafts, and sending it early."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.card.sheet import opened
from tests.browser.helpers import hears
from tests.browser.uploading import Held, put_into_text

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("files")]
GOING = r"!\[Picture: being uploaded\]\(upload:[\w-]{8}\)"
SHOWS = "What does this picture show?"


@pytest.fixture
def page(watching, member):
    return opened(watching(member))


@pytest.fixture
def field(page):
    """A comment that is being written, with the caret behind its first word."""
    field = page.get_by_label("Write a comment")
    field.focus()
    page.keyboard.type("Before after")
    for _ in "after":
        page.keyboard.press("ArrowLeft")
    return field


def close(page):
    page.keyboard.press("Escape")
    page.wait_for_url("**/board/*")


def test_a_picture_comes_to_where_the_caret_was_and_its_words_are_asked_for(page, field, named):
    held = Held(page)
    put_into_text(page)
    expect(field).to_have_value(re.compile(rf"^Before \n\n{GOING}\n\nafter$"))
    page.keyboard.type("typed ")
    held.let_go()
    expect(field).to_have_value(re.compile(r"^Before \n\n!\[\]\(file:\d+\)\n\ntyped after$"))
    expect(field).to_be_focused()
    page.keyboard.type("on ")
    page.get_by_label(SHOWS).fill("A [red] depot")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(r"!\[A \\\[red\\\] depot\]\(file:\d+\)\n\ntyped on after$"))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sheet-thread").get_by_role("img", name="A [red] depot")).to_be_visible()
    expect(page.get_by_label(SHOWS)).to_have_count(0)
    assert named("Train baseline").files.get().name.startswith("Picture 1, ")


def test_what_was_put_into_a_text_is_undone_and_redone_in_whole_steps(page, field):
    page.keyboard.press("End")
    held = Held(page)
    put_into_text(page)
    page.keyboard.type("typed")
    held.let_go()
    expect(page.get_by_label(SHOWS)).to_be_visible()
    filled = field.input_value()
    assert re.search(r"\(file:\d+\)\n\ntyped$", filled)
    seen = [filled]
    while seen[-1] != "Before after" and len(seen) < 6:
        page.keyboard.press("Control+z")
        page.wait_for_function("seen => document.getElementById('f-text').value !== seen", arg=seen[-1])
        seen.append(field.input_value())
    assert not [text for text in seen if "upload:" in text]
    for _ in seen[1:]:
        page.keyboard.press("Control+Shift+z")
    expect(field).to_have_value(filled)


def test_a_text_that_is_sent_before_the_picture_is_there_waits_for_it(page, field, named):
    held = Held(page)
    put_into_text(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("This is sent as soon as the file is there.")).to_be_visible()
    held.let_go()
    expect(page.locator("#sheet-thread img")).to_be_visible()
    assert re.fullmatch(r"Before \n\n!\[\]\(file:\d+\)\n\nafter", named("Train baseline").comments.get().text)


def test_a_text_whose_picture_is_refused_stays_without_it(page, field, named, expected):
    expected.append("Failed to load resource")
    held = Held(page)
    put_into_text(page)
    page.get_by_role("button", name="Comment", exact=True).click()
    held.wait_for(1)
    held.routes[0].fulfill(
        status=422, content_type="text/plain", headers={"X-Request-ID": "1"}, body="Broken."
    )
    expect(page.locator("#not-done")).to_contain_text("Picture was not attached to #4. Broken.")
    expect(field).to_have_value(re.compile(r"^Before \s+after$"))
    expect(page.get_by_text("This is sent as soon")).to_have_count(0)
    assert not named("Train baseline").comments.exists()


def test_a_picture_comes_into_the_draft_of_a_card_that_was_closed(page, field):
    held = Held(page)
    put_into_text(page)
    close(page)
    held.let_go()
    hears(page, "Picture attached.")
    opened(page)
    expect(field).to_have_value(re.compile(r"^Before \n\n!\[\]\(file:\d+\)\n\nafter$"))


def test_after_a_reload_a_draft_waits_for_nothing_that_went_with_the_page(page, field):
    held = Held(page)
    put_into_text(page)
    held.wait_for(1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("Write a comment")).to_have_value(re.compile(r"^Before \s+after$"))


def test_escape_leaves_the_question_and_not_the_card(page, field):
    put_into_text(page)
    page.get_by_label(SHOWS).fill("Nothing")
    page.keyboard.press("Escape")
    expect(page.get_by_label(SHOWS)).to_have_count(0)
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(r"!\[\]\(file:\d+\)"))


def test_a_picture_in_a_description_is_there_for_whoever_has_the_card_open(page, watching, owner):
    other = opened(watching(owner))
    page.locator("#edit-description").click()
    page.locator("#f-description").fill("See")
    put_into_text(page, "f-description")
    close(page)
    opened(page)
    expect(page.locator("#f-description")).to_have_value(re.compile(r"^See\n\n!\[\]\(file:\d+\)\n\n$"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(other.locator("#sheet-description .pasted img")).to_be_visible()
    expect(other.locator("#sheet-files li")).to_have_count(1)


def test_the_name_of_a_file_means_nothing_in_a_text(page, field):
    put_into_text(page, name="a [b] *c* #1.txt", kind="text/plain")
    expect(field).to_have_value(re.compile(r"^Before \[a \\\[b\\\] \\\*c\\\* #1\.txt\]\(file:\d+\) after$"))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sheet-thread").get_by_role("link", name="a [b] *c* #1.txt")).to_be_visible()
