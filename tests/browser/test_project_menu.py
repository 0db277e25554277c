"""The menu at a project's name: from any page of a project to any other project."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import hears, intercept, stand_still
from tests.browser.test_accessibility import violations
from tests.factories import MembershipFactory

pytestmark = pytest.mark.browser
REFUSED = "Failed to load resource"
NAMES = ["Depot heat map", "Cloud class, autumn", "Éclair", "Route planner", "Labels", "Tests", "Docs", "Zoo"]


@pytest.fixture
def others(member, project):
    """So many projects that one types for them, by name."""
    made = [MembershipFactory(user=member, project__name=name).project for name in NAMES]
    return {each.name: each for each in made}


@pytest.fixture
def depot(member, project):
    return MembershipFactory(user=member, project__name=NAMES[0]).project


def menu(page):
    return page.locator("#projectmenu")


def opened(page):
    page.locator(".projectname").click()
    expect(menu(page).locator(".two").first).to_be_visible()
    stand_still(page)
    return menu(page)


def names(page):
    return menu(page).locator(".two b")


def test_one_goes_from_a_page_of_one_project_to_the_board_of_another(window, member, board, project, depot):
    page = window(member, f"/p/{project.slug}/plan/")
    opened(page)
    expect(names(page)).to_have_text([project.name, depot.name])
    expect(menu(page).locator("[aria-current=true]")).to_contain_text(" of 2")
    assert not violations(page)
    menu(page).get_by_role("link", name=depot.name).click()
    page.wait_for_url(f"**/p/{depot.slug}/board/")
    opened(page)
    expect(names(page)).to_have_text([depot.name, project.name])


def test_what_was_opened_last_in_this_browser_comes_first(window, member, board, project, others):
    page = window(member, board)
    for name in ("Zoo", "Tests"):
        page.goto(f"/p/{others[name].slug}/board/")
    page.goto(board)
    opened(page)
    expect(names(page).nth(1)).to_have_text("Tests")
    expect(names(page).nth(2)).to_have_text("Zoo")
    elsewhere = window(member, board)
    opened(elsewhere)
    expect(names(elsewhere).nth(1)).to_have_text("Cloud class, autumn")


def test_by_keys_alone_one_types_and_goes(window, member, board, others):
    page = window(member, board)
    page.locator(".projectname").focus()
    page.keyboard.press("Enter")
    field = menu(page).get_by_role("combobox", name="Find a project")
    expect(field).to_be_focused()
    page.keyboard.type("ÉCLAIR")
    expect(names(page)).to_have_text(["Éclair"])
    assert not violations(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/p/{others['Éclair'].slug}/board/")


def test_arrows_go_through_a_short_list_and_escape_leads_back(window, member, board, project, depot):
    page = window(member, board)
    page.locator(".projectname").focus()
    page.keyboard.press("Enter")
    expect(names(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(menu(page).get_by_role("link", name=depot.name)).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu(page)).to_be_hidden()
    expect(page.locator(".projectname")).to_be_focused()


def test_what_no_project_is_called_is_said(window, member, board, others):
    page = window(member, board)
    opened(page)
    page.keyboard.type("nothing like it")
    expect(page.locator("#projectnote")).to_have_text("No project has these words in its name.")
    page.keyboard.press("Escape")
    expect(menu(page)).to_be_hidden()


def test_what_could_not_be_fetched_is_said_and_the_rest_of_the_menu_works(
    window, member, board, depot, expected
):
    expected.append(REFUSED)
    page = window(member, board)
    intercept(page, "**/projects/?*", lambda route: route.abort(), times=1)
    page.locator(".projectname").click()
    hears(page, "Your projects could not be fetched. The server cannot be reached. Are you online?")
    expect(page.locator("#projectnote")).to_be_visible()
    page.keyboard.press("Escape")
    opened(page)
    expect(names(page)).to_have_count(2)
    menu(page).get_by_role("link", name="People").click()
    page.wait_for_url("**/people/")


def test_signing_out_forgets_which_projects_were_opened(window, member, board, project, others):
    page = window(member, f"/p/{others['Zoo'].slug}/board/")
    page.goto(board)
    names_kept = "Object.keys(localStorage).filter((name) => name.startsWith('weekboard-opened'))"
    assert page.evaluate(names_kept) == [f"weekboard-opened/{member.pk}"]
    page.locator(".user").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    assert page.evaluate(names_kept) == []


def test_on_a_phone_it_is_a_sheet_from_below_without_a_keyboard(window, member, board, others):
    page = window(member, board, **PHONE)
    page.locator(".projectname").tap()
    expect(names(page).first).to_be_visible()
    stand_still(page)
    box = menu(page).bounding_box()
    assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 390, 844)
    expect(page.locator("#projectmenu input")).not_to_be_focused()
    names(page).nth(1).tap()
    page.wait_for_url(f"**/p/{others['Cloud class, autumn'].slug}/board/")


def test_without_a_script_the_menu_leads_to_all_projects(window, member, board, depot):
    page = window(member, board, java_script_enabled=False)
    page.locator(".projectname").click()
    menu(page).get_by_role("link", name="All projects").click()
    expect(page.get_by_role("link", name=depot.name)).to_be_visible()
