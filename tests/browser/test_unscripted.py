"""The board without JavaScript: links lead somewhere, forms do their work."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import card, saved, titles

pytestmark = pytest.mark.browser


@pytest.fixture
def page(window, member, board):
    return window(member, board, java_script_enabled=False)


def move_to_done(page, title):
    card(page, title).hover()
    card(page, title).locator(".more").click()
    page.get_by_label("Done").check()
    page.get_by_role("button", name="Move").click()


def test_a_card_is_moved_by_a_page_with_a_form(page, project):
    move_to_done(page, "Ask support")
    expect(titles(page, "done")).to_have_text(["Export parcels", "Ask support"])
    assert saved(project, "done") == ["Export parcels", "Ask support"]


@pytest.mark.parametrize(
    ("title", "place", "titles"),
    [
        ("Ask support", "One place up", ["Label 200 images", "Ask support", "Write the loader"]),
        ("Label 200 images", "One place down", ["Write the loader", "Label 200 images", "Ask support"]),
        ("Label 200 images", "Below “Ask support”", ["Write the loader", "Ask support", "Label 200 images"]),
        ("Ask support", "Top of the column", ["Ask support", "Label 200 images", "Write the loader"]),
    ],
)
def test_the_page_moves_a_card_by_single_places(page, project, title, place, titles):
    card(page, title).hover()
    card(page, title).locator(".more").click()
    page.get_by_label("Place").select_option(label=place)
    page.get_by_role("button", name="Move").click()
    page.wait_for_url("**/board/**")
    assert saved(project, "todo") == titles


def test_the_message_takes_a_move_back(page, project):
    move_to_done(page, "Label 200 images")
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile(r"\?week=1$"))
    expect(titles(page, "todo")).to_have_text(["Label 200 images", "Write the loader", "Ask support"])
    assert saved(project, "done") == ["Export parcels"]


def test_a_line_adds_a_card(page):
    page.locator("#add-doing").fill("Tune it 3h")
    page.locator("#add-doing").press("Enter")
    expect(titles(page, "doing")).to_have_text(["Train baseline", "Draw the plan", "Tune it"])


def test_a_plan_that_is_too_large_leads_to_a_page_that_says_so(window, owner, project, tmp_path, expected):
    expected.append("Failed to load resource")
    page = window(owner, f"/p/{project.slug}/plan/upload/", java_script_enabled=False)
    plan = tmp_path / "plan.csv"
    plan.write_text("Kickoff\n" * 500_000)
    page.locator("input[type=file]").set_input_files(plan)
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This is too much at once")
    expect(page.locator("main p").first).to_contain_text("more than the 3 MB that can be sent here")
    page.go_back()
    expect(page.locator("input[type=file]")).to_be_visible()


def test_filters_are_sent_by_a_button(page):
    page.get_by_label("Over 4 h").check(force=True)
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#board h3")).to_have_text(["Train baseline"])


def test_several_cards_are_changed_by_a_page_and_put_back_but_for_what_was_moved_since(page, project, owner):
    card(page, "Ask support").hover()
    card(page, "Ask support").locator(".more").click()
    page.get_by_role("link", name="Change several cards at once").click()
    expect(page.get_by_label("Ask support")).to_be_checked()
    page.get_by_label("Label 200 images").check()
    page.get_by_label("Column").select_option("Done")
    page.get_by_role("button", name="Change the cards").click()
    expect(page.locator(".toast p")).to_have_text("2 cards moved to Done")
    expect(titles(page, "done")).to_have_text(["Export parcels", "Label 200 images", "Ask support"])
    somebody_moves(project, "Label 200 images", by=owner)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast p")).to_have_text("1 of 2 put back, 1 has been changed since")
    assert saved(project, "todo") == ["Write the loader", "Ask support"]


def somebody_moves(project, title, by):
    chosen = project.cards.get(title=title)
    chosen.move(column="doing", milestone_id=chosen.milestone_id, by=by)


@pytest.mark.parametrize(
    ("act", "field", "told"),
    [
        ("Give them to somebody", "Person", "2 cards given to"),
        ("Put a label on", "Label", "2 cards got the label api"),
        ("Archive them", None, "2 cards archived"),
    ],
)
def test_the_page_of_several_cards_assigns_labels_and_archives(page, member, act, field, told, expected):
    expected.append("422")
    page.goto(page.url.replace("board/", "cards/several/"))
    page.get_by_role("button", name="Change the cards").click()
    expect(page.get_by_role("alert")).to_have_text(
        ["Select at least one card.", "Choose what to do with the cards."]
    )
    for title in ("Ask support", "Label 200 images"):
        page.get_by_label(title).check()
    page.get_by_label(act).check()
    if field == "Person":
        page.get_by_label("Person").select_option(member.name)
    if field == "Label":
        page.get_by_label("Label, to put on or take off").fill("#api")
    page.get_by_role("button", name="Change the cards").click()
    expect(page.locator(".toast p")).to_contain_text(told)
