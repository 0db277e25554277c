"""Dropping a card on a week of the strip."""

import pytest
from playwright.sync_api import expect

from projects.models import Milestone
from tests.browser.conftest import PHONE
from tests.browser.helpers import (
    answer_later,
    card,
    carry,
    carry_by_touch,
    drag,
    hears,
    let_pass,
    lift,
    middle,
    titles,
    touch,
)
from tests.factories import CardFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def plan(project):
    """Week 2 holds four and a half hours, Later two, and week 3 is closed."""
    Milestone.objects.create(
        project=project, number=3, starts_on="2026-09-21", goal="Shipping", closed_at="2026-09-07T10:00Z"
    )
    second = project.milestones.get(number=2)
    CardFactory(project=project, title="Wrap the model", milestone=second, estimate_minutes=270)
    CardFactory(project=project, title="Some day", milestone=None, estimate_minutes=120)
    project.cards.filter(title="Ask support").update(estimate_minutes=90)
    project.cards.filter(title="Write the loader").update(estimate_minutes=180)
    return project


@pytest.fixture
def page(window, member, board, plan):
    return window(member, board)


def tab(page, name):
    """A week of the strip, or Later, or All."""
    return page.get_by_role("navigation", name="Weeks").get_by_role("link", name=name)


def said(page):
    """What each tab of the strip says of the card in the hand, as far as one sees it."""
    return page.locator(".week-h").evaluate_all(
        "labels => labels.map(label => [...label.children].filter(part => part.checkVisibility({"
        "visibilityProperty: true})).map(part => part.textContent).join())"
    )


def places(project, title):
    """The column, the week and the place there of a card."""
    saved_card = project.cards.get(title=title)
    beside = project.cards.on_board().placed(saved_card.column, saved_card.milestone_id).order_by("position")
    week = saved_card.milestone.number if saved_card.milestone else "later"
    return saved_card.column, week, [one.title for one in beside].index(title)


def test_while_a_card_is_in_the_hand_each_week_says_what_it_holds(page):
    expect(page.locator(".week-h")).to_have_count(0)
    lift(page, "Ask support", tab(page, "All"))
    assert said(page) == ["here", "4.5 h", "closed", "2 h"]
    carry(page, tab(page, "Week 2"))
    assert said(page) == ["here", "4.5 + 1.5 h", "closed", "2 h"]
    expect(tab(page, "Week 2").locator(".tip")).to_contain_text("4.5 h planned, 6 h with this card")
    carry(page, tab(page, "Later"))
    assert said(page) == ["here", "4.5 h", "closed", "2 + 1.5 h"]
    page.mouse.up()
    expect(page.locator(".week-h, .tip-drop, .week[data-drop], .is-target")).to_have_count(0)


def test_a_card_dropped_on_a_week_is_the_first_of_its_column_there_and_no_week_is_opened(
    page, project, board
):
    drag(page, "Ask support", tab(page, "Week 2"))
    hears(page, "“Ask support” moved to week 2.")
    expect(page.locator(".toast")).to_contain_text("Moved to week 2")
    expect(titles(page, "todo")).to_have_text(["Label 200 images", "Write the loader"])
    assert places(project, "Ask support") == ("todo", 2, 0)
    assert page.url.endswith(board)


def test_a_card_that_was_carried_over_other_columns_keeps_its_own(page, project):
    lift(page, "Ask support", page.locator("#column-done .card"))
    expect(titles(page, "done")).to_have_count(2)
    carry(page, tab(page, "Later"))
    expect(titles(page, "todo")).to_have_count(3)
    page.mouse.up()
    hears(page, "“Ask support” moved to Later.")
    assert places(project, "Ask support") == ("todo", "later", 0)


def test_the_toast_takes_a_drop_on_a_week_back(page, project):
    drag(page, "Write the loader", tab(page, "Week 2"))
    page.get_by_role("button", name="Undo").click()
    expect(titles(page, "todo")).to_have_text(["Label 200 images", "Write the loader", "Ask support"])
    assert places(project, "Write the loader") == ("todo", 1, 1)


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("Week 1", "“Ask support” stays where it was."),
        ("All", "“Ask support” stays where it was."),
        ("Week 3", "Week 3 is closed and takes no more cards. “Ask support” stays where it was."),
    ],
)
def test_what_takes_no_card_leaves_it_in_its_place_and_says_so(page, project, name, heard):
    lift(page, "Ask support", page.locator("#column-done .card"))
    carry(page, tab(page, name))
    page.mouse.up()
    hears(page, heard)
    expect(titles(page, "todo")).to_have_text(["Label 200 images", "Write the loader", "Ask support"])
    assert (project.events.count(), page.locator("[data-drop]").count()) == (0, 0)


