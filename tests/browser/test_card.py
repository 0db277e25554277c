"""A card in full, in the dialog over the board and on the page of its own."""

import re

import pytest
from playwright.sync_api import expect

from boards.models import Card
from projects.models import Role
from tests.browser.conftest import PHONE
from tests.browser.helpers import AS_SAFARI, card, hears, link
from tests.browser.test_accessibility import SIZES, violations
from tests.factories import MembershipFactory

pytestmark = pytest.mark.browser

TITLE = "Train baseline"


@pytest.fixture
def train(project):
    return project.cards.get(title=TITLE)


@pytest.fixture
def address(train):
    return f"/p/{train.project.slug}/cards/{train.number}/"


def opened(page, title=TITLE):
    link(page, title).click()
    expect(sheet(page)).to_be_visible()
    expect(page.locator("#sheet-heading")).to_be_focused()
    return page


def sheet(page):
    return page.locator("#sheet")


def saved(page):
    hears(page, "Saved.")


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


def test_a_comment_that_is_sent_twice_is_said_once(window, member, board, train):
    page = window(member, f"{board.split('board')[0]}cards/{train.number}/")
    page.get_by_label("Write a comment").fill("Good.")
    page.locator("#sheet-text").evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
    expect(page.get_by_label("Write a comment")).to_have_value("")
    expect(page.locator("#sheet-count")).to_have_text("1")
    page.get_by_label("Write a comment").fill("Good.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#sheet-count")).to_have_text("2")
    assert train.comments.count() == 2


def test_a_comment_whose_answer_was_lost_is_said_once(window, member, board, train, expected):
    expected += ["Failed to load resource", "htmx:error"]
    page = window(member, f"{board.split('board')[0]}cards/{train.number}/")

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.route("**/comments/", lose_the_answer, times=1)
    page.get_by_label("Write a comment").fill("Good.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".error")).to_be_visible()
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_label("Write a comment")).to_have_value("")
    assert train.comments.count() == 1


