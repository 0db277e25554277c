"""Cards are brought into a week that is to come: from the week before, from Later, by whatever hand."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from boards.models import Column
from tests.browser.conftest import PHONE
from tests.browser.helpers import answer_later, card, intercept, link, saved, titles
from tests.browser.test_accessibility import SIZES, violations
from tests.factories import CardFactory, MembershipFactory

pytestmark = pytest.mark.browser
LEFT = ["Train baseline", "Draw the plan", "Label 200 images", "Write the loader", "Ask support"]


@pytest.fixture
def project(project):
    """Week 1 is over, and week 2 has not begun."""
    project.milestones.filter(number=2).update(starts_on=date.today() + timedelta(weeks=2))
    project.cards.filter(title="Ask support").update(estimate_minutes=60)
    project.cards.filter(column=Column.DONE).update(estimate_minutes=120)
    return project


@pytest.fixture
def coming(project):
    return project.milestones.get(number=2)


@pytest.fixture
def board(project):
    return f"/p/{project.slug}/board/?week=2"


@pytest.fixture
def colleague(project):
    return MembershipFactory(project=project).user


def dialog(page):
    return page.locator("#bring")


def offer(page):
    return page.get_by_role("link", name="Bring over what week 1 left")


def opened(page):
    offer(page).click()
    expect(dialog(page)).to_be_visible()
    return page


def box(page, title):
    return page.get_by_role("checkbox", name=title)


def total(page):
    return page.locator("#bring-sum p")


def press(page, name):
    page.get_by_role("button", name=name).click()


def test_what_a_week_left_is_brought_and_taken_back(window, member, board, project):
    page = opened(window(member, board))
    expect(total(page)).to_have_text("No card is ticked. Week 1 brought 2 h.")
    box(page, "Train baseline").check()
    box(page, "Ask support").check()
    expect(total(page)).to_have_text("2 cards, 10 h. Week 1 brought 2 h.")
    press(page, "Bring 2 cards")
    expect(dialog(page)).to_be_hidden()
    expect(titles(page, "todo")).to_have_text(["Ask support"])
    expect(titles(page, "doing")).to_have_text(["Train baseline"])
    expect(link(page, "Train baseline")).to_be_focused()
    expect(page.locator("#state-planned")).to_have_text("10 h planned")
    expect(offer(page)).to_be_hidden()
    press(page.locator("#toasts"), "Undo")
    expect(page.locator("#state-planned")).to_have_text("Nothing planned")
    expect(offer(page)).to_be_visible()
    assert project.cards.filter(milestone__number=2).count() == 0


def test_all_are_brought_by_keys_alone_and_escape_brings_none(window, member, board, project):
    page = window(member, board)
    offer(page).focus()
    page.keyboard.press("Enter")
    expect(box(page, "All of them")).to_be_focused()
    page.keyboard.press("Escape")
    expect(offer(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page, "All of them")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Bring 5 cards")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(box(page, "All of them")).to_have_js_property("indeterminate", True)
    expect(page.get_by_role("button", name="Bring 4 cards")).to_be_visible()
    page.keyboard.press("Enter")
    expect(titles(page, "todo")).to_have_text(LEFT[2:])
    expect(titles(page, "doing")).to_have_text(["Draw the plan"])
    expect(link(page, "Draw the plan")).to_be_focused()


def test_cards_of_both_lists_are_brought_together(window, member, board, project):
    CardFactory(project=project, title="Someday")
    page = opened(window(member, board))
    box(page, "Ask support").check()
    press(page, "1 from Later")
    expect(page.get_by_role("button", name="1 from Later")).to_be_focused()
    box(page, "Someday").check()
    expect(total(page)).to_contain_text("2 cards, 1 h, 1 not estimated, 1 of them from week 1.")
    press(page, "Bring 2 cards")
    expect(titles(page, "todo")).to_have_text(["Ask support", "Someday"])


def test_a_sum_that_comes_after_another_source_was_chosen_is_let_go(window, member, board, project):
    page = opened(window(member, board))
    go_on = answer_later(page, "**/bring/")
    with page.expect_request("**/bring/"):
        box(page, "Ask support").check()
    press(page, "from Later")
    expect(page.get_by_role("button", name="0 from Later")).to_be_focused()
    with page.expect_response("**/bring/"):
        go_on()
    press(page, "left in week 1")
    expect(box(page, "Ask support")).to_be_checked()


def test_an_empty_later_says_so(window, member, board, expected):
    expected.append("422")
    page = window(member, board)
    page.get_by_role("link", name="From Later").click()
    expect(dialog(page)).to_contain_text("Later is empty: every open card has a week.")
    press(page, "Bring cards")
    expect(dialog(page).get_by_role("alert")).to_have_text("Nothing was brought. Tick at least one card.")


def test_what_a_colleague_has_taken_meanwhile_stays_out_and_both_see_what_came(
    window, watching, member, colleague, board, project, named
):
    seeing = watching(colleague, board)
    page = opened(window(member, board))
    box(page, "All of them").check()
    expect(page.get_by_role("button", name="Bring 5 cards")).to_be_visible()
    named("Write the loader").move(
        column="done", milestone_id=named("Write the loader").milestone_id, by=colleague
    )
    press(page, "Bring 5 cards")
    expect(page.locator(".toast")).to_contain_text("4 of 5")
    for each in (page, seeing):
        expect(titles(each, "todo")).to_have_text(["Label 200 images", "Ask support"])
        expect(titles(each, "doing")).to_have_text(LEFT[:2])
        expect(each.locator("#state-planned")).to_have_text("10 h planned")
    assert saved(project, "done") == ["Export parcels", "Write the loader"]


def test_what_a_colleague_has_brought_already_is_said_and_the_list_is_true_again(
    watching, member, colleague, board, expected
):
    expected.append("409")
    page, theirs = opened(watching(member, board)), opened(watching(colleague, board))
    for each in (page, theirs):
        box(each, "Ask support").check()
        box(each, "Write the loader").check()
    press(theirs, "Bring 2 cards")
    expect(titles(theirs, "todo")).to_have_text(["Write the loader", "Ask support"])
    press(page, "Bring 2 cards")
    expect(dialog(page).get_by_role("alert")).to_have_text("Nothing was changed: 2 had gone.")
    expect(page.get_by_role("button", name="3 left in week 1")).to_be_visible()
    # Until the board has heard of it, the button is still there, and has the focus.
    expect(titles(page, "todo")).to_have_text(["Write the loader", "Ask support"])
    page.keyboard.press("Escape")
    expect(link(page, "Write the loader")).to_be_focused()


def test_when_the_last_card_leaves_the_offer_is_there_without_a_reload(
    watching, member, colleague, board, coming, named
):
    named("Ask support").move(column="todo", milestone_id=coming.pk, by=colleague)
    page = watching(member, board)
    in_head = page.get_by_role("link", name="Bring cards over")
    expect(offer(page)).to_be_hidden()
    expect(in_head).to_be_visible()
    named("Ask support").move(column="todo", milestone_id=None, by=colleague)
    expect(card(page, "Ask support")).to_have_count(0)
    expect(offer(page)).to_be_visible()
    expect(in_head).to_be_hidden()


def test_a_week_with_cards_is_filled_from_its_head(window, member, board, coming, named, project):
    named("Ask support").move(column="todo", milestone_id=coming.pk, by=member)
    page = window(member, f"{board}&q=support")
    page.get_by_role("link", name="Bring cards over").click()
    box(page, "Draw the plan").check()
    expect(total(page)).to_contain_text("With what is planned: 2 cards, 1 h, 1 not estimated.")
    press(page, "Bring 1 card")
    expect(page.locator(".toast")).to_contain_text("The filters hide")
    assert named("Draw the plan").milestone == coming


def test_what_was_brought_from_the_head_has_the_focus_so_that_z_takes_it_back(
    window, member, board, coming, named, project
):
    named("Ask support").move(column="todo", milestone_id=coming.pk, by=member)
    page = window(member, board)
    page.get_by_role("link", name="Bring cards over").click()
    box(page, "Draw the plan").check()
    press(page, "Bring 1 card")
    expect(link(page, "Draw the plan")).to_be_focused()
    page.keyboard.press("z")
    expect(titles(page, "doing")).to_have_count(0)


def test_a_card_over_the_limit_is_split_first_and_its_pieces_are_listed(window, member, board, named):
    page = opened(window(member, board))
    box(page, "Ask support").check()
    page.get_by_role("link", name="Split Train baseline").click()
    page.get_by_role("button", name="Split into 3 cards").click()
    expect(page.locator("#split")).to_be_hidden()
    expect(dialog(page).locator("li")).to_have_count(7)
    expect(box(page, "Ask support")).to_be_checked()
    expect(dialog(page).get_by_role("link", name="Split")).to_have_count(0)


def test_without_a_server_the_ticks_stay_and_it_is_said(window, member, board, project, expected):
    expected += ["Failed to load resource", "Failed to fetch"]
    page = opened(window(member, board))
    intercept(page, "**/bring/", lambda route: route.abort())
    box(page, "Ask support").check()
    expect(total(page)).to_contain_text("could not be counted")
    page.get_by_role("button", name=re.compile("^Bring ")).last.click()
    expect(dialog(page).get_by_role("alert")).to_contain_text(
        "Nothing was brought. The server cannot be reached."
    )
    page.unroute("**/bring/")
    press(page, re.compile("^Bring card"))
    expect(titles(page, "todo")).to_have_text(["Ask support"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_list_has_no_violation(window, member, board, project, size, scheme):
    page = opened(window(member, board, **size, color_scheme=scheme))
    box(page, "Ask support").check()
    expect(total(page)).to_contain_text("1 card")
    assert violations(page) == []
    page.goto(f"/p/{project.slug}/weeks/2/bring/")
    assert violations(page) == []


def test_on_a_phone_it_is_a_sheet_at_the_foot(window, member, board, project):
    page = window(member, board, **PHONE)
    offer(page).tap()
    page.get_by_text("Ask support").tap()
    sheet = dialog(page).bounding_box()
    assert (sheet["x"], sheet["width"], round(sheet["y"] + sheet["height"])) == (0, 390, 844)
    page.get_by_role("button", name="Bring 1 card").tap()
    expect(titles(page, "todo")).to_have_text(["Ask support"])


def test_without_javascript_it_is_a_page(window, member, board, project):
    page = window(member, board, java_script_enabled=False)
    offer(page).click()
    expect(page).to_have_url(re.compile(r"/weeks/2/bring/\?from=1$"))
    box(page, "Draw the plan").check()
    press(page, "Count")
    expect(total(page)).to_contain_text("1 card, not estimated.")
    press(page, "Tick all of them")
    box(page, "Train baseline").uncheck()
    press(page, "from Later")
    press(page, "Bring 4 cards")  # what is ticked in a list that is not shown stays ticked
    expect(titles(page, "todo")).to_have_text(LEFT[2:])
    press(page, "Undo")
    expect(offer(page)).to_be_visible()