def test_escape_over_a_week_leaves_the_card_in_its_place(page, project):
    lift(page, "Ask support", tab(page, "Week 2"))
    page.keyboard.press("Escape")
    page.mouse.up()
    hears(page, "“Ask support” stays where it was.")
    expect(page.locator(".week-h")).to_have_count(0)
    assert project.events.count() == 0


def test_a_drop_that_does_not_get_through_is_sent_again(page, project, expected):
    expected.append("Failed to load resource")
    lift(page, "Ask support", tab(page, "Week 2"))
    page.context.set_offline(True)
    page.mouse.up()
    expect(card(page, "Ask support")).to_contain_text("Not sent yet")
    page.context.set_offline(False)
    hears(page, "“Ask support” moved to week 2.")
    assert places(project, "Ask support") == ("todo", 2, 0)


def test_what_comes_into_a_week_counts_while_a_card_is_in_the_hand(page):
    answer = answer_later(page)
    drag(page, "Write the loader", tab(page, "Later"))
    lift(page, "Ask support", tab(page, "Later"))
    assert said(page) == ["here", "4.5 h", "closed", "2 + 1.5 h"]
    answer()
    expect(tab(page, "Later").locator(".with")).to_have_text("5 + 1.5 h")
    page.mouse.up()
    hears(page, "“Ask support” moved to Later.")


def test_a_week_that_was_closed_meanwhile_refuses_and_says_so(page, project, expected):
    expected.append("Failed to load resource")
    project.milestones.filter(number=2).update(closed_at="2026-09-07T10:00Z")
    drag(page, "Ask support", tab(page, "Week 2"))
    expect(page.locator("#not-done")).to_contain_text("“Ask support” was not moved. Week 2 is closed.")
    expect(titles(page, "todo")).to_have_text(["Label 200 images", "Write the loader", "Ask support"])


def test_the_strip_scrolls_to_both_ends_while_a_card_is_held_near_them(window, member, board, plan):
    for number in range(4, 31):
        Milestone.objects.create(project=plan, number=number, starts_on="2026-09-28", goal="More")
    page = window(member, board)
    strip = page.locator(".weeks")
    lift(page, "Ask support", strip)
    y = middle(strip)[1]
    page.mouse.move(1390, y)
    is_scrolled_to(page, "strip.scrollWidth - strip.clientWidth")
    page.mouse.move(50, y)
    is_scrolled_to(page, "0")
    expect(page.locator(".week").first).to_have_class("week is-target")


def is_scrolled_to(page, end):
    page.wait_for_function(
        f"() => {{ const strip = document.querySelector('.weeks'); return strip.scrollLeft === {end}; }}"
    )


def test_the_strip_is_within_reach_of_a_page_that_is_scrolled(window, member, board, plan, week, named):
    CardFactory.create_batch(15, project=plan, milestone=week)
    page = window(member, board, viewport={"width": 1440, "height": 500})
    card(page, "Ask support").hover()
    page.evaluate("scrollTo(0, 300)")
    page.mouse.move(*middle(page.locator("#column-todo .card").last))
    title = page.locator("#column-todo .card").last.locator("h3").text_content()
    page.mouse.down()
    x, _ = middle(tab(page, "Week 2"))
    page.mouse.move(x, 80, steps=8)
    let_pass(page, 150)
    page.mouse.up()
    hears(page, f"“{title}” moved to week 2.")


def test_a_finger_drops_a_card_on_a_week(window, member, board, plan):
    page = window(member, board, **PHONE)
    client = page.context.new_cdp_session(page)
    start, end = middle(card(page, "Ask support")), middle(tab(page, "Week 2"))
    touch(client, "touchStart", *start)
    carry_by_touch(page, client, start, end)
    assert said(page) == ["", "6 h", "", "2 h"]
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    hears(page, "“Ask support” moved to week 2.")
    assert (places(plan, "Ask support"), page.url.endswith(board)) == (("todo", 2, 0), True)


def test_on_the_board_of_all_weeks_a_week_is_a_target_too(window, member, board, plan):
    page = window(member, board.replace("week=1", "week=all"))
    drag(page, "Some day", tab(page, "Week 2"))
    hears(page, "“Some day” moved to week 2, To Do, fourth of five.")
    assert places(plan, "Some day") == ("todo", 2, 0)
