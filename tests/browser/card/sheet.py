"""How a person opens a card in full, and hears that it is saved."""

from playwright.sync_api import expect

from tests.browser.helpers import hears, link

TITLE = "Train baseline"


def opened(page, title=TITLE):
    link(page, title).click()
    expect(sheet(page)).to_be_visible()
    expect(page.locator("#sheet-heading")).to_be_focused()
    return page


def sheet(page):
    return page.locator("#sheet")


def saved(page):
    hears(page, "Saved.")
