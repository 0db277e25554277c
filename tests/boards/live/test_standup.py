"""A standup in three browsers on two servers, one of which is killed."""

import json

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import chromium
from tests.asking import cookie_name
from tests.browser.helpers import line, press
from tests.site import HOST

pytestmark = pytest.mark.programs
PATIENCE = 30_000  # milliseconds: browsers and servers are started while others run
PATH = "/p/team/standup/"


@pytest.fixture
def window():
    """Opens the page of the standup, on a server, for whoever has this session."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options())

        def open_window(session, port):
            origin = f"http://{HOST}:{port}"
            context = browser.new_context(base_url=origin)
            context.set_default_timeout(PATIENCE)
            context.add_cookies([{"name": cookie_name("session", origin), "value": session, "url": origin}])
            page = context.new_page()
            page.goto(PATH)
            return page

        yield open_window
        browser.close()


def all_are_at(pages, name):
    for page in pages:
        expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=PATIENCE)


def reads(page, text):
    expect(line(page)).to_contain_text(text, timeout=PATIENCE)


@pytest.mark.both_databases
def test_a_standup_goes_on_over_two_servers_one_of_which_is_killed_and_returns(site, window):
    with site.served() as (_, other):
        with site.served(WORKERS="2") as (server, port):
            ana, ben, vera = json.loads(site.run("-m", "tests.boards.live.team", port))
            leader, *others = three = [window(ana, port), window(ben, port), window(vera, other)]
            leader.get_by_role("button", name="Lead", exact=True).click()
            for page in others:
                press(page, "Follow")
            reads(leader, "You lead, 2 follow")
            leader.locator("[data-goes=on]").click()
            all_are_at(three, "Ana Lopez")
            server.kill()
            server.wait()
        for page in three[:2]:
            expect(page.locator("#live")).not_to_have_attribute("data-state", "live", timeout=PATIENCE)
        with site.served(port=port, WORKERS="2"):
            reads(leader, "You lead, 2 follow")
            leader.locator("[data-goes=on]").click()
            all_are_at(three, "Ben Hall")
            for page in others:
                reads(page, "Following Ana Lopez")
