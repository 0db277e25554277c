"""The project's name in the top bar of each of its pages is a menu."""

import re

import pytest

pytestmark = pytest.mark.django_db
# A standup fills the window, without the top bar.
PAGES = ["board/", "plan/", "demos/", "progress/", "people/", "archive/", "cards/1/"]


def menu(response):
    return re.search(r'id="projectmenu".*?id="projectlinks".*?</ul>', response.text, re.DOTALL)[0]


@pytest.mark.parametrize("place", PAGES)
def test_every_page_of_a_project_has_the_menu(as_viewer, card, place):
    links = re.findall(r'<a href="([^"]+)"', menu(as_viewer.get(f"/p/parcel-vision/{place}")))
    assert links == ["/", "/p/parcel-vision/people/", "/p/parcel-vision/archive/"]


def test_a_page_outside_of_projects_has_none(as_viewer):
    assert 'id="projectmenu"' not in as_viewer.get("/").text


def test_the_archive_is_not_in_ones_own_menu_any_more(as_viewer, project):
    assert as_viewer.get("/p/parcel-vision/board/").text.count("/archive/") == 1
