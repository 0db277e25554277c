"""A page that is open while the server is upgraded."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import card, link, mark
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SENTENCE = "Weekboard was upgraded. What you are typing is kept."


@pytest.fixture
def come_back(expected):
    """Cuts a page's stream off, as the end of a server does, and waits until it is live again."""
    expected.append("Failed to load resource")

    def come_back(page):
        page.context.set_offline(True)
        expect(mark(page)).to_have_text(re.compile("not live"))
        page.context.set_offline(False)
        expect(mark(page)).to_have_text(re.compile("^\\s*live"))

    return come_back


@pytest.fixture(autouse=True)
def files(monkeypatch):
    """The static files as they are collected; what they are is changed by an upgrade."""
    files = SimpleNamespace(manifest_hash="older")
    monkeypatch.setattr("projects.versions.staticfiles_storage", files)
    return files


@pytest.fixture
def upgrade(files):
    """Has the server serve other scripts from now on, by pages and streams."""
    return lambda: setattr(files, "manifest_hash", "newer")


@pytest.fixture
def upgrade_streams(monkeypatch):
    """Has another server than the one that serves the pages be the newer one."""
    return lambda: monkeypatch.setattr("boards.live.messages.frontend_version", lambda: "newer")


def test_a_page_that_nobody_types_in_is_loaded_again(watching, member, upgrade, come_back):
    page = watching(member)
    upgrade()
    come_back(page)
    expect(page.locator("body")).to_have_attribute("data-version", "newer")


def test_a_page_is_loaded_again_only_once(watching, member, upgrade_streams, come_back):
    page = watching(member)
    upgrade_streams()
    with page.expect_navigation():
        come_back(page)
    expect(page.locator("#messages")).to_contain_text(SENTENCE)


def test_whoever_types_is_offered_to_load_the_page_and_keeps_the_text(watching, member, upgrade, come_back):
    page = watching(member)
    page.locator("#add-todo").fill("half a line")
    upgrade()
    come_back(page)
    expect(page.locator("#messages")).to_contain_text(SENTENCE)
    expect(page.locator("#add-todo")).to_be_focused()
    assert violations(page) == []
    page.get_by_role("link", name="Reload").click()
    expect(page.locator("body")).to_have_attribute("data-version", "newer")
    expect(page.locator("#add-todo")).to_have_value("half a line")


def test_a_card_that_is_open_stays_open(watching, member, upgrade, come_back):
    page = watching(member)
    link(page, "Ask support").click()
    expect(page.locator("#sheet")).to_be_visible()
    upgrade()
    come_back(page)
    expect(page.locator("#messages")).to_contain_text(SENTENCE)
    expect(page.locator("#sheet")).to_be_visible()


def test_after_an_upgrade_that_changed_no_script_the_page_stays(watching, member, owner, named, come_back):
    page = watching(member)
    page.evaluate("document.body.dataset.isSame = ''")
    come_back(page)
    named("Ask support").estimate(60, by=owner)
    expect(card(page, "Ask support")).to_contain_text("1 h")
    expect(page.locator("body[data-is-same]")).to_have_count(1)
