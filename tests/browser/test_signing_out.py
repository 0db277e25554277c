"""What was being typed, and not sent, goes with whoever signs out, and with nobody else."""

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import intercept, wait_until
from tests.browser.recordings import add_chunk, begin, listed

pytestmark = pytest.mark.browser
KEPT = "[...Object.keys(sessionStorage), ...Object.keys(localStorage)].filter((key) => key.includes('draft'))"


@pytest.fixture
def page(window, member, board):
    """A window in which the member has typed a line and half a comment."""
    member.is_staff = True
    member.save()
    page = window(member, board)
    type_a_line(page)
    page.get_by_role("link", name="Ask support", exact=True).click()
    page.get_by_label("Write a comment").fill("half a comment")
    page.keyboard.press("Escape")
    page.wait_for_url("**/board/*")  # the address comes back after the dialog has gone
    return page


def type_a_line(page):
    page.locator("#column-todo [name=lines]:enabled").fill("half a line")


def in_the_top_bar(page):
    page.locator(".user").click()
    page.get_by_role("button", name="Sign out").click()


def on_the_page_of_its_own(page):
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()


def in_the_admin(page):
    page.goto("/admin/")
    page.get_by_role("button", name="Log out").click()


@pytest.mark.parametrize("sign_out", [in_the_top_bar, on_the_page_of_its_own, in_the_admin])
def test_every_way_of_signing_out_takes_the_drafts_away(page, sign_out):
    assert len(page.evaluate(KEPT)) == 2
    sign_out(page)
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate(KEPT) == []


def test_those_of_somebody_else_stay(page):
    others = [
        "weekboard-draft-card/1234/parcel-vision/1/text",
        "weekboard-draft-card/12345/parcel-vision/1/text",
    ]
    page.evaluate("(keys) => keys.forEach((key) => localStorage.setItem(key, '{}'))", others)
    on_the_page_of_its_own(page)
    page.wait_for_url("**/accounts/login/**")
    assert sorted(page.evaluate(KEPT)) == others


def test_a_line_in_another_tab_goes_too(page, board):
    other = page.context.new_page()
    other.goto(board)
    type_a_line(other)
    in_the_top_bar(page)
    page.wait_for_url("**/accounts/login/**")
    wait_until(other, lambda: other.evaluate(KEPT) == [])


def test_a_sign_out_that_did_not_happen_takes_nothing_away(page, board, expected):
    expected.append("Failed to load resource")
    intercept(page, "**/accounts/logout/", lambda route: route.fulfill(status=503, body="Busy."))
    in_the_top_bar(page)
    expect(page.locator("body")).to_have_text("Busy.")
    page.goto(board)
    assert len(page.evaluate(KEPT)) == 2


def test_the_next_sign_in_page_is_like_any_other(page, member):
    """What is typed after the sign-out is of another day."""
    on_the_page_of_its_own(page)
    page.wait_for_url("**/accounts/login/**")
    page.evaluate(f"localStorage.setItem('weekboard-draft-card/{member.pk}/x/1/text', '{{}}')")
    page.reload()
    assert len(page.evaluate(KEPT)) == 1


# --- What was recorded and not handed in ----------------------------------------------------------------------
QUESTION = "You have a demo that was not handed in."


def recorded(page, project, *people):
    for person in people:
        add_chunk(page, begin(page, project, person), 0, b"one")


def test_who_has_recorded_something_is_asked_first(page, project, member):
    recorded(page, project, member)
    in_the_top_bar(page)
    page.wait_for_url("**/accounts/logout/")
    expect(page.get_by_role("alert")).to_contain_text(QUESTION)
    expect(page.get_by_role("link", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="My projects")).to_be_visible()
    assert len(listed(page, member)) == 1


@pytest.mark.parametrize("sign_out", [on_the_page_of_its_own, in_the_admin])
def test_signing_out_takes_all_that_this_person_has_recorded_and_nothing_else(
    page, project, member, owner, sign_out
):
    recorded(page, project, member, member, owner)
    sign_out(page)
    page.wait_for_url("**/accounts/login/**")
    wait_until(page, lambda: listed(page, member) == [])
    assert len(listed(page, owner)) == 1


def test_who_has_recorded_nothing_is_not_asked(page, project, owner):
    recorded(page, project, owner)
    page.goto("/accounts/logout/")
    expect(page.get_by_role("heading", name="Sign out?")).to_be_visible()
    expect(page.get_by_text(QUESTION)).to_be_hidden()
    page.goto("/")
    in_the_top_bar(page)
    page.wait_for_url("**/accounts/login/**")
    assert len(listed(page, owner)) == 1
