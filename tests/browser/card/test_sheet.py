"""A card in full, in the dialog over the board and on the page of its own."""

import pytest
from playwright.sync_api import expect

from boards.models import Card
from tests.browser.card.sheet import TITLE, opened, sheet
from tests.browser.conftest import PHONE
from tests.browser.helpers import card, intercept, link
from tests.browser.test_accessibility import SIZES, violations

pytestmark = pytest.mark.browser

LONG = "x" * 180


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


def test_the_board_is_not_left_for_a_card_of_a_server_that_is_gone(window, member, board, expected):
    expected.append("Failed to load resource")
    page = window(member, board)
    intercept(page, "**/*", lambda route: route.abort())
    link(page, TITLE).click()
    expect(page.locator(".toast")).to_contain_text("This needs the server, which cannot be reached.")
    page.unroute("**/*")
    page.locator(".toast").get_by_role("button", name="Retry").click()
    page.wait_for_url("**/cards/*/")


def test_the_move_menu_works_inside_the_dialog(window, member, board, train):
    page = opened(window(member, board))
    page.get_by_role("link", name="Move to…").click()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#column-done .card", has_text=TITLE)).to_be_attached()
    expect(page.locator("#sheet-crumb")).to_contain_text("Done")


def test_an_archived_card_leaves_and_comes_back_by_undo(window, member, board, train):
    page = opened(window(member, board))
    page.get_by_role("button", name="Archive").click()
    expect(sheet(page)).to_be_hidden()
    expect(card(page, TITLE)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(card(page, TITLE)).to_be_visible()


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
    page.get_by_label("A new label").fill("model")
    page.get_by_role("button", name="Put on").click()
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
    assert violations(page) == []
    for name in ("person", "label"):
        page.locator(f"#add-{name}").click()
        expect(page.get_by_role("combobox", name="Type a")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")


def test_axe_finds_nothing_in_the_archive_and_on_an_archived_card(window, member, viewer, full, address):
    full.archive(by=member)
    for person in (member, viewer):
        page = window(person, address)
        assert violations(page) == []
        page.goto(f"/p/{full.project.slug}/archive/")
        assert violations(page) == []


def test_what_has_no_gap_to_break_at_leaves_the_buttons_in_reach(window, member, board, train):
    train.edit(title=LONG, by=member)
    train.edit(title=TITLE, by=member)
    train.edit(description=f"```\n{LONG}\n```", base_hashes=None, by=member)
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


def test_closing_a_card_after_a_reload_leads_back_to_the_filtered_board(window, member, board, address):
    page = opened(window(member, f"{board}&q=train"))
    page.reload()
    page.locator(".is-page").get_by_role("link", name="Close").click()
    page.wait_for_url("**/board/?week=1&q=train")
    expect(page.locator("#board .card")).to_have_count(1)


def test_archiving_a_card_after_a_reload_leads_back_to_the_filtered_board(window, member, board, address):
    page = opened(window(member, f"{board}&q=train"))
    page.reload()
    page.locator(".is-page").get_by_role("button", name="Archive").click()
    expect(page.locator(".toast")).to_contain_text("Archived")
    page.wait_for_url("**/board/?week=1&q=train")
