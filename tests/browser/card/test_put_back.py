"""A card's activity puts back what somebody has changed: in the dialog, on the page of its own, without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.card.sheet import sheet
from tests.browser.helpers import answer_later, card, hears
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
REFUSED = "Failed to load resource"


def line(page, words):
    return page.locator("#sheet-activity li", has_text=words)


def put_back(page, words):
    line(page, words).get_by_role("button", name="Put back").click()


def test_in_the_dialog_a_change_is_put_back_and_the_board_follows(window, member, owner, board, project):
    loader = project.cards.get(title="Write the loader")
    loader.estimate(420, by=owner)
    loader.move(column="doing", milestone_id=loader.milestone_id, by=owner)
    page = window(member, board)
    card(page, "Write the loader").locator("h3 a").click()
    page.locator("#f-text").fill("Half a sentence")
    put_back(page, "moved it to In Progress")
    expect(line(page, "moved it back to To Do")).to_be_visible()
    expect(page.locator("#column-todo .card", has_text="Write the loader")).to_be_attached()
    expect(line(page, "moved it to In Progress").get_by_role("button")).to_have_count(0)
    expect(page.locator("#f-text")).to_have_value("Half a sentence")
    expect(sheet(page)).to_be_visible()
    assert not violations(page)


def test_what_was_changed_meanwhile_is_refused_by_name(window, member, owner, board, project, expected):
    expected.append(REFUSED)
    loader = project.cards.get(title="Write the loader")
    loader.estimate(420, by=member)
    page = window(member, board)
    card(page, "Write the loader").locator("h3 a").click()
    expect(line(page, "estimate").get_by_role("button")).to_be_visible()
    arrive = answer_later(page, "**/undo/")
    put_back(page, "estimate")
    loader.estimate(60, by=owner)
    arrive()
    hears(page, f"{owner} has estimated this since, so it was not undone.")


def test_on_the_page_of_its_own_it_is_put_back_without_another_page_in_the_history(
    window, member, owner, board, project
):
    loader = project.cards.get(title="Write the loader")
    loader.label("gcp", by=owner)
    page = window(member, board)
    page.goto(f"/p/{project.slug}/cards/{loader.number}/")
    entries = page.evaluate("history.length")
    put_back(page, "put the label gcp on")
    expect(line(page, "took back a label")).to_be_visible()
    expect(page.locator("#sheet-labels")).not_to_contain_text("gcp")
    assert page.evaluate("history.length") == entries


def test_without_a_script_a_button_leads_back_to_the_card(window, member, owner, board, project):
    loader = project.cards.get(title="Write the loader")
    loader.label("gcp", by=owner)
    page = window(member, f"/p/{project.slug}/cards/{loader.number}/", java_script_enabled=False)
    put_back(page, "put the label gcp on")
    expect(line(page, "took back a label")).to_be_visible()
    assert page.url.endswith(f"/cards/{loader.number}/")
