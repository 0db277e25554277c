"""Who is to do a card, and how long it takes: from the board, at the card, by keys, in the dialog, by a finger."""

import pytest
from playwright.sync_api import expect

from tests.browser.card.sheet import opened
from tests.browser.conftest import PHONE
from tests.browser.helpers import answer_later, card, hears, link, titles
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.browser
CARD = "Ask support"


@pytest.fixture
def bilal(project):
    return MembershipFactory(project=project, user=UserFactory(name="Bilal Haddad"))


@pytest.fixture
def page(watching, member, bilal):
    page = watching(member)
    link(page, CARD).focus()
    return page


def people(page):
    return page.get_by_role("dialog", name="Assign")


def options(page):
    return people(page).get_by_role("option")


def people_of(named):
    return [str(one) for one in named(CARD).assignees.order_by("user__name")]


# --- A: me or not me ------------------------------------------------------------------------------------------
def test_a_assigns_a_card_to_oneself_and_takes_it_again_with_a_toast_that_undoes_it(page, member, named):
    page.keyboard.press("a")
    expect(card(page, CARD).locator(".avatar")).to_have_attribute("title", member.name)
    expect(page.locator(".toast")).to_contain_text(member.name)
    page.keyboard.press("a")
    expect(card(page, CARD).locator(".nobody")).to_be_visible()
    page.keyboard.press("z")
    expect(card(page, CARD).locator(".avatar")).to_have_attribute("title", member.name)
    expect(link(page, CARD)).to_be_focused()


def test_a_superuser_who_is_no_member_is_told_that_no_card_can_be_theirs(window, admin, board, project):
    page = window(admin, board)
    link(page, CARD).focus()
    page.keyboard.press("a")
    expect(page.locator(".toast")).to_contain_text("You are not a member of this project")
    assert project.events.count() == 0


def test_a_viewers_letters_change_nothing(window, viewer, board, project):
    page = window(viewer, board)
    link(page, CARD).focus()
    for key in ["a", "Shift+A", "e", "l", "c", "3"]:
        page.keyboard.press(key)
        expect(page.locator(".toast")).to_contain_text("you can only read this project")
    expect(page.locator(":popover-open")).to_have_count(0)
    assert project.events.count() == 0


