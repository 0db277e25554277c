"""A standup from stop to stop, and what is said done there and then."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import answer_later, card, hears, line, link, titles
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.browser


def name(page):
    return page.get_by_role("heading", level=1)


def button(page, title, label):
    return page.get_by_role("group", name=title).get_by_role("button", name=label)


def test_next_goes_to_everybody_once_and_the_rail_to_anybody(at, member, ana):
    page = at(member, "blocked")
    expect(name(page)).to_have_text("One card is blocked")
    page.locator(".su-person", has_text="Nobody’s").click()
    expect(name(page)).to_have_text("Nobody’s cards")
    page.locator("[data-goes=on]").click()
    expect(name(page)).to_have_text("Ana Lopes")
    expect(page).to_have_title("Ana Lopes · Standup · Parcel Vision · Weekboard")
    page.locator("[data-goes=on]").press("Enter")
    expect(name(page)).to_have_text(member.name)
    expect(page.locator("[data-goes=on]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".su-person[aria-current]")).to_have_text("Wrap-up")
    page.go_back()
    expect(name(page)).to_have_text(member.name)


def test_a_card_is_done_by_its_button_and_taken_back(at, member, ana, named):
    page = at(member, ana.pk)
    button(page, "Train baseline", "Done").click()
    expect(titles(page, "done")).to_have_text(["Train baseline"])
    expect(page.locator(".toast")).to_contain_text("Moved to Done")
    expect(button(page, "Train baseline", "Not done")).to_be_visible()
    assert named("Train baseline").column == "done"
    page.keyboard.press("z")
    expect(titles(page, "doing")).to_have_text(["Train baseline"])
    expect(button(page, "Train baseline", "Done")).to_be_visible()


def test_keys_do_it_as_on_the_board(at, member, ana, named):
    page = at(member, ana.pk)
    link(page, "Write the loader").focus()
    page.keyboard.press("2")
    expect(titles(page, "doing")).to_have_text(["Train baseline", "Write the loader"])
    hears(page, "“Write the loader” moved to In Progress, second of two.")
    expect(link(page, "Write the loader")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator(".toast")).to_contain_text("week 2")
    assert named("Write the loader").milestone.number == 2


def test_what_blocks_a_card_is_said_and_is_over(at, member, ana, named):
    page = at(member, ana.pk)
    button(page, "Draw the plan", "Unblock").click()
    expect(titles(page, "doing")).to_have_text(["Train baseline", "Draw the plan"])
    assert named("Draw the plan").blocked_reason == ""
    card(page, "Train baseline").locator(".more").click()
    page.locator("#move").get_by_text("Blocked by…").click()
    expect(page.get_by_label("Blocked by")).to_be_focused()
    page.keyboard.type("No quota")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).not_to_be_visible()
    expect(titles(page, "blocked")).to_have_text(["Train baseline"])
    expect(page.locator("#column-blocked")).to_contain_text("No quota")


def test_a_card_is_split_estimated_and_given_to_somebody_else(at, project, member, ana, named):
    page = at(member, ana.pk)
    card(page, "Train baseline").locator(".split").click()
    page.locator("#split").get_by_role("button", name=re.compile("^Split into")).click()
    expect(page.locator("#split")).not_to_be_visible()
    expect(page.locator(".toast")).to_contain_text("Split")
    expect(page.locator("#board .card")).to_have_count(
        project.cards.filter(assignees=ana).exclude(column="done").count()
    )
    chosen(page, "Write the loader", "Estimate…")
    expect(page.get_by_label("Hours")).to_be_focused()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(card(page, "Write the loader").locator(".hours")).to_have_text("3 h")
    chosen(page, "Write the loader", "Assign…")
    page.get_by_role("option", name=member.name).click()
    expect(card(page, "Write the loader").locator(".avatar")).to_have_count(2)
    assert member in [each.user for each in named("Write the loader").assignees.all()]


def chosen(page, title, item):
    """What a card's menu offers."""
    card(page, title).locator(".more").click()
    page.locator("#move").get_by_text(item).click()


