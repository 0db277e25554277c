"""The settings of a project: what an owner changes is seen on the boards that are open."""

import re

import pytest
from playwright.sync_api import expect

from projects.models import Project
from tests.browser.conftest import PHONE
from tests.browser.helpers import mark, titles
from tests.browser.test_accessibility import SIZES, violations

pytestmark = pytest.mark.browser
SETTINGS = "/p/parcel-vision/settings/"
NO_SCRIPTS = {"java_script_enabled": False}


def save(page, button, **fields):
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(value)
    page.get_by_role("button", name=button).click()


def test_a_new_name_and_limit_are_seen_on_an_open_board(watching, window, member, owner, project):
    board = watching(member)
    page = window(owner, SETTINGS)
    save(page, "Save name", Name="Parcel Sight")
    expect(page.locator(".toast")).to_contain_text("Saved.")
    expect(board.locator(".projectname bdi")).to_have_text("Parcel Sight")
    save(page, "Save limits", A_card_takes_at_most="10")
    expect(board.get_by_text("Over 10 h")).to_be_visible()


def test_an_open_board_goes_on_under_a_new_address_with_what_is_being_typed(
    watching, window, member, owner, project
):
    board = watching(member)
    board.locator("#add-todo").fill("half a line")
    page = window(owner, SETTINGS)
    save(page, "Save name", Address="parcel-sight")
    page.wait_for_url("**/p/parcel-sight/settings/?done=*")
    board.wait_for_url("**/p/parcel-sight/board/**")
    expect(mark(board)).to_have_text(re.compile("live"))
    expect(board.locator("#add-todo")).to_have_value("half a line")
    board.locator("#add-todo").press("Enter")
    expect(titles(board, "todo")).to_contain_text(["half a line"])


def test_a_board_that_has_not_heard_of_a_new_address_yet_saves_all_the_same(window, member, project):
    board = window(member, "/p/parcel-vision/board/?week=1", **NO_SCRIPTS)
    Project.objects.get(pk=project.pk).change(by=None, slug="parcel-sight")
    board.locator("#add-todo").fill("Still here")
    board.locator("#add-todo").press("Enter")
    board.wait_for_url("**/p/parcel-sight/board/**")
    assert project.cards.filter(title="Still here").exists()


def test_an_open_board_is_only_looked_at_once_the_project_is_archived(
    watching, window, member, owner, project
):
    board = watching(member)
    page = window(owner, SETTINGS)
    page.get_by_role("button", name="Archive").click()
    expect(page.locator("#end")).to_contain_text("In the archive")
    expect(board.locator("#add-todo")).to_have_count(0)
    expect(board.locator("main")).to_contain_text("In the archive: it can be looked at, not changed.")
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_label("Name", exact=True)).to_be_visible()
    expect(board.locator("#add-todo")).to_be_visible()


def test_an_open_board_says_that_the_project_was_deleted(watching, window, member, owner, project):
    board = watching(member)
    page = window(owner, SETTINGS)
    page.get_by_role("link", name="Delete").click()
    page.get_by_label("To delete it").fill("parcel vision")
    page.get_by_role("button", name="Delete it for good").click()
    expect(page.locator(".toast")).to_contain_text("The project was deleted.")
    expect(mark(board)).to_contain_text("This project has been deleted.")


@pytest.mark.parametrize("options", [{}, NO_SCRIPTS, PHONE], ids=["scripts", "none", "phone"])
def test_labels_are_changed_merged_and_deleted(window, owner, project, named, options):
    page = window(owner, SETTINGS, **options)
    page.get_by_role("link", name="New label").click()
    page.get_by_label("Name of the label").fill("docs")
    page.get_by_role("button", name="Add label").click()
    expect(page.locator(".labels b")).to_have_text(["data", "docs"])
    page.get_by_role("link", name="Change label data").click()
    page.get_by_label("Name of the label").fill("numbers")
    page.get_by_text("Colour 5").locator("xpath=..").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".labels b")).to_have_text(["docs", "numbers"])
    page.get_by_role("link", name="Change label numbers").click()
    page.get_by_label("Merge numbers into").select_option("docs")
    page.get_by_role("button", name="Merge").click()
    expect(page.locator(".toast")).to_contain_text("Merged numbers into docs")
    expect(page.locator(".labels b")).to_have_text(["docs"])
    assert [label.name for label in named("Write the loader").labels.all()] == ["docs"]
    page.get_by_role("link", name="Change label docs").click()
    expect(page.locator(".labelacts")).to_contain_text("1 card has it.")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".labels b")).to_have_count(0)


def test_without_scripts_every_section_is_saved(window, owner, project):
    page = window(owner, SETTINGS, **NO_SCRIPTS)
    save(page, "Save name", Name="Parcel Sight", What_it_is_for="To see")
    page.get_by_label("Time zone").select_option("Europe/Lisbon")
    page.get_by_text("Thu", exact=True).click()
    save(page, "Save dates", Starts_on="2026-09-14")
    save(page, "Save limits", A_card_takes_at_most="3", A_standup_takes="15")
    now = Project.objects.get(pk=project.pk)
    assert (now.name, now.description, now.time_zone, now.demo_weekday) == (
        "Parcel Sight",
        "To see",
        "Europe/Lisbon",
        3,
    )
    assert (str(now.starts_on), now.card_limit_minutes, now.standup_minutes) == ("2026-09-14", 180, 15)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_settings_have_no_violation(window, expected, owner, project, size, scheme):
    expected.append("422")
    label = project.labels.get()
    page = window(owner, **size, color_scheme=scheme)
    for path in ("", f"labels/{label.pk}/", "labels/", "delete/"):
        page.goto(SETTINGS + path)
        assert violations(page) == []
    page.goto(SETTINGS)
    save(page, "Save limits", A_card_takes_at_most="99")
    expect(page.get_by_text("The limit is at most 40 hours")).to_be_visible()
    assert violations(page) == []
