"""What a browser loads that has never been here."""

import pytest
from playwright.sync_api import sync_playwright

from tests import chromium
from tests.bench.boards import slug_of
from tests.bench.client import Visitor

pytestmark = pytest.mark.bench
KB = 1000
EIGHT_SECONDS = 8000


@pytest.fixture(scope="module")
def loaded(site):
    """(path, kind, bytes on the wire) of every answer to a first visit to a board of 100 cards."""
    with site.served() as served, sync_playwright() as playwright:
        visitor = Visitor(site, *served)
        browser = playwright.chromium.launch(**chromium.launch_options())
        context = browser.new_context()
        context.add_cookies(visitor.cookies())
        files = visit(context.new_page(), f"{visitor.origin}/p/{slug_of(100)}/board/")
        browser.close()
    return files


def visit(page, address):
    tools, answers, sizes = page.context.new_cdp_session(page), {}, {}
    tools.send("Network.enable")
    tools.on("Network.responseReceived", lambda event: answers.update({event["requestId"]: event}))
    tools.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(address)
    page.locator("#live[data-state=live]").wait_for()
    # The stream never ends, and dragging and the menu come when all is quiet.
    page.wait_for_timeout(EIGHT_SECONDS)
    assert page.locator(".card").count() == 100
    assert all(answer["response"]["status"] == 200 for answer in answers.values())
    return [(answer["type"], sizes.get(request, 0)) for request, answer in answers.items()]


def test_a_cold_board_of_100_cards_is_at_most_85_kb(loaded, table):
    total = sum(size for _, size in loaded) / KB
    table.at_most("bytes, cold board of 100 cards, all files, 8 s", total, 85, "KB")


def test_its_javascript_is_at_most_61_kb(loaded, table):
    scripts = [size for kind, size in loaded if kind == "Script"]
    assert scripts
    table.at_most("bytes, its JavaScript", sum(scripts) / KB, 61, "KB")


def test_it_takes_at_most_17_requests(loaded, table):
    table.at_most("requests, cold board", len(loaded), 17, goal=22)
