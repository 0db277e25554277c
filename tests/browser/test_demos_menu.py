"""The menu of the demos' page: how much of its room the project uses."""

import pytest
from playwright.sync_api import expect

from boards.sample.films.draw import film_path
from tests.browser.test_accessibility import SIZES, violations
from tests.factories import FilmFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def demos(settings, files, project, week):
    """The page of a project that has used 9 of 10 megabytes."""
    settings.PROJECT_STORAGE_GB = 10 / 1024
    film = FilmFactory(milestone=week, size=9 * 1024**2)
    stored = files / film.video.name
    stored.parent.mkdir()
    stored.write_bytes(film_path(1).read_bytes())
    return f"/p/{project.slug}/demos/"


def more(page):
    return page.get_by_role("button", name="More", exact=True)


def menu(page):
    return page.locator("#demomenu")


def test_the_menu_opens_without_javascript(window, viewer, demos):
    page = window(viewer, demos, java_script_enabled=False)
    more(page).click()
    expect(menu(page)).to_contain_text("9 of 10 MB used")


def test_the_menu_is_opened_and_left_by_keys(window, viewer, demos):
    page = window(viewer, demos)
    more(page).focus()
    page.keyboard.press("Enter")
    expect(menu(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu(page)).to_be_hidden()
    expect(more(page)).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_the_menu_and_around_it(window, owner, demos, size, scheme):
    page = window(owner, demos, color_scheme=scheme, **size)
    expect(page.locator(".nearlyfull")).to_be_visible()
    more(page).click()
    expect(menu(page)).to_be_visible()
    assert violations(page) == []
