"""What is said about a card."""

import pytest
from playwright.sync_api import expect

from tests.browser.card.sheet import opened
from tests.browser.helpers import intercept

pytestmark = pytest.mark.browser


def test_a_comment_that_is_sent_twice_is_said_once(window, member, board, train):
    page = window(member, f"{board.split('board')[0]}cards/{train.number}/")
    page.get_by_label("Write a comment").fill("Good.")
    page.locator("#sheet-text").evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
    expect(page.get_by_label("Write a comment")).to_have_value("")
    expect(page.locator("#sheet-count")).to_have_text("1")
    page.get_by_label("Write a comment").fill("Good.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#sheet-count")).to_have_text("2")
    assert train.comments.count() == 2


def test_a_comment_whose_answer_was_lost_is_said_once(window, member, board, train, expected):
    expected += ["Failed to load resource", "htmx:error"]
    page = window(member, f"{board.split('board')[0]}cards/{train.number}/")

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    intercept(page, "**/comments/", lose_the_answer, times=1)
    page.get_by_label("Write a comment").fill("Good.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".error")).to_be_visible()
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_label("Write a comment")).to_have_value("")
    assert train.comments.count() == 1


def test_a_comment_is_written_changed_deleted_and_brought_back(window, member, board, train):
    page = opened(window(member, board))
    page.get_by_label("Write a comment").fill("First run: AUC 0.81")
    page.keyboard.press("Control+Enter")
    thread = page.locator("#sheet-thread")
    expect(thread).to_contain_text("First run: AUC 0.81")
    expect(page.get_by_label("Write a comment")).to_have_value("")
    page.get_by_role("link", name="Edit your comment").click()
    page.get_by_label("Your comment").fill("First run: AUC 0.83")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(thread).to_contain_text("AUC 0.83")
    page.get_by_role("button", name="Delete the comment").click()
    expect(thread.locator("li")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(thread).to_contain_text("AUC 0.83")
    expect(page.locator("#sheet-count")).to_have_text("1")


def test_without_javascript_a_comment_comes_back_where_it_was(window, member, project):
    project.cards.get(title="Ask support").comment("Hello", author=member, by=member)
    address = f"/p/{project.slug}/cards/{project.cards.get(title='Ask support').number}/"
    page = window(member, address, java_script_enabled=False)
    page.get_by_role("button", name="Delete the comment").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Hello", exact=True)).to_be_visible()
    assert page.url.partition("?")[0].endswith(address)