# --- The list of people ---------------------------------------------------------------------------------------
def test_several_people_are_put_on_and_taken_off_in_the_list_by_enter(page, member, bilal, named):
    page.keyboard.press("Shift+A")
    expect(people(page).get_by_role("combobox")).to_be_focused()
    expect(options(page).first).to_contain_text("you, 0 h left")
    page.keyboard.press("Enter")
    expect(card(page, CARD).locator(".who .avatar")).to_have_count(1)
    page.keyboard.type("bilal")
    expect(options(page).filter(visible=True)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(card(page, CARD).locator(".who .avatar")).to_have_count(2)
    expect(options(page).filter(visible=True)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(card(page, CARD).locator(".who .avatar")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(people(page)).to_be_hidden()
    expect(link(page, CARD)).to_be_focused()
    assert people_of(named) == [member.name]


def test_what_is_typed_before_the_list_has_come_goes_into_it_and_moves_no_card(page, bilal, named):
    go_on = answer_later(page, "**/cards/assignees/**")
    page.keyboard.press("Shift+A")
    for key in ["b", "3", "n", "Backspace"]:
        page.keyboard.press(key)
    go_on()
    expect(people(page).get_by_role("combobox")).to_have_value("b3")
    expect(people(page)).to_contain_text("Nobody in this project has that name.")
    expect(titles(page, "todo")).to_contain_text([CARD])


def test_who_has_left_meanwhile_is_refused_in_the_list(page, bilal, expected):
    expected.append("422")
    page.keyboard.press("Shift+A")
    expect(options(page)).to_have_count(2)
    bilal.user.is_active = False
    bilal.user.save()
    page.keyboard.type("bil")
    page.keyboard.press("Enter")
    expect(people(page).get_by_role("alert")).to_have_text("This person does not work on the project.")
    expect(options(page).filter(has_text="Bilal")).to_have_attribute("aria-selected", "false")
    expect(people(page).get_by_role("combobox")).to_have_value("bil")


def test_two_windows_show_who_was_assigned(page, watching, owner, bilal):
    other = watching(owner)
    page.keyboard.press("Shift+A")
    page.keyboard.type("bil")
    page.keyboard.press("Enter")
    expect(card(other, CARD).locator(".avatar")).to_have_attribute("title", "Bilal Haddad")


# --- E: hours -------------------------------------------------------------------------------------------------
def hours(page):
    return page.get_by_label("Hours", exact=True)


def test_e_opens_the_field_of_hours_which_enter_saves(page, named):
    page.keyboard.press("e")
    expect(hours(page)).to_be_focused()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(card(page, CARD).locator(".hours")).to_contain_text("3 h")
    expect(hours(page)).to_be_hidden()
    expect(link(page, CARD)).to_be_focused()
    assert named(CARD).estimate_minutes == 180
    page.keyboard.press("z")
    expect(card(page, CARD).locator(".hours")).not_to_contain_text("3 h")


def test_a_figure_right_after_e_is_an_estimate_and_no_move(page, named):
    page.keyboard.press("e")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(card(page, CARD).locator(".hours")).to_contain_text("2 h")
    expect(titles(page, "todo")).to_contain_text([CARD])


def test_what_is_no_number_of_hours_is_refused_at_the_field_and_kept(page, named, expected):
    expected.append("422")
    page.keyboard.press("e")
    page.keyboard.type("lots")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("“lots” is not a number of hours.")
    expect(hours(page)).to_have_value("lots")
    expect(hours(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(link(page, CARD)).to_be_focused()
    assert named(CARD).estimate_minutes is None


def test_e_again_shows_the_hours_and_leaves_them_until_the_field_is_emptied(page, named, project):
    link(page, "Train baseline").focus()
    page.keyboard.press("e")
    expect(hours(page)).to_have_value("9")
    page.keyboard.press("Enter")
    expect(hours(page)).to_be_hidden()
    assert project.events.count() == 0
    page.keyboard.press("e")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(card(page, "Train baseline").locator(".hours")).to_contain_text("No estimate")


# --- C --------------------------------------------------------------------------------------------------------
def test_c_adds_a_card_in_the_column_and_escape_goes_back(page):
    link(page, "Draw the plan").focus()
    page.keyboard.press("c")
    expect(page.locator("#add-doing")).to_be_focused()
    expect(page.locator("#add-doing")).to_have_value("")
    page.keyboard.press("Escape")
    expect(link(page, "Draw the plan")).to_be_focused()


# --- In the dialog, by a finger, without scripts --------------------------------------------------------------
def test_in_the_dialog_one_click_opens_the_same_list(page, member, named):
    opened(page, CARD)
    page.locator("#add-person").click()
    options(page).first.click()
    expect(page.locator("#sheet-people .token")).to_have_count(1)
    expect(people(page).get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#add-person")).to_be_focused()
    expect(page.locator("#sheet")).to_be_visible()
    assert people_of(named) == [member.name]


def test_on_the_page_of_a_card_the_list_opens_too(window, member, project, named):
    page = window(member, f"/p/{project.slug}/cards/{named(CARD).number}/")
    page.locator("#add-person").click()
    options(page).first.click()
    expect(page.locator("#sheet-people .token")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#add-person")).to_be_focused()


def test_a_finger_assigns_and_estimates_by_the_move_menu(window, member, board, bilal, named):
    page = window(member, board, **PHONE)
    card(page, CARD).locator(".more").tap()
    page.get_by_role("button", name="Assign to me").tap()
    expect(card(page, CARD).locator(".avatar")).to_have_attribute("title", member.name)
    card(page, CARD).locator(".more").tap()
    page.get_by_role("button", name="Assign…").tap()
    options(page).filter(has_text="Bilal").tap()
    expect(card(page, CARD).locator(".who .avatar")).to_have_count(2)
    page.locator(".boardhead h1").tap(force=True)
    expect(people(page)).to_be_hidden()
    card(page, CARD).locator(".more").tap()
    page.get_by_role("button", name="Estimate…").tap()
    hours(page).fill("1.5")
    page.get_by_role("button", name="Save").tap()
    expect(card(page, CARD).locator(".hours")).to_contain_text("1.5 h")


def test_without_scripts_a_page_has_a_button_for_each_person(window, member, project, named, bilal):
    page = window(member, f"/p/{project.slug}/cards/{named(CARD).number}/", java_script_enabled=False)
    page.get_by_role("link", name="Add a person").click()
    page.get_by_role("button", name="Bilal Haddad").click()
    expect(page.locator("#sheet-people .token")).to_contain_text("Bilal")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_role("button", name="Bilal Haddad").click()
    expect(page.locator("#sheet-people .token")).to_have_count(0)


def test_in_a_standup_the_keys_are_the_same_over_the_stop(at, member, ana, named):
    page = at(member, ana.pk)
    link(page, "Write the loader").focus()
    page.keyboard.press("e")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(card(page, "Write the loader").locator(".hours")).to_contain_text("2 h")
    page.keyboard.press("Shift+A")
    expect(people(page).get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(link(page, "Write the loader")).to_be_focused()
    page.keyboard.press("a")
    hears(page, f"Given to {member.name}")
