"""Moves that do not get through to the server: kept, shown as such, sent when it is back, or given up."""

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import card, drag, hears, intercept, link, saved, titles, wait_until

pytestmark = pytest.mark.browser
MINUTE = 60_000
BUSY = {"status": 503, "content_type": "text/plain", "body": "Busy.", "headers": {"Retry-After": "2"}}


@pytest.fixture(autouse=True)
def failing(expected):
    expected.append("Failed to load resource")


@pytest.fixture
def page(watching, member):
    return watching(member)


def press(page, title, key):
    link(page, title).focus()
    page.keyboard.press(key)


def toast(page, words):
    return page.locator(".toast", has_text=words)


def is_unsent(page, title):
    expect(card(page, title)).to_contain_text("Not sent yet")


def test_moves_without_a_network_are_kept_in_order_and_sent_after_it(page, project):
    page.context.set_offline(True)
    press(page, "Ask support", "3")
    press(page, "Write the loader", "3")
    press(page, "Label 200 images", "3")
    press(page, "Ask support", "t")
    is_unsent(page, "Ask support")
    is_unsent(page, "Write the loader")
    expect(page.locator("#live")).to_contain_text("not live, trying again, 4 moves not sent yet")
    order = ["Ask support", "Export parcels", "Write the loader", "Label 200 images"]
    expect(titles(page, "done")).to_have_text(order)
    assert saved(project, "done") == ["Export parcels"]
    page.context.set_offline(False)
    hears(page, "“Ask support” moved to Done, first of four.")
    expect(page.get_by_text("Not sent yet")).to_have_count(0)
    expect(titles(page, "done")).to_have_text(order)
    assert saved(project, "done") == order
    assert [event.kind for event in project.events.order_by("seq")] == ["moved"] * 4


def test_a_move_whose_answer_was_lost_has_one_effect(page, project):
    intercept(page, "**/move/", lambda route: (route.fetch(), route.abort()), times=1)
    press(page, "Ask support", "3")
    hears(page, "“Ask support” moved to Done, second of two.")
    expect(titles(page, "done")).to_have_text(["Export parcels", "Ask support"])
    assert project.events.count() == 1


def test_a_busy_server_gets_the_move_again_while_others_change_the_card(page, project, owner):
    intercept(page, "**/move/", lambda route: route.fulfill(**BUSY))
    drag(page, "Ask support", page.locator("#column-done .card"))
    is_unsent(page, "Ask support")
    project.cards.get(title="Ask support").estimate(60, by=owner)
    expect(card(page, "Ask support")).to_contain_text("1 h")
    is_unsent(page, "Ask support")
    page.unroute("**/move/")
    expect(page.get_by_text("Not sent yet")).to_have_count(0)
    assert saved(project, "done") == ["Ask support", "Export parcels"]


def test_unsent_moves_survive_a_reload(page, project):
    intercept(page, "**/move/", lambda route: route.fulfill(**BUSY))
    press(page, "Ask support", "3")
    is_unsent(page, "Ask support")
    page.reload()
    is_unsent(page, "Ask support")
    expect(titles(page, "done")).to_have_text(["Export parcels", "Ask support"])
    page.unroute("**/move/")
    hears(page, "“Ask support” moved to Done, second of two.")
    assert saved(project, "done") == ["Export parcels", "Ask support"]


def test_z_says_that_a_move_that_was_not_sent_cannot_be_taken_back_yet(page, project):
    page.context.set_offline(True)
    press(page, "Ask support", "3")
    is_unsent(page, "Ask support")
    press(page, "Ask support", "z")
    said = toast(page, "The move of “Ask support” was not sent yet, so it cannot be undone.")
    expect(said).to_be_visible()
    page.context.set_offline(False)
    expect(said).to_have_count(0)
    expect(titles(page, "done")).to_have_text(["Export parcels", "Ask support"])


def test_after_two_minutes_a_move_is_given_up_and_can_be_tried_again(page, project):
    page.clock.install()
    intercept(page, "**/move/", lambda route: route.fulfill(**BUSY))
    press(page, "Ask support", "3")
    is_unsent(page, "Ask support")
    page.clock.fast_forward(2 * MINUTE)
    expect(page.locator(".toast p")).to_have_text(
        "“Ask support” was not moved. For two minutes the server could not be reached."
    )
    expect(titles(page, "todo")).to_have_text(["Label 200 images", "Write the loader", "Ask support"])
    expect(page.get_by_text("Not sent yet")).to_have_count(0)
    page.unroute("**/move/")
    page.get_by_role("button", name="Retry").click()
    hears(page, "“Ask support” moved to Done, second of two.")