def test_the_field_of_a_card_that_is_opened_stands_alone(at, member, ana):
    page = at(member, ana.pk)
    chosen(page, "Write the loader", "Blocked by…")
    expect(page.get_by_label("Blocked by")).to_be_focused()
    expect(page.locator("#sheet-estimate")).not_to_be_visible()
    expect(page.locator("#sheet-comments")).not_to_be_visible()
    page.keyboard.press("Escape")
    expect(link(page, "Write the loader")).to_be_focused()
    link(page, "Write the loader").click()
    expect(page.locator("#sheet-comments")).to_be_visible()
    page.keyboard.press("Escape")
    expect(name(page)).to_have_text("Ana Lopes")
    expect(page).to_have_url(re.compile(r"standup/\?stop="))


def test_a_card_is_added_for_the_person_who_is_on(at, project, member, ana, named):
    page = at(member, ana.pk)
    page.get_by_label("Add a card for Ana Lopes").fill("Ask for quota 2h")
    page.keyboard.press("Enter")
    expect(titles(page, "todo")).to_have_text(["Write the loader", "Ask for quota"])
    expect(page.get_by_label("Add a card for Ana Lopes")).to_be_focused()
    page.keyboard.type("Half a thought")
    page.locator("[data-goes=on]").click()
    expect(name(page)).to_have_text(member.name)
    page.locator("[data-goes=back]").click()
    expect(page.get_by_label("Add a card for Ana Lopes")).to_have_value("Half a thought")
    assert list(named("Ask for quota").assignees.all()) == [ana]


def test_a_card_of_somebody_else_is_taken_over(at, member, ana, named):
    page = at(member, ana.pk)
    button(page, "Write the loader", "Take over").click()
    hears(page, "“Write the loader” is yours.")
    expect(titles(page, "todo")).to_have_count(0)
    assert [each.user for each in named("Write the loader").assignees.all()] == [member]


def test_what_one_does_the_other_sees(at, member, owner, ana):
    one, other = at(member, ana.pk), at(owner, ana.pk)
    button(one, "Train baseline", "Done").click()
    expect(titles(other, "done")).to_have_text(["Train baseline"])
    expect(button(other, "Train baseline", "Not done")).to_be_visible()
    expect(other.locator("#su-head")).to_contain_text("9 h done")
    other.locator(".su-person", has_text="Blocked").click()
    button(other, "Draw the plan", "Unblock").click()
    expect(name(other)).to_have_text("Nothing is blocked")
    expect(one.locator("#column-blocked")).to_have_count(0)
    expect(titles(one, "doing")).to_have_text(["Draw the plan"])


def test_the_focus_stays_with_a_card_that_was_unblocked_by_its_button(at, member, ana):
    page = at(member, ana.pk)
    button(page, "Draw the plan", "Unblock").press("Enter")
    expect(page.locator("#column-blocked")).to_have_count(0)
    expect(link(page, "Draw the plan")).to_be_focused()


def test_what_somebody_types_stays_when_others_change_the_stop(at, member, owner, ana):
    one, other = at(member, ana.pk), at(owner, ana.pk)
    line = other.get_by_label("Add a card for Ana Lopes")
    line.fill("Half a thought")
    button(one, "Draw the plan", "Unblock").click()
    expect(titles(other, "doing")).to_have_text(["Train baseline", "Draw the plan"])
    expect(line).to_have_value("Half a thought")
    expect(line).to_be_focused()


def test_a_step_is_not_lost_to_a_change_of_the_stop_before(at, member, ana):
    page = at(member, ana.pk)
    go_on = answer_later(page, "**/standup/?stop=nobody*")
    page.locator(".su-person", has_text="Nobody’s").click()
    button(page, "Draw the plan", "Unblock").click()
    expect(titles(page, "doing")).to_have_text(["Train baseline", "Draw the plan"])
    go_on()
    expect(name(page)).to_have_text("Nobody’s cards")


def test_who_only_looks_on_goes_from_stop_to_stop(at, viewer, ana):
    page = at(viewer, "blocked")
    expect(titles(page, "blocked")).to_have_text(["Draw the plan"])
    page.locator("[data-goes=on]").click()
    expect(name(page)).to_have_text("Ana Lopes")
    expect(page.locator("#su-stop button")).to_have_count(0)
    link(page, "Train baseline").press("3")
    link(page, "Train baseline").click()
    expect(page.locator("#sheet")).to_be_visible()


def test_who_joins_meanwhile_is_in_the_rail(at, project, member, ana):
    page = at(member, "blocked")
    MembershipFactory(project=project, user=UserFactory(name="Emeka Obi"))
    page.locator("[data-goes=on]").click()
    expect(page.locator(".su-person", has_text="Emeka")).to_be_visible()


