"""A demo recorded in the page: what is chosen and asked for, what is recorded, and what goes wrong."""

import pytest
from playwright.sync_api import expect

from projects import limits

pytestmark = pytest.mark.browser


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(limits, "DEMO_SECONDS", 3)


@pytest.fixture
def recorder(project):
    return f"/p/{project.slug}/weeks/1/record/"


@pytest.fixture
def page(recording_window, member, recorder, short):
    return recording_window(member, recorder)


def start(page):
    page.get_by_role("button", name="Start, in").click()


def stage(page, name):
    return page.locator(f"[data-stage={name}]")


def said(page):
    return page.locator("[data-said]")


def test_what_is_shared_is_recorded_until_the_time_is_over(page):
    start(page)
    expect(page.locator("[data-onair]")).to_be_visible()
    expect(said(page)).to_contain_text("Recorded")
