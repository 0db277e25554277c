"""A demo before it is played, and once it is."""

import pytest
from playwright.sync_api import expect

from boards.sample.films.draw import film_path
from tests.factories import FilmFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def demos(files, project, week):
    film = FilmFactory(milestone=week, size=film_path(1).stat().st_size)
    stored = files / film.video.name
    stored.parent.mkdir()
    stored.write_bytes(film_path(1).read_bytes())
    return f"/p/{project.slug}/demos/"


def big_button(page):
    return page.get_by_role("button", name="Play the demo of week 1")


def has_controls(page, wanted):
    expect(page.locator(".screen video")).to_have_js_property("controls", wanted)


def test_a_film_shows_its_picture_under_a_big_button(window, viewer, demos):
    page = window(viewer, demos)
    expect(big_button(page)).to_be_visible()
    has_controls(page, False)


def test_the_big_button_plays_and_hands_on_to_the_controls(window, viewer, demos):
    page = window(viewer, demos)
    big_button(page).press("Enter")
    expect(page.locator(".screen video")).to_have_js_property("paused", False)
    expect(page.locator(".screen video")).to_be_focused()
    expect(big_button(page)).to_be_hidden()
    has_controls(page, True)


def test_a_film_that_plays_by_other_means_has_its_controls(window, viewer, demos):
    page = window(viewer, demos)
    page.locator(".screen video").evaluate("async (video) => { video.muted = true; await video.play(); }")
    expect(big_button(page)).to_be_hidden()
    has_controls(page, True)


def test_without_javascript_the_controls_are_the_browsers(window, viewer, demos):
    page = window(viewer, demos, java_script_enabled=False)
    expect(page.locator(".screen video[controls]")).to_be_visible()
    expect(big_button(page)).to_be_hidden()


def test_the_length_of_another_demo_of_the_week_stands_on_one_line(window, viewer, week, demos):
    FilmFactory(milestone=week, shows="Buckets, tables and a service come from one file, and it answers.")
    page = window(viewer, demos)
    length = page.locator(".takes .time").first
    assert length.bounding_box()["height"] < 30
