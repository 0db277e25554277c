"""Each page of a project opens its stream, and has the line that tells of a standup."""

import re

import pytest
from django.conf import settings

from config.scripts import with_imports
from tests.access.calls import address, call
from tests.access.policy import OURS, routes
from tests.access.world import World
from tests.conftest import client_for

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r'<script src="/static/([^"]+)" type="module">')


@pytest.fixture
def pages():
    """Each page of a project that is a whole one, by its route."""
    world = World("a", 0)
    client = client_for(world.people["owner"])
    found = {}
    for route in routes():
        row = OURS.get(route.name)
        if row and row.role and row.answers.get("GET") == 200:
            response = call(client, "GET", address(route, world), row=row, world=world)
            if response.headers["Content-Type"].startswith("text/html") and "data-project=" in response.text:
                found[route.name] = response.text
    return found


def test_every_page_has_the_line_once(pages):
    assert len(pages) >= 20
    assert [name for name, html in pages.items() if html.count('id="standup-line"') != 1] == []


def test_every_page_opens_the_stream(pages):
    folder = settings.BASE_DIR / "static"
    sources = {str(path.relative_to(folder)): path.read_text() for path in folder.glob("js/**/*.js")}
    assert [
        name
        for name, html in pages.items()
        if "js/live/stream.js" not in with_imports(sources, tuple(SCRIPT.findall(html)))
    ] == []