def test_an_unsent_move_that_is_refused_puts_the_card_back(page, project, owner):
    page.context.set_offline(True)
    press(page, "Ask support", "3")
    press(page, "Write the loader", "3")
    is_unsent(page, "Write the loader")
    project.cards.get(title="Ask support").archive(by=owner)
    page.context.set_offline(False)
    expect(titles(page, "done")).to_have_text(["Export parcels", "Write the loader"])
    expect(card(page, "Ask support")).to_have_count(0)
    expect(toast(page, "Moved to Done")).to_be_visible()
    expect(toast(page, "“Ask support” was not moved.")).to_contain_text("in the archive")


def test_every_move_that_is_refused_gets_its_sentence_and_all_are_tried_again(page, project):
    intercept(page, "**/move/", lambda route: route.fulfill(status=500), times=2)
    press(page, "Ask support", "3")
    press(page, "Write the loader", "3")
    for title in ("Ask support", "Write the loader"):
        expect(toast(page, f"“{title}” was not moved. Something went wrong on the server.")).to_be_visible()
    page.get_by_role("button", name="Retry all").click()
    expect(toast(page, "was not moved")).to_have_count(0)
    expect(titles(page, "done")).to_have_text(["Export parcels", "Ask support", "Write the loader"])
    expect(page.get_by_text("Not sent yet")).to_have_count(0)
    assert saved(project, "done") == ["Export parcels", "Ask support", "Write the loader"]


def test_another_failure_takes_nobody_away_from_the_button_they_are_at(page):
    intercept(page, "**/move/", lambda route: route.fulfill(status=500), times=1)
    press(page, "Ask support", "3")
    retry = toast(page, "was not moved").get_by_role("button", name="Retry")
    expect(retry).to_be_visible()
    under_way = []
    intercept(page, "**/move/", lambda route: under_way.append(route), times=1)
    press(page, "Write the loader", "3")
    wait_until(page, lambda: under_way)
    retry.focus()
    under_way[0].fulfill(status=500)
    expect(page.get_by_role("button", name="Retry all")).to_be_focused()


def test_what_was_done_after_all_is_no_longer_said_to_have_failed(page):
    intercept(page, "**/move/", lambda route: route.fulfill(status=500), times=1)
    press(page, "Ask support", "3")
    expect(toast(page, "“Ask support” was not moved.")).to_be_visible()
    press(page, "Ask support", "2")
    expect(toast(page, "Moved to In Progress")).to_be_visible()
    expect(toast(page, "was not moved")).to_have_count(0)


def test_a_move_that_gets_no_answer_at_all_is_unsent_after_ten_seconds(page):
    page.clock.install()
    intercept(page, "**/move/", lambda route: None)
    press(page, "Ask support", "3")
    expect(titles(page, "done")).to_have_count(2)
    page.clock.fast_forward(10_000)
    is_unsent(page, "Ask support")


def close(page):
    """Close the tab as a person does; what the browser asks is answered with no, and given."""
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    wait_until(page.context.pages[-1], lambda: asked or page.is_closed())
    return asked


def test_closing_a_tab_with_moves_that_were_not_sent_asks(page):
    page.context.set_offline(True)
    press(page, "Ask support", "3")
    is_unsent(page, "Ask support")
    assert close(page) == ["beforeunload"]
    page.context.set_offline(False)
    hears(page, "“Ask support” moved to Done, second of two.")


def test_closing_a_tab_whose_moves_were_all_answered_asks_nothing(page):
    page.context.new_page()
    press(page, "Ask support", "3")
    hears(page, "“Ask support” moved to Done, second of two.")
    assert close(page) == []
    assert page.is_closed()


def test_another_tab_neither_sends_them_nor_loses_them(page, project, board):
    intercept(page, "**/move/", lambda route: route.fulfill(**BUSY))
    press(page, "Ask support", "3")
    is_unsent(page, "Ask support")
    other = page.context.new_page()
    other.goto(board)
    other.reload()
    expect(titles(other, "done")).to_have_text(["Export parcels"])
    other.close()
    is_unsent(page, "Ask support")
    assert project.events.count() == 0
