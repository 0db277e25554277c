"""Two tabs of one browser, which have one session: what an older one may still do, and what it says."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.helpers import drag, titles

pytestmark = pytest.mark.browser
REFUSED = "Failed to load resource"


@pytest.fixture
def become(server):
    """In another tab somebody else signs in."""
    return lambda page, person: sign_in(page.context, person, server.url)


@pytest.fixture
def sign_in_again(member):
    """In another tab the same person signs in again, which makes a new session and a new token."""

    def sign_in_again(page):
        tab = page.context.new_page()
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        tab.goto("/accounts/login/")
        tab.locator("[name=login]").fill(member.username)
        tab.locator("[name=password]").fill("correct horse battery")
        tab.locator("[name=password]").press("Enter")
        expect(tab.get_by_role("heading", name="My projects")).to_be_visible()
        tab.close()

    return sign_in_again


def test_a_drag_in_a_tab_of_before_is_nobodys(window, member, owner, board, project, become, expected):
    expected.append(REFUSED)
    page = window(member, board)
    become(page, owner)
    drag(page, "Ask support", page.locator("#column-done .card"))
    expect(page.locator(".toast p")).to_have_text(
        f"“Ask support” was not moved. You are signed in as {owner.name} now. Reload the page."
    )
    expect(titles(page, "todo")).to_have_count(3)
    assert project.events.count() == 0


def test_a_typed_line_stays_with_the_sentence(window, member, owner, board, project, become, expected):
    expected.append(REFUSED)
    page = window(member, board)
    become(page, owner)
    line = page.locator("#column-todo [name=lines]:enabled")
    line.fill("Tune it")
    line.press("Enter")
    expect(page.locator("#read-todo")).to_contain_text(f"You are signed in as {owner.name} now.")
    expect(line).to_have_value("Tune it")
    assert project.events.count() == 0


def test_a_field_of_an_open_card_says_so_and_keeps_what_was_typed(
    window, member, owner, board, project, become, expected
):
    expected.append(REFUSED)
    page = window(member, board)
    page.get_by_role("link", name="Ask support", exact=True).click()
    expect(page.locator("#sheet-heading")).to_be_focused()
    become(page, owner)
    page.get_by_label("Write a comment").fill("half a sentence")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sheet")).to_contain_text(f"You are signed in as {owner.name} now.")
    expect(page.get_by_label("Write a comment")).to_have_value("half a sentence")
    assert project.events.count() == 0


def test_a_card_opened_after_the_sign_in_is_still_in_the_page_of_before(
    window, member, owner, board, project, become, expected
):
    expected.append(REFUSED)
    page = window(member, board)
    become(page, owner)
    page.get_by_role("link", name="Ask support", exact=True).click()
    page.get_by_label("Write a comment").fill("in whose name?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sheet")).to_contain_text(f"You are signed in as {owner.name} now.")
    assert project.events.count() == 0


def test_a_plain_form_is_not_sent_and_stays(window, member, owner, project, become, expected):
    expected.append(REFUSED)
    page = window(member, f"/p/{project.slug}/plan/upload/")
    become(page, owner)
    page.locator("form.weekform textarea").fill("Week\tGoal\n1\tOne")
    page.locator("form.weekform button[type=submit]").click()
    expect(page.locator("[data-notsent]")).to_contain_text("Somebody else is signed in now")
    expect(page.locator("form.weekform textarea")).to_have_value("Week\tGoal\n1\tOne")


def test_without_scripts_the_form_is_answered_by_a_page(window, member, owner, project, become, expected):
    expected.append(REFUSED)
    page = window(member, f"/p/{project.slug}/weeks/1/edit/", java_script_enabled=False)
    become(page, owner)
    page.locator("form.weekform button[type=submit]").click()
    expect(page.locator("h1")).to_have_text(f"You are signed in as {owner.name} now")
    assert project.events.count() == 0


def test_an_open_card_goes_on_after_the_same_person_has_signed_in_again(
    window, member, board, project, sign_in_again
):
    page = window(member, board)
    page.get_by_role("link", name="Ask support", exact=True).click()
    expect(page.locator("#sheet-heading")).to_be_focused()
    sign_in_again(page)
    page.get_by_label("Write a comment").fill("As before")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sheet-thread")).to_contain_text("As before")


def test_a_plain_form_does_too(window, member, project, sign_in_again):
    page = window(member, f"/p/{project.slug}/weeks/1/edit/")
    sign_in_again(page)
    page.locator("[name=goal]").fill("Begin")
    page.locator("form.weekform button[type=submit]").click()
    page.wait_for_url("**/plan/**")
    assert project.milestones.get(number=1).goal == "Begin"


def test_the_second_tab_to_sign_in_goes_on_to_where_it_wanted(window, member, board, project, sign_in_again):
    page = window(member)
    page.context.clear_cookies()
    page.goto(f"/p/{project.slug}/plan/")
    sign_in_again(page)
    page.locator("[name=login]").fill(member.username)
    page.locator("[name=password]").fill("correct horse battery")
    page.locator("[name=password]").press("Enter")
    expect(page).to_have_url(f"/p/{project.slug}/plan/")
