"""A browser that is killed while it records has kept what it had recorded by then."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import DESKTOP, MOVING, sign_in
from tests.browser.helpers import wait_until
from tests.browser.recordings import call, listed
from tests.chromium import capture_options

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("files")]


@pytest.fixture
def launch(server, browser_type, member, tmp_path_factory):
    """Starts a browser in which a member is signed in; each has what the one before it has left."""
    profile, contexts = tmp_path_factory.mktemp("profile"), []

    def start():
        options = {**DESKTOP, "base_url": server.url, "headless": True, **capture_options()}
        context = browser_type.launch_persistent_context(profile, **options)
        contexts.append(context)
        sign_in(context, member, server.url)
        return context

    start.profile = profile
    yield start
    for context in contexts:
        with suppress(Error):  # one was killed
            context.close()


def kill(profile):
    """End the browser of this profile with all its processes, and without a word to any of them."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"--user-data-dir={profile}".encode() in (process / "cmdline").read_bytes().split(b"\0"):
                os.kill(int(process.name), signal.SIGKILL)


def test_the_recording_of_a_browser_that_was_killed_is_handed_in(launch, project, member, week):
    context = launch()
    context.new_page().set_content(MOVING)
    page = context.new_page()
    page.goto(f"/p/{project.slug}/weeks/1/record/")
    page.get_by_role("button", name="Start, in").click()
    wait_until(page, lambda: chunks(page, member) >= 3)
    kill(launch.profile)

    page = launch().new_page()
    page.goto(f"/p/{project.slug}/demos/")
    page.get_by_role("link", name="Watch and hand in").click()
    expect(page.locator("[data-fact=length]")).to_contain_text("0:0")
    assert page.locator("[data-stage=review] video").evaluate("video => video.duration") >= 2
    page.get_by_label("What it shows").fill("Parcels are counted by depot.")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".toast")).to_contain_text("Demo handed in")
    assert week.demos.get().seconds >= 2
    assert listed(page, member) == []


def chunks(page, person):
    found = listed(page, person)
    return call(page, "readRecording", found[0]["id"])["chunks"] if found else 0
