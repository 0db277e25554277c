"""A section's button to save it is there once something in the section has changed."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SETTINGS = "/p/parcel-vision/settings/"


@pytest.fixture
def button(window, owner, project):
    """Open a page as its owner, and return one of its buttons."""

    def button(path, name, **options):
        page = window(owner, path, **options)
        return page, page.get_by_role("button", name=name)

    return button


def test_a_section_of_the_settings_is_saved_once_something_in_it_has_changed(button):
    page, save = button(SETTINGS, "Save limits")
    expect(save).to_be_hidden()
    page.get_by_label("A standup takes").fill("12")
    expect(save).to_have_class("button primary")
    expect(page.get_by_role("button", name="Save dates")).to_be_hidden()
    page.get_by_label("A standup takes").fill("10")
    expect(save).to_be_hidden()


def test_a_chosen_day_or_time_zone_is_a_change(button):
    page, save = button(SETTINGS, "Save dates")
    page.get_by_label("Time zone").select_option("Asia/Tokyo")
    expect(save).to_be_visible()
    page.get_by_label("Time zone").select_option("UTC")
    expect(save).to_be_hidden()
    page.get_by_label("Sat").check(force=True)
    expect(save).to_be_visible()


def test_what_was_refused_can_be_saved_again_at_once(button, expected):
    expected.append("422")
    page, save = button(SETTINGS, "Save limits")
    page.get_by_label("A standup takes").fill("0")
    page.get_by_label("A standup takes").press("Enter")
    expect(page.locator(".error")).to_have_text("A standup takes 1 to 120 minutes.")
    expect(save).to_be_visible()


def test_the_password_is_asked_for_once_another_address_is_typed(button):
    page, change = button("/account/", "Change address")
    expect(page.get_by_label("Your password")).to_be_hidden()
    page.get_by_role("textbox", name="Address").fill("ana@new.example")
    expect(page.get_by_label("Your password")).to_be_visible()
    expect(change).to_be_visible()


def test_what_was_saved_is_read_out(button):
    page, save = button("/account/", "Save name")
    page.get_by_label("Name", exact=True).fill("Ana Sousa")
    save.click()
    expect(page.locator("#announce")).to_have_text("Your name is changed.")


@pytest.mark.parametrize(("path", "name"), [(SETTINGS, "Save limits"), ("/account/", "Save name")])
def test_without_scripts_the_button_is_always_there(button, path, name):
    _, save = button(path, name, java_script_enabled=False)
    expect(save).to_be_visible()


@pytest.mark.parametrize(("path", "name"), [(SETTINGS, "Save name"), ("/account/", "Save name")])
def test_what_a_page_says_of_a_save_can_be_dismissed(button, path, name):
    page, save = button(path, name)
    page.locator("#name").get_by_label("Name", exact=True).fill("Another name")
    save.click()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".toast")).to_have_count(0)


def test_what_the_home_page_says_of_a_deletion_can_be_dismissed(window, owner):
    page = window(owner, "/?deleted=1")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".toast")).to_have_count(0)