def test_a_comment_is_written_changed_deleted_and_brought_back(window, member, board, train):
    page = opened(window(member, board))
    page.get_by_label("Write a comment").fill("First run: AUC 0.81")
    page.keyboard.press("Control+Enter")
    thread = page.locator("#sheet-thread")
    expect(thread).to_contain_text("First run: AUC 0.81")
    expect(page.get_by_label("Write a comment")).to_have_value("")
    page.get_by_role("link", name="Edit your comment").click()
    page.get_by_label("Your comment").fill("First run: AUC 0.83")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(thread).to_contain_text("AUC 0.83")
    page.get_by_role("button", name="Delete the comment").click()
    expect(thread.locator("li")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(thread).to_contain_text("AUC 0.83")
    expect(page.locator("#sheet-count")).to_have_text("1")


def test_what_is_being_typed_survives_closing_and_a_reload(window, member, board, train):
    page = opened(window(member, board))
    page.get_by_label("Write a comment").fill("half a sen")
    page.get_by_role("link", name="Edit the description").click()
    page.locator("#f-description").fill("half a description")
    page.keyboard.press("Escape")
    expect(sheet(page)).to_be_hidden()
    opened(page)
    expect(page.get_by_label("Write a comment")).to_have_value("half a sen")
    expect(page.locator("#f-description")).to_have_value("half a description")
    page.reload()
    expect(page.get_by_label("Write a comment")).to_have_value("half a sen")
    expect(page.locator("#f-description")).to_have_value("half a description")
    page.locator(".reply").get_by_role("button", name="Discard").click()
    expect(page.get_by_label("Write a comment")).to_have_value("")
    train.refresh_from_db()
    assert train.description == ""


def test_a_sign_out_takes_the_drafts_away(window, member, board, address):
    page = opened(window(member, board))
    page.get_by_label("Write a comment").fill("half a sen")
    page.goto(address)
    page.locator(".user").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login/**")
    assert (
        page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('weekboard-card'))") == []
    )


def test_an_ended_sign_in_keeps_the_draft(window, member, board, address, expected):
    expected.append("401")
    page = opened(window(member, board))
    page.context.clear_cookies(name="weekboard-session")
    page.get_by_label("Write a comment").fill("not yet sent")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/login/**")
    page.get_by_label("E-mail").fill(member.email)
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**" + address)
    expect(page.get_by_label("Write a comment")).to_have_value("not yet sent")


def test_who_comes_second_sees_both_texts_and_decides(window, member, owner, board, train, expected):
    expected.append("409")
    first, second = opened(window(member, board)), opened(window(owner, board))
    for page, text in ((first, "Train it well"), (second, "Train it fast")):
        page.get_by_role("textbox", name="Title").fill(text)
    first.keyboard.press("Enter")
    expect(sheet(second)).to_contain_text(f"{member.name} changed the title meanwhile.")
    second.keyboard.press("Enter")
    expect(sheet(second)).to_contain_text(f"{member.name} wrote this meanwhile:")
    expect(sheet(second).locator("[data-theirs]")).to_have_text("Train it well")
    expect(second.get_by_role("textbox", name="Title")).to_have_value("Train it fast")
    second.get_by_role("textbox", name="Title").press("Enter")
    expect(card(second, "Train it fast")).to_be_visible()
    expect(sheet(second).locator(".theirs")).to_have_count(0)


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


def test_going_back_closes_going_forward_opens_again(window, member, board, address):
    page = opened(window(member, board))
    page.go_back()
    expect(sheet(page)).to_be_hidden()
    page.go_forward()
    expect(sheet(page)).to_be_visible()
    page.reload()
    expect(page.locator(".is-page")).to_be_visible()
    page.go_back()
    expect(page.locator("#board")).to_be_visible()


def test_the_move_menu_works_inside_the_dialog(window, member, board, train):
    page = opened(window(member, board))
    page.get_by_role("link", name="Move to…").click()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#column-done .card", has_text=TITLE)).to_be_attached()
    expect(page.locator("#sheet-crumb")).to_contain_text("Done")


def test_what_a_click_opens_has_the_focus_though_the_click_gave_none(window, member, board, train):
    page = window(member)
    page.add_init_script(AS_SAFARI)
    page.goto(board)
    opened(page).get_by_role("link", name="Edit the description").click()
    expect(page.locator("#f-description")).to_be_focused()


def test_people_and_labels_come_and_go(window, member, board, train):
    page = opened(window(member, board))
    page.locator("#add-person").click()
    page.get_by_label("Person", exact=True).select_option(label=member.name)
    page.locator("#sheet-people").get_by_role("button", name="Add").click()
    expect(page.locator("#add-person, #sheet-people button").first).to_be_focused()
    page.get_by_role("button", name=f"Remove {member.name}").click()
    expect(page.locator("#sheet-people .token")).to_have_count(0)
    page.locator("#add-label").click()
    page.get_by_label("Label, an existing one or a new word").fill("model")
    page.keyboard.press("Enter")
    expect(card(page, TITLE)).to_contain_text("model")


def test_an_archived_card_leaves_and_comes_back_by_undo(window, member, board, train):
    page = opened(window(member, board))
    page.get_by_role("button", name="Archive").click()
    expect(sheet(page)).to_be_hidden()
    expect(card(page, TITLE)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(card(page, TITLE)).to_be_visible()


def test_a_card_that_is_gone_says_so_and_keeps_what_was_typed(window, member, board, train, expected):
    expected.append("409")
    page = opened(window(member, board))
    train.delete_card(by=member)
    page.get_by_label("Write a comment").fill("Where is it?")
    page.keyboard.press("Control+Enter")
    expect(sheet(page)).to_contain_text("This card was deleted meanwhile.")
    expect(page.get_by_label("Write a comment")).to_have_value("Where is it?")


def test_a_lost_connection_is_said_at_the_field(window, member, board, train, expected):
    expected.extend(["ERR_INTERNET_DISCONNECTED", "htmx:error"])
    page = opened(window(member, board))
    page.context.set_offline(True)
    page.get_by_label("Blocked by").fill("No quota")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-reason")).to_contain_text("The server cannot be reached.")
    expect(page.get_by_label("Blocked by")).to_have_value("No quota")


def test_a_viewer_opens_a_card_and_finds_nothing_to_write(window, viewer, board, train):
    page = opened(window(viewer, board))
    expect(sheet(page).locator("form, textarea, input")).to_have_count(0)


def test_all_of_it_works_without_javascript(window, member, train, address):
    page = window(member, address, java_script_enabled=False)
    page.get_by_role("textbox", name="Title").fill("Train it well")
    page.get_by_role("button", name="Save the title").click()
    page.get_by_role("link", name="Edit the description").click()
    page.locator("#f-description").fill("- [ ] Same split")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_role("checkbox", name="Same split").click()
    page.get_by_role("button", name="2 h").click()
    page.get_by_label("Write a comment").fill("Good.")
    page.get_by_role("button", name="Comment").click()
    page.locator("#sheet-week select").select_option(label="Later")
    page.get_by_role("button", name="Move to this week").click()
    page.locator("#add-label").click()
    page.get_by_label("Label, an existing one or a new word").fill("model")
    page.locator("#sheet-labels").get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#sheet-labels")).to_contain_text("model")
    train.refresh_from_db()
    assert (train.title, train.description) == ("Train it well", "- [x] Same split")
    assert (train.estimate_minutes, train.milestone, train.comment_count) == (120, None, 1)


def test_on_a_phone_nothing_is_wider_than_the_screen(window, member, board, train):
    Card.objects.filter(pk=train.pk).update(description="x" * 20_000, title="y" * 200)
    train.comment("https://example.org/" + "z" * 400, author=member, by=member)
    page = window(member, board, **{**PHONE, "viewport": {"width": 320, "height": 700}})
    opened(page, "y" * 200)
    wide = page.locator("#sheet").evaluate("(sheet) => sheet.scrollWidth - sheet.clientWidth")
    assert wide <= 0


def test_a_click_with_a_key_held_opens_the_page_in_a_new_tab(window, member, board, train):
    page = window(member, board)
    with page.context.expect_page() as new:
        link(page, TITLE).click(modifiers=["ControlOrMeta"])
    new.value.bring_to_front()  # what lies behind another tab is given little time
    expect(new.value.locator(".is-page")).to_be_visible()
    expect(sheet(page)).to_be_hidden()


def test_who_only_looks_is_not_offered_as_an_assignee(window, member, board, project):
    looker = MembershipFactory(project=project, role=Role.VIEWER)
    page = opened(window(member, board))
    page.locator("#add-person").click()
    expect(page.locator("#f-member option", has_text=looker.user.name)).to_have_count(0)


@pytest.fixture
def full(train, member, owner):
    """The card with something in every place."""
    train.edit(
        description="Keep it **plain**: `parcels`\n\n```\nSELECT late, route_km, weekday FROM parcels\n```\n\n"
        "- [x] Same split\n- [ ] Weights\n\n> # Said\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nhttps://example.org",
        by=member,
    )
    train.comment(f"Ask @{owner.username}\n\n- [ ] soon", author=member, by=member)
    train.assign(train.project.memberships.get(user=member), by=owner)
    train.label("model", by=owner)
    train.block("No quota", by=owner)
    return train


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_the_card(window, member, board, full, address, size):
    page = window(member, address, **size)
    assert violations(page) == []
    page.goto(f"{address}?edit=description")
    assert violations(page) == []
    page.goto(board)
    opened(page)
    page.locator("#add-person").click()
    page.locator("#add-label").click()
    page.wait_for_timeout(300)  # until the dialog has faded in
    assert violations(page) == []


def test_axe_finds_nothing_in_the_archive_and_on_an_archived_card(window, member, viewer, full, address):
    full.archive(by=member)
    for person in (member, viewer):
        page = window(person, address)
        assert violations(page) == []
        page.goto(f"/p/{full.project.slug}/archive/")
        assert violations(page) == []


def test_who_adds_a_label_stays_beside_the_labels(window, member, board, train):
    page = opened(window(member, board))
    page.locator("#add-label").click()
    page.get_by_label("Label, an existing one").fill("gcp")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-labels")).to_contain_text("gcp")
    expect(page.locator("#add-label")).to_be_focused()


LONG = "x" * 180


def test_what_has_no_gap_to_break_at_leaves_the_buttons_in_reach(window, member, board, train):
    train.edit(title=LONG, by=member)
    train.edit(title=TITLE, by=member)
    train.edit(description=f"```\n{LONG}\n```", seen=None, by=member)
    train.label("Label" * 20, by=member)
    page = opened(window(member, board))
    edge = right_of(sheet(page))
    assert right_of(page.get_by_role("link", name="Edit the description")) < edge
    assert right_of(page.get_by_role("button", name="Comment", exact=True)) < edge
    assert right_of(page.get_by_role("button", name="Remove label")) < edge
    assert right_of(page.locator("#sheet-activity time").first) < edge


def right_of(element):
    box = element.bounding_box()
    return box["x"] + box["width"]


def test_without_javascript_a_comment_comes_back_where_it_was(window, member, project):
    project.cards.get(title="Ask support").comment("Hello", author=member, by=member)
    address = f"/p/{project.slug}/cards/{project.cards.get(title='Ask support').number}/"
    page = window(member, address, java_script_enabled=False)
    page.get_by_role("button", name="Delete the comment").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Hello", exact=True)).to_be_visible()
    assert page.url.partition("?")[0].endswith(address)
