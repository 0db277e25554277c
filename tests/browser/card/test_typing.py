"""What is being typed on a card: it survives whatever comes between."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.card.sheet import opened, sheet
from tests.browser.helpers import card

pytestmark = pytest.mark.browser


def test_what_is_being_typed_survives_closing_and_a_reload(window, member, board, train):
    page = opened(window(member, board))
    page.get_by_label("Write a comment").fill("half a sen")
    page.get_by_role("link", name="Edit the description").click()
    page.locator("#f-description").fill("half a description")
    page.keyboard.press("Escape")
    page.wait_for_url("**/board/*")  # the address comes back after the dialog has gone
    opened(page)
    expect(page.get_by_label("Write a comment")).to_have_value("half a sen")
    expect(page.locator("#f-description")).to_have_value("half a description")
    page.reload()
    expect(page.get_by_label("Write a comment")).to_have_value("half a sen")
    expect(page.locator("#f-description")).to_have_value("half a description")
    page.locator(".reply").get_by_role("button", name="Discard").click()
    expect(page.get_by_label("Write a comment")).to_have_value("")
    train.refresh_from_db()
    assert train.description == ""


def test_a_sign_out_takes_the_drafts_away(window, member, board, address):
    page = opened(window(member, board))
    page.get_by_label("Write a comment").fill("half a sen")
    page.goto(address)
    page.locator(".user").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login/**")
    assert (
        page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('weekboard-card'))") == []
    )


def test_an_ended_sign_in_keeps_the_draft(window, member, board, address, expected):
    expected.append("401")
    page = opened(window(member, board))
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("Write a comment").fill("not yet sent")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/login/**")
    page.get_by_label("E-mail").fill(member.email)
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**" + address)
    expect(page.get_by_label("Write a comment")).to_have_value("not yet sent")


def test_who_comes_second_sees_both_texts_and_decides(window, member, owner, board, train, expected):
    expected.append("409")
    first, second = opened(window(member, board)), opened(window(owner, board))
    for page, text in ((first, "Train it well"), (second, "Train it fast")):
        page.get_by_role("textbox", name="Title").fill(text)
    first.keyboard.press("Enter")
    expect(sheet(second)).to_contain_text(f"{member.name} changed the title meanwhile.")
    second.keyboard.press("Enter")
    expect(sheet(second)).to_contain_text(f"{member.name} wrote this meanwhile:")
    expect(sheet(second).locator("[data-theirs]")).to_have_text("Train it well")
    expect(second.get_by_role("textbox", name="Title")).to_have_value("Train it fast")
    second.get_by_role("textbox", name="Title").press("Enter")
    expect(card(second, "Train it fast")).to_be_visible()
    expect(sheet(second).locator(".theirs")).to_have_count(0)


def test_a_card_that_is_gone_says_so_and_keeps_what_was_typed(window, member, board, train, expected):
    expected.append("409")
    page = opened(window(member, board))
    train.delete_card(by=member)
    page.get_by_label("Write a comment").fill("Where is it?")
    page.keyboard.press("Control+Enter")
    expect(sheet(page)).to_contain_text("This card was deleted meanwhile.")
    expect(page.get_by_label("Write a comment")).to_have_value("Where is it?")


def test_a_lost_connection_is_said_at_the_field(window, member, board, train, expected):
    expected.extend(["ERR_INTERNET_DISCONNECTED", "htmx:error"])
    page = opened(window(member, board))
    page.context.set_offline(True)
    page.get_by_label("Blocked by").fill("No quota")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-reason")).to_contain_text("The server cannot be reached.")
    expect(page.get_by_label("Blocked by")).to_have_value("No quota")
