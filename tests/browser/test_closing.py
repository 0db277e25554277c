"""A week is closed, watched, taken back."""

import re

import pytest
from playwright.sync_api import expect

from boards.models import NewCard, create_cards
from tests.browser.helpers import card, link, titles
from tests.factories import MembershipFactory, MilestoneFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def closing(project):
    return f"/p/{project.slug}/weeks/1/close/"


@pytest.fixture
def colleague(project):
    return MembershipFactory(project=project).user


def choose(page, title, choice):
    """Choose as a person does: the radio button lies under its own label."""
    row = page.locator(".closing-cards li", has_text=title)
    row.get_by_role("radio", name=choice).check(force=True)


def is_on_board(project, title):
    card = project.cards.get(title=title)
    return card.milestone and card.milestone.number, card.column, bool(card.archived_at)


@pytest.mark.smoke
def test_a_week_is_closed_and_taken_back_while_somebody_watches(
    window, member, colleague, board, closing, project
):
    watching = window(colleague, "/p/parcel-vision/board/?week=2")
    page = window(member, board)
    page.get_by_role("link", name="Close week 1").click()
    choose(page, "Train baseline", "It is done")
    expect(page.locator("#closing-sum")).to_contain_text("one card is counted as done")
    choose(page, "Ask support", "Drop it")
    expect(page.locator("#closing-sum")).to_contain_text("one card is dropped")
    page.get_by_label("High-level goal").fill("Deploy it")
    page.get_by_role("button", name="Close week 1").click()
    expect(page).to_have_url(re.compile(r"week=2"))
    expect(titles(page, "doing")).to_have_text(["Draw the plan"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Deploy it")
    assert is_on_board(project, "Train baseline") == (1, "done", False)
    assert is_on_board(project, "Ask support") == (1, "todo", True)
    assert is_on_board(project, "Label 200 images") == (None, "todo", False)
    watching.reload()
    expect(titles(watching, "doing")).to_have_text(["Draw the plan"])
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Week 1 is open again")
    expect(titles(page, "doing")).to_have_text(["Train baseline", "Draw the plan"])
    expect(titles(page, "todo")).to_have_text(["Label 200 images", "Write the loader", "Ask support"])
    watching.reload()
    expect(titles(watching, "doing")).to_have_count(0)


def test_the_next_week_is_the_next_one_that_is_open(window, member, board, project):
    third = MilestoneFactory(project=project, number=3, starts_on="2026-09-21")
    project.milestones.filter(number=2).update(closed_at="2026-09-07T10:00Z")
    page = window(member, board)
    link(page, "Ask support").focus()
    page.keyboard.press("m")
    expect(page.locator("#move [data-nextweek]")).to_contain_text("Next week (W3)")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(card(page, "Ask support")).to_have_count(0)
    assert project.cards.get(title="Ask support").milestone == third


def test_a_card_that_came_in_meanwhile_is_shown_and_nothing_chosen_is_lost(
    window, member, colleague, closing, project, expected
):
    expected.append("409")
    page = window(member, closing)
    choose(page, "Draw the plan", "Drop it")
    page.get_by_label("High-level goal").fill("Typed")
    create_cards(
        project, [NewCard("A late idea")], column="todo", milestone=project.milestones.first(), by=colleague
    )
    page.get_by_role("button", name="Close week 1").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "One card is open in this week that was not when you chose"
    )
    row = page.locator(".closing-cards li", has_text="Draw the plan")
    expect(row.get_by_role("radio", name="Drop it")).to_be_checked()
    expect(page.locator("li.is-new")).to_contain_text("A late idea")
    expect(page.get_by_label("High-level goal")).to_have_value("Typed")
    page.get_by_role("button", name="Close week 1").click()
    expect(page.locator(".toast")).to_contain_text("Closed week 1")
    assert is_on_board(project, "A late idea") == (None, "todo", False)


def test_all_go_the_same_way_with_one_press(window, member, closing):
    page = window(member, closing)
    page.get_by_role("button", name="To week 2").click()
    expect(page.locator("#closing-sum")).to_contain_text("Five cards go to week 2.")
    expect(page).to_have_url(re.compile(r"/close/$"))


def test_a_week_is_closed_with_the_keyboard_alone(window, member, closing, project):
    page = window(member, closing)
    first = page.locator(".segments").first.get_by_role("radio", checked=True)
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#closing-sum")).to_contain_text("one card is dropped")
    page.get_by_label("High-level goal").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close week 1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Closed week 1")
    expect(page).to_have_url(
        re.compile(r"week=2$")
    )  # the script has begun: what was done once is not in the address
    link(page, "Draw the plan").focus()
    page.keyboard.press("z")
    expect(page.locator(".toast")).to_contain_text("Week 1 is open again")
    assert project.milestones.get(number=1).closed_at is None


def test_enter_in_a_field_closes_nothing(window, member, closing, project):
    page = window(member, closing)
    page.get_by_label("High-level goal").fill("Deploy it")
    page.get_by_label("High-level goal").press("Enter")
    expect(page.get_by_label("High-level goal")).to_have_value("Deploy it")
    expect(page.get_by_role("heading", level=1)).to_have_text("Close week 1")
    assert project.milestones.get(number=1).closed_at is None


def test_without_a_script_a_week_is_closed_and_taken_back(window, member, closing, project):
    page = window(member, closing, java_script_enabled=False)
    page.get_by_role("button", name="To week 2").click()
    expect(page.locator("#closing-sum")).to_contain_text("Five cards go to week 2.")
    choose(page, "Ask support", "Later")
    page.get_by_role("button", name="Show what my choices do").click()
    expect(page.locator("#closing-sum")).to_contain_text("Four cards go to week 2, one card goes to Later.")
    page.get_by_role("button", name="Close week 1").click()
    expect(titles(page, "todo")).to_have_text(["Label 200 images", "Write the loader"])
    page.get_by_role("button", name="Undo").click()
    expect(titles(page, "todo")).to_have_text(["Label 200 images", "Write the loader", "Ask support"])


def test_a_card_finished_late_is_counted_for_the_closed_week(window, member, closing, project):
    page = window(member, closing)
    page.get_by_role("button", name="Close week 1").click()
    expect(page.locator(".toast")).to_contain_text("Closed week 1")
    card = project.cards.get(title="Draw the plan")
    card.move(column="done", milestone_id=card.milestone_id, by=member)
    page.goto(closing)
    page.get_by_role("button", name="Count for week 1: Draw the plan").click()
    expect(page.get_by_text("Counted for week 1")).to_be_visible()
    assert is_on_board(project, "Draw the plan") == (1, "done", False)
    page.get_by_role("button", name="Take back: Draw the plan").click()
    expect(page.get_by_role("button", name="Count for week 1: Draw the plan")).to_be_visible()
    assert is_on_board(project, "Draw the plan") == (2, "done", False)


def test_without_a_network_the_choices_stay_and_the_sum_says_that_it_does_not_know(
    window, member, closing, project, expected
):
    expected += ["Failed to load resource", "htmx:error"]
    page = window(member, closing)
    page.context.set_offline(True)
    choose(page, "Train baseline", "It is done")
    expect(page.locator("#closing-sum")).to_contain_text("could not be worked out")
    page.get_by_role("button", name="Close week 1").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was sent")
    page.context.set_offline(False)
    choose(page, "Ask support", "Drop it")
    expect(page.locator("#closing-sum")).to_contain_text("one card is dropped")
    page.get_by_role("button", name="Close week 1").click()
    expect(page.locator(".toast")).to_contain_text("Closed week 1")
    assert is_on_board(project, "Train baseline") == (1, "done", False)
