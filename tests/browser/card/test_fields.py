"""The fields of a card, saved one by one."""

import re

import pytest
from playwright.sync_api import expect

from boards.models import Card
from projects.models import Role
from tests.browser.card.sheet import TITLE, opened, saved, sheet
from tests.browser.helpers import AS_SAFARI, card, link
from tests.factories import MembershipFactory

pytestmark = pytest.mark.browser


@pytest.mark.smoke
def test_a_card_is_opened_and_edited_with_the_keyboard_alone(window, member, board, train, address):
    page = window(member, board)
    link(page, TITLE).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-heading")).to_be_focused()
    assert page.url.endswith(address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Title")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" again")
    page.keyboard.press("Enter")
    expect(card(page, "Train baseline again")).to_be_visible()
    saved(page)
    page.keyboard.press("Escape")
    expect(sheet(page)).to_be_hidden()
    expect(link(page, "Train baseline again")).to_be_focused()
    train.refresh_from_db()
    assert train.title == "Train baseline again"
    expect(page).to_have_url(re.compile(re.escape(board) + "$"))


def test_an_estimate_is_one_press_and_the_board_follows(window, member, board, train):
    page = opened(window(member, board))
    page.get_by_role("button", name="2 h").click()
    expect(sheet(page)).to_contain_text("Fits one sitting.")
    expect(page.get_by_role("button", name="2 h")).to_be_focused()
    expect(card(page, TITLE)).to_contain_text("2 h")
    expect(page.locator("#sum-doing")).to_have_text("2 h")
    expect(page.locator("#sheet-activity")).to_contain_text("changed the estimate from 9 h to 2 h")


def test_enter_sends_an_estimate_once_and_leaving_the_field_sends_it_too(window, member, board, train):
    page = opened(window(member, board))
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_label("Another number of hours").fill("5")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-activity")).to_contain_text("from 9 h to 5 h")
    assert len(sent) == 1
    page.get_by_label("Another number of hours").fill("6")
    page.keyboard.press("Tab")
    expect(page.locator("#sheet-activity")).to_contain_text("from 5 h to 6 h")
    assert len(sent) == 2


def test_an_estimate_that_is_none_is_refused_at_its_field(window, member, board, train, expected):
    expected.append("422")
    page = opened(window(member, board))
    field = page.get_by_label("Another number of hours")
    field.fill("lots")
    field.press("Enter")
    expect(sheet(page)).to_contain_text("“lots” is not a number of hours.")
    expect(page.get_by_label("Another number of hours")).to_have_value("lots")


def test_a_task_is_ticked_and_keeps_the_focus(window, member, board, train):
    Card.objects.filter(pk=train.pk).update(description="- [ ] Same split\n- [x] Weights")
    page = opened(window(member, board))
    box = page.get_by_role("checkbox", name="Same split")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    train.refresh_from_db()
    assert train.description == "- [x] Same split\n- [x] Weights"


def test_two_people_in_different_fields_are_both_kept(window, member, owner, board, train):
    first, second = opened(window(member, board)), opened(window(owner, board))
    first.get_by_role("textbox", name="Title").fill("Train it well")
    first.keyboard.press("Enter")
    saved(first)
    second.get_by_label("Blocked by").fill("No quota")
    second.keyboard.press("Enter")
    expect(card(first, "Train it well")).to_contain_text("No quota")
    train.refresh_from_db()
    assert (train.title, train.blocked_reason) == ("Train it well", "No quota")


def test_an_answer_to_one_field_leaves_the_others_alone(window, member, board, train):
    page = opened(window(member, board))
    page.get_by_label("Write a comment").fill("still typing")
    page.get_by_label("Blocked by").fill("No quota")
    page.get_by_role("button", name="1 h", exact=True).click()
    expect(card(page, TITLE)).to_contain_text("No quota")
    expect(page.get_by_label("Write a comment")).to_have_value("still typing")
    expect(page.get_by_label("Blocked by")).to_have_value("No quota")


def test_what_a_click_opens_has_the_focus_though_the_click_gave_none(window, member, board, train):
    page = window(member)
    page.add_init_script(AS_SAFARI)
    page.goto(board)
    opened(page).get_by_role("link", name="Edit the description").click()
    expect(page.locator("#f-description")).to_be_focused()


def test_people_and_labels_come_and_go(window, member, board, train):
    page = opened(window(member, board))
    page.locator("#add-person").click()
    page.locator("#assignee-list").get_by_role("option", name=member.name).click()
    expect(page.locator("#sheet-people .token")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#add-person")).to_be_focused()
    page.get_by_role("button", name=f"Remove {member.name}").click()
    expect(page.locator("#sheet-people .token")).to_have_count(0)
    page.locator("#add-label").click()
    page.get_by_label("Type a label").fill("model")
    page.keyboard.press("Enter")
    expect(card(page, TITLE)).to_contain_text("model")


def test_who_only_looks_is_not_offered_as_an_assignee(window, member, board, project):
    looker = MembershipFactory(project=project, role=Role.VIEWER)
    page = opened(window(member, board))
    page.locator("#add-person").click()
    expect(page.locator("#assignee-list").get_by_role("option")).not_to_have_count(0)
    expect(page.locator("#assignee-list").get_by_role("option", name=looker.user.name)).to_have_count(0)


def test_who_adds_a_label_stays_beside_the_labels(window, member, board, train):
    page = opened(window(member, board))
    page.locator("#add-label").click()
    page.get_by_label("Type a label").fill("gcp")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-labels")).to_contain_text("gcp")
    page.keyboard.press("Escape")
    expect(page.locator("#add-label")).to_be_focused()