def test_the_text_for_the_chat_is_copied_there_and_from_the_board(at, board, member, ana):
    page = at(member, "wrap-up")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Copy as Markdown").click()
    expect(page.locator(".toast")).to_have_text("Copied. Paste it into your chat.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "- Blocked: Draw the plan: No paper" in text
    page.evaluate("navigator.clipboard.writeText('')")
    page.goto(board)
    page.locator(".user").click()
    page.get_by_role("link", name="Copy standup text").click()
    expect(page.locator(".toast")).to_have_text("Copied. Paste it into your chat.")
    assert page.evaluate("navigator.clipboard.readText()") == text


def test_without_a_script_links_lead_on_and_forms_lead_back(project, window, member, ana, named):
    page = window(member, f"/p/{project.slug}/standup/", java_script_enabled=False)
    page.get_by_role("link", name="On to Ana").click()
    expect(name(page)).to_have_text("Ana Lopes")
    button(page, "Train baseline", "Done").click()
    expect(titles(page, "done")).to_have_text(["Train baseline"])
    page.get_by_role("button", name="Undo").click()
    expect(titles(page, "doing")).to_have_text(["Train baseline"])
    button(page, "Draw the plan", "Unblock").click()
    expect(page.locator("#column-blocked")).to_have_count(0)
    page.get_by_role("group", name="Train baseline").get_by_role("link", name="More").click()
    page.get_by_label("Blocked by").fill("No quota")
    page.locator("#sheet-reason").get_by_role("button", name="Save").click()
    expect(titles(page, "blocked")).to_have_text(["Train baseline"])
    page.get_by_role("group", name="Train baseline").get_by_role("link", name="More").click()
    page.get_by_role("link", name="Move to…").click()
    page.get_by_label("To Do").check()
    page.get_by_role("button", name="Move").click()
    expect(name(page)).to_have_text("Ana Lopes")
    page.get_by_label("Add a card for Ana Lopes").fill("Ask for quota")
    page.keyboard.press("Enter")
    expect(titles(page, "todo")).to_have_text(["Write the loader", "Ask for quota"])
    page.get_by_role("link", name="On to").click()
    expect(page.locator(".su-person", has_text="Ana")).to_contain_text("has been")


def test_on_a_phone_nothing_is_wider_than_the_page(at, member, ana, named):
    page = at(member, ana.pk, **PHONE)
    for stop in ("Wrap-up", "Nobody’s", "Blocked", "Ana"):
        page.locator(".su-person", has_text=stop).click()
        expect(page.locator(".su-person[aria-current]")).to_have_text(stop)
        expect(page.locator(".su-person[aria-current]")).to_be_in_viewport(ratio=0.9)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    button(page, "Train baseline", "Done").tap()
    expect(page.locator(".toast")).to_contain_text("Moved to Done")
    assert named("Train baseline").column == "done"


def test_a_stop_is_read_from_across_the_room(at, member, ana):
    """As large as they are drawn in the design: 22 and 8 mm on a screen of 65 inches."""
    page = at(member, ana.pk, viewport={"width": 2560, "height": 1440})
    assert font_size(name(page)) == 128
    assert font_size(link(page, "Write the loader")) >= 46


def test_who_leads_and_for_how_long_is_read_from_across_the_room(led, at, viewer, ana):
    page = at(viewer, ana.pk, viewport={"width": 2560, "height": 1440})
    expect(line(page)).to_contain_text("leads a standup")
    for part in (
        line(page).locator("p"),
        line(page).locator("[data-clock]"),
        page.locator(".su-person").first,
    ):
        assert font_size(part) >= 22


def font_size(element):
    return element.evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)")


def test_a_window_of_320_pixels_is_not_scrolled_sideways_while_somebody_leads(led, at, member, ana, board):
    page = at(member, ana.pk, **{**PHONE, "viewport": {"width": 320, "height": 640}})
    for mode in ("Follow", "Stop following"):
        for path in (
            f"/p/parcel-vision/standup/?stop={ana.pk}",
            "/p/parcel-vision/standup/?stop=wrap-up",
            board,
        ):
            page.goto(path)
            expect(line(page)).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") == 320, (mode, path)
