"""A card that a text names with #: its link in the dialog over the board, and on the card's own page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.card.sheet import TITLE, opened, sheet
from tests.browser.helpers import link
from tests.factories import CardFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def other(project, train, member):
    other = CardFactory(project=project, title="Clean the data", milestone=train.milestone)
    train.edit(description=f"After #{other.number}", by=member)
    other.comment(f"For #{train.number}", author=member, by=member)
    return other


def follow(page, card):
    page.locator(".is-page, #sheet").get_by_role("link", name=f"#{card.number}", exact=True).click()


def expect_shown(page, card):
    expect(sheet(page).locator("#f-title")).to_have_value(card.title)
    page.wait_for_url(f"**/cards/{card.number}/")


def test_it_opens_in_the_dialog_back_returns_and_closing_leads_to_the_board(
    window, member, board, train, other
):
    page = opened(window(member, board))
    expect(sheet(page).locator(".prose a")).to_have_attribute("title", other.title)
    follow(page, other)
    expect_shown(page, other)
    page.go_back()
    expect_shown(page, train)
    follow(page, other)
    expect_shown(page, other)
    follow(page, train)
    expect_shown(page, train)
    page.keyboard.press("Escape")
    expect(sheet(page)).to_be_hidden()
    expect(page).to_have_url(re.compile(re.escape(board)))


def test_closing_a_card_that_is_not_on_the_board_returns_to_the_one_it_was_reached_from(
    window, member, board, train, other
):
    other.move(column=other.column, milestone_id=None, by=member)
    page = opened(window(member, board))
    follow(page, other)
    expect_shown(page, other)
    page.keyboard.press("Escape")
    expect(link(page, TITLE)).to_be_focused()


def test_on_a_card_s_own_page_it_leads_to_the_other_s(window, member, address, train, other):
    page = window(member, address)
    follow(page, other)
    page.wait_for_url(f"**/cards/{other.number}/")
    expect(page.locator("#f-title")).to_have_value(other.title)
