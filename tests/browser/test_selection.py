"""Selecting several cards, and what is done to all of them at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, TABLET
from tests.browser.helpers import (
    card,
    drag,
    drag_by_touch,
    hears,
    intercept,
    lift,
    link,
    saved,
    titles,
)
from tests.factories import CardFactory

pytestmark = pytest.mark.browser

TODO = ["Label 200 images", "Write the loader", "Ask support"]


def bar(page):
    return page.get_by_role("region", name="Selected cards")


def select(page, *names):
    for name in names:
        link(page, name).press("x")
        expect(card(page, name)).to_have_attribute("data-selected", "")


def is_selected(page, *names):
    expect(page.locator("#board .card[data-selected] h3")).to_have_text(names)


def test_x_selects_the_card_in_focus_and_again_takes_it_out(window, member, board):
    page = window(member, board)
    select(page, "Ask support", "Train baseline")
    hears(page, "“Train baseline” is selected, 2 cards in all.")
    expect(bar(page).locator("b")).to_have_text("2 cards")
    link(page, "Ask support").press("x")
    is_selected(page, "Train baseline")
    link(page, "Train baseline").press("x")
    expect(bar(page)).to_have_count(0)


def test_shift_and_arrows_select_one_card_after_the_other_and_back(window, member, board):
    page = window(member, board)
    link(page, TODO[0]).press("Shift+ArrowDown")
    is_selected(page, *TODO[:2])
    page.keyboard.press("Shift+ArrowDown")
    is_selected(page, *TODO)
    page.keyboard.press("Shift+ArrowUp")
    is_selected(page, *TODO[:2])
    expect(link(page, TODO[1])).to_be_focused()


def test_what_is_typed_while_the_selection_is_fetched_counts_in_its_order(window, member, board):
    page = window(member, board)
    link(page, TODO[0]).focus()
    page.evaluate("""() => {
      const send = (key, shiftKey) => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
      send("x", false);
      send("ArrowDown", true);
      send("ArrowDown", true);
    }""")
    is_selected(page, *TODO)
    expect(link(page, TODO[2])).to_be_focused()


def test_escape_closes_the_menu_first_and_then_deselects_all(window, member, board):
    page = window(member, board)
    select(page, "Ask support", "Train baseline")
    page.keyboard.press("m")
    expect(page.locator("#move")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#move")).to_be_hidden()
    is_selected(page, "Ask support", "Train baseline")
    page.keyboard.press("Escape")
    is_selected(page)
    expect(bar(page)).to_have_count(0)
    expect(link(page, "Train baseline")).to_be_focused()


def test_a_card_drawn_anew_stays_selected_and_says_so_in_its_name(watching, member, owner, board, named):
    page = watching(member)
    select(page, "Ask support")
    named("Ask support").label("gcp", by=owner)
    expect(card(page, "Ask support")).to_contain_text("gcp")
    is_selected(page, "Ask support")
    expect(page.get_by_role("link", name="Selected: Ask support", exact=True)).to_be_visible()


def test_what_somebody_else_takes_out_of_sight_leaves_the_selection_and_it_is_said(
    watching, member, owner, named, project
):
    page = watching(member)
    select(page, *TODO, "Train baseline")
    named("Ask support").archive(by=owner)
    expect(bar(page)).to_contain_text("3 cards")
    expect(bar(page)).to_contain_text("1 card went out of sight, and out of the selection.")
    hears(page, "1 card went out of sight, and out of the selection.")
    second = project.milestones.get(number=2)
    named("Train baseline").move(column="doing", milestone_id=second.pk, by=owner)
    is_selected(page, *TODO[:2])
    named("Write the loader").move(
        column="done", milestone_id=named("Write the loader").milestone_id, by=owner
    )
    is_selected(page, TODO[0], "Write the loader")


def test_where_the_last_selected_card_goes_out_of_sight_the_bar_stays_to_say_so(
    watching, member, owner, named
):
    page = watching(member)
    select(page, "Ask support")
    named("Ask support").archive(by=owner)
    expect(bar(page)).to_contain_text("No card")
    expect(bar(page).get_by_role("button")).to_have_count(1)
    page.locator("body").press("Escape")
    expect(bar(page)).to_have_count(0)


def test_a_filter_takes_what_it_hides_out_of_the_selection_and_it_is_said(window, member, board, project):
    page = window(member, board)
    select(page, "Write the loader", "Ask support", "Train baseline")
    page.get_by_role("combobox", name="Label").select_option(label="data")
    is_selected(page, "Write the loader")
    expect(bar(page)).to_contain_text("2 cards went out of sight, and out of the selection.")
    page.reload()
    is_selected(page, "Write the loader")
    page.locator(".week", has_text="W2").click()
    expect(bar(page)).to_contain_text("1 card went out of sight, and out of the selection.")
    page.reload()
    expect(page.locator("#live")).to_be_visible()
    expect(bar(page)).to_have_count(0)


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_by_touch_the_menu_selects_the_first_card_and_taps_the_others(window, member, board, size):
    page = window(member, board, **size)
    card(page, TODO[0]).locator(".more").tap()
    page.get_by_role("button", name="Select").tap()
    expect(bar(page)).to_contain_text("Tap or click more cards.")
    link(page, TODO[1]).tap()
    card(page, TODO[2]).tap()
    is_selected(page, *TODO)
    link(page, TODO[1]).tap()
    is_selected(page, TODO[0], TODO[2])
    bar(page).get_by_role("button", name="Deselect all").tap()
    is_selected(page)
    link(page, TODO[1]).tap()
    expect(page.locator("#sheet")).to_be_visible()


def test_more_than_a_hundred_cards_cannot_be_selected(window, member, board, project, week):
    CardFactory.create_batch(100, project=project, milestone=week, column="doing")
    page = window(member, board)
    link(page, "Train baseline").press("Shift+ArrowDown")
    for _ in range(100):
        page.keyboard.press("Shift+ArrowDown")
    expect(bar(page)).to_contain_text("100 cards")
    expect(bar(page)).to_contain_text("At most 100 cards can be selected at once.")
    assert page.locator("#board .card[data-selected]").count() == 100


# --- Acts on all ------------------------------------------------------------------------------------------------
def test_a_key_moves_all_that_are_selected_by_one_act_with_one_undo(window, member, board, project):
    page = window(member, board)
    select(page, "Train baseline", "Label 200 images", "Ask support")
    page.keyboard.press("3")
    expect(page.locator("#toasts")).to_contain_text("3 cards moved to Done")
    assert saved(project, "done") == ["Export parcels", "Label 200 images", "Ask support", "Train baseline"]
    expect(titles(page, "done")).to_have_text(saved(project, "done"))
    is_selected(page, "Label 200 images", "Ask support", "Train baseline")
    expect(link(page, "Ask support")).to_be_focused()
    page.keyboard.press("z")
    expect(titles(page, "todo")).to_have_text(TODO)
    assert saved(project, "doing") == ["Train baseline", "Draw the plan"]


def test_t_and_b_move_all_to_the_top_or_the_end_of_their_own_columns(window, member, board, project):
    page = window(member, board)
    select(page, "Write the loader", "Draw the plan", "Ask support")
    with page.expect_response("**/cards/several/"):
        page.keyboard.press("t")
    expect(titles(page, "todo")).to_have_text(["Write the loader", "Ask support", "Label 200 images"])
    assert saved(project, "doing") == ["Draw the plan", "Train baseline"]
    with page.expect_response("**/cards/several/"):
        page.keyboard.press("b")
    expect(titles(page, "doing")).to_have_text(["Train baseline", "Draw the plan"])
    assert saved(project, "todo") == TODO


def test_n_moves_all_to_the_next_week_and_nothing_is_selected_then(window, member, board, project):
    page = window(member, board)
    select(page, "Write the loader", "Draw the plan")
    page.keyboard.press("n")
    expect(page.locator("#toasts")).to_contain_text("2 cards moved to week 2")
    expect(bar(page)).to_have_count(0)
    second = project.milestones.get(number=2)
    assert set(second.cards.values_list("title", "column")) == {
        ("Write the loader", "todo"),
        ("Draw the plan", "doing"),
    }


def test_n_says_where_to_choose_when_the_cards_are_in_several_weeks(window, member, project):
    CardFactory(project=project, title="Serve it", milestone=project.milestones.get(number=2))
    page = window(member, f"/p/{project.slug}/board/?week=all")
    select(page, "Write the loader", "Serve it")
    page.keyboard.press("n")
    hears(page, "These cards are in several weeks. Choose one in the Move menu.")


BY_MENU = {
    "column": (lambda menu: menu.get_by_role("button", name="Done"), "moved to Done"),
    "next week": (lambda menu: menu.get_by_role("button", name="Next week (W2)"), "moved to week 2"),
    "archive": (lambda menu: menu.get_by_role("button", name="Archive"), "archived"),
}


@pytest.mark.parametrize(("choice", "told"), BY_MENU.values(), ids=BY_MENU)
def test_the_menu_of_a_selected_card_acts_on_all(window, member, board, choice, told):
    page = window(member, board)
    select(page, "Write the loader", "Ask support")
    page.keyboard.press("m")
    menu = page.get_by_role("dialog", name="Move 2 cards")
    expect(menu.get_by_role("link", name="Split")).to_be_hidden()
    choice(menu).click()
    expect(page.locator("#toasts")).to_contain_text(f"2 cards {told}")


def test_the_menu_of_a_card_that_is_not_selected_acts_on_that_one(window, member, board, project):
    page = window(member, board)
    select(page, "Write the loader", "Ask support")
    link(page, "Train baseline").press("m")
    page.get_by_role("dialog", name="Move “Train baseline”").get_by_role("button", name="Done").click()
    hears(page, "“Train baseline” moved to Done, second of two.")
    assert saved(project, "todo") == TODO


def test_the_bar_moves_all_to_a_column_or_a_week_and_archives_them(window, member, board, project):
    page = window(member, board, **PHONE)
    card(page, TODO[0]).locator(".more").tap()
    page.get_by_role("button", name="Select").tap()
    link(page, TODO[1]).tap()
    bar(page).get_by_role("button", name="Move").tap()
    expect(page.locator("#anyweek")).to_be_hidden()
    page.get_by_role("button", name="In Progress").tap()
    expect(page.locator("#toasts")).to_contain_text("2 cards moved to In Progress")
    bar(page).get_by_role("button", name="Week").tap()
    page.locator("#anyweek").select_option(label="Later")
    page.locator("[data-chosenweek]").tap()
    expect(page.locator("#toasts")).to_contain_text("2 cards moved to Later")
    expect(bar(page)).to_have_count(0)
    card(page, TODO[2]).locator(".more").tap()
    page.get_by_role("button", name="Select").tap()
    bar(page).get_by_role("button", name="Archive").tap()
    expect(card(page, TODO[2])).to_have_count(0)
    assert project.cards.get(title=TODO[2]).archived_at


def test_what_somebody_else_has_moved_meanwhile_stays_out_and_it_is_said(
    window, member, owner, board, named, expected
):
    expected.append("Failed to load resource")
    page = window(member, board)
    select(page, *TODO)
    page.route("**/live/**", lambda route: route.abort())
    page.reload()
    is_selected(page, *TODO)
    named(TODO[1]).move(column="doing", milestone_id=named(TODO[1]).milestone_id, by=owner)
    named(TODO[2]).archive(by=owner)
    link(page, TODO[0]).press("3")
    expect(page.locator("#toasts")).to_contain_text("1 of 3 moved to Done, 2 had gone")
    expect(titles(page, "doing")).to_have_text(["Train baseline", "Draw the plan", TODO[1]])


def test_what_one_moves_at_once_is_moved_in_the_other_window_and_stays_selected_there(
    watching, owner, member, project
):
    ana, ben = watching(owner), watching(member)
    select(ben, TODO[0], TODO[2])
    select(ana, *TODO)
    ana.keyboard.press("3")
    expect(titles(ben, "done")).to_have_text(["Export parcels", *TODO])
    is_selected(ben, TODO[0], TODO[2])
    select(ben, "Train baseline")
    with ana.expect_response("**/cards/several/"):
        ana.keyboard.press("n")
    is_selected(ben, "Train baseline")
    expect(bar(ben)).to_contain_text("2 cards went out of sight, and out of the selection.")
    ana.keyboard.press("z")
    expect(titles(ben, "done")).to_have_text(["Export parcels", *TODO])
    is_selected(ben, "Train baseline")


def test_what_is_refused_goes_back_and_can_be_tried_again(window, member, board, project, expected):
    expected.append("Failed to load resource")
    page = window(member, board)
    select(page, *TODO[:2])
    intercept(page, "**/cards/several/", lambda route: route.abort(), times=1)
    page.keyboard.press("3")
    expect(page.locator("#not-done")).to_contain_text("2 cards were not changed.")
    expect(titles(page, "todo")).to_have_text(TODO)
    page.get_by_role("button", name="Retry").click()
    expect(titles(page, "done")).to_have_text(["Export parcels", *TODO[:2]])


# --- By dragging ------------------------------------------------------------------------------------------------
def test_dragging_a_selected_card_takes_all_along_to_where_it_is_dropped(window, member, board, project):
    page = window(member, board)
    select(page, TODO[0], TODO[2])
    lift(page, TODO[2], card(page, "Draw the plan"))
    expect(page.locator(".is-lifted")).to_have_attribute("data-several", "2")
    page.mouse.up()
    expect(page.locator("#toasts")).to_contain_text("2 cards moved to In Progress")
    assert saved(project, "doing") == ["Train baseline", TODO[0], TODO[2], "Draw the plan"]
    expect(titles(page, "doing")).to_have_text(saved(project, "doing"))
    page.keyboard.press("z")
    expect(titles(page, "todo")).to_have_text(TODO)


def test_dragging_a_card_that_is_not_selected_takes_none_along(window, member, board, project):
    page = window(member, board)
    select(page, TODO[0], TODO[1])
    drag(page, TODO[2], page.locator("#column-done .card"))
    hears(page, f"“{TODO[2]}” moved to Done, first of two.")
    is_selected(page, TODO[0], TODO[1])


def test_let_go_outside_or_where_they_were_nothing_moves(window, member, board, project):
    page = window(member, board)
    select(page, TODO[0], TODO[2])
    drag(page, TODO[2], page.locator(".boardhead"))
    hears(page, "The 2 cards stay where they were.")
    drag(page, TODO[2], page.locator("#column-todo h2"))
    assert saved(project, "todo") == TODO
    assert project.events.filter(kind="moved").count() == 0


def test_on_the_board_of_all_weeks_all_go_to_the_week_among_whose_cards_they_are_dropped(
    window, member, project
):
    second = project.milestones.get(number=2)
    CardFactory(project=project, title="Serve it", milestone=second)
    page = window(member, f"/p/{project.slug}/board/?week=all")
    select(page, TODO[1], TODO[2])
    lift(page, TODO[2], card(page, "Serve it"))
    page.mouse.up()
    expect(page.locator("#toasts")).to_contain_text("2 cards moved to week 2")
    order = list(second.cards.in_order().values_list("title", flat=True))
    assert order in ([TODO[1], TODO[2], "Serve it"], ["Serve it", TODO[1], TODO[2]])
    expect(titles(page, "todo")).to_have_text([TODO[0], *order])


def test_dropped_on_a_week_of_the_strip_all_go_there(window, member, board, project):
    page = window(member, board)
    select(page, TODO[0], "Train baseline")
    drag(page, TODO[0], page.get_by_role("navigation", name="Weeks").get_by_role("link", name="Week 2"))
    expect(page.locator("#toasts")).to_contain_text("2 cards moved to week 2")
    expect(bar(page)).to_have_count(0)
    second = project.milestones.get(number=2)
    assert set(second.cards.values_list("title", "column")) == {
        (TODO[0], "todo"),
        ("Train baseline", "doing"),
    }


def test_by_touch_a_long_press_on_a_selected_card_drags_all(window, member, board, project):
    page = window(member, board, **TABLET)
    card(page, TODO[0]).locator(".more").tap()
    page.get_by_role("button", name="Select").tap()
    link(page, TODO[1]).tap()
    is_selected(page, *TODO[:2])
    drag_by_touch(page, TODO[1], page.locator("#column-done .cards"))
    expect(page.locator("#toasts")).to_contain_text("2 cards moved to Done")
    assert saved(project, "done") == ["Export parcels", *TODO[:2]]
    is_selected(page, *TODO[:2])


def test_the_bar_counts_hours_and_what_is_not_estimated(window, member, board, project):
    project.cards.filter(title="Ask support").update(estimate_minutes=50)
    page = window(member, board)
    select(page, "Ask support", "Train baseline", TODO[0])
    expect(bar(page)).to_contain_text("3 cards 9.83 h, 1 not estimated")


# --- People and labels --------------------------------------------------------------------------------------------
def on(project, *names):
    """The people and labels that these cards have, if all have the same."""
    cards = [project.cards.get(title=name) for name in names]
    [has] = {(*map(str, one.assignees.all()), *map(str, one.labels.all())) for one in cards}
    return has


def test_a_key_assigns_all_and_their_lists_assign_and_label_them(window, member, board, project):
    member.name = "Ben Hall"
    member.save()
    page = window(member, board)
    select(page, TODO[0], "Train baseline")
    page.keyboard.press("a")
    expect(page.locator("#toasts")).to_contain_text("2 cards given to Ben Hall")
    assert on(project, TODO[0], "Train baseline") == ("Ben Hall",)
    page.keyboard.press("Shift+A")
    page.locator(".at-card").get_by_role("option", name="Ben Hall").click()
    expect(page.locator("#toasts")).to_contain_text("2 cards taken from Ben Hall")
    page.keyboard.press("Escape")
    expect(page.locator(".at-card")).to_have_count(0)
    page.keyboard.press("l")
    page.locator(".at-card").get_by_role("option", name="data").click()
    expect(page.locator("#toasts")).to_contain_text("2 cards got the label data")
    assert on(project, TODO[0], "Train baseline") == ("data",)


@pytest.mark.parametrize("size", [PHONE, {}], ids=["phone", "desktop"])
def test_the_bar_assigns_and_labels_all(window, member, board, project, size):
    member.name = "Ben Hall"
    member.save()
    page = window(member, board, **size)
    select(page, *TODO[:2])
    bar(page).get_by_role("button", name="Assign").click()
    page.locator(".at-card").get_by_role("option", name="Ben Hall").click()
    expect(page.locator("#toasts")).to_contain_text("2 cards given to Ben Hall")
    page.keyboard.press("Escape")
    expect(bar(page).get_by_role("button", name="Assign")).to_be_focused()
    bar(page).get_by_role("button", name="Label").click()
    page.locator(".at-card").get_by_role("option", name="data").click()
    expect(page.locator("#toasts")).to_contain_text("got the label data")
    page.keyboard.press("Escape")
    is_selected(page, *TODO[:2])
    assert on(project, *TODO[:2]) == ("Ben Hall", "data")


def test_while_taps_select_a_tap_on_a_face_or_a_label_selects_as_well(window, member, board, named, project):
    named(TODO[2]).assign(project.memberships.get(user=member), by=member)
    page = window(member, board)
    card(page, TODO[0]).locator(".more").click()
    page.get_by_role("button", name="Select").click()
    card(page, TODO[1]).locator(".label").click()
    card(page, TODO[2]).locator(".avatar").click()
    is_selected(page, *TODO)
