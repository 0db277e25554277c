"""A board by the sources of its scripts, as whoever works on them has it: not joined, under their own names."""

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import expect

from config.asgi import in_threads
from config.body_buffer import BodyBuffer
from tests.browser.helpers import drag, link, titles

pytestmark = pytest.mark.browser
FOUND = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(scope="module")
def pages():
    """Django in threads, with static files from the folders where they are written."""
    storages = settings.STORAGES | FOUND
    with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True):
        yield BodyBuffer(in_threads(WSGIHandler(), settings.THREADS))


def test_the_sources_of_the_scripts_move_cards_by_key_and_by_mouse(window, member, board):
    page = window(member)
    with page.expect_request("**/static/js/announce.js"):
        page.goto(board)
    link(page, "Ask support").focus()
    page.keyboard.press("3")
    expect(titles(page, "done")).to_contain_text(["Ask support"])
    drag(page, "Write the loader", page.locator("#column-doing .cards"))
    expect(titles(page, "doing")).to_contain_text(["Write the loader"])
