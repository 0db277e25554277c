"""The whole way of a demo: recorded, recorded again, cut, handed in, made into the one form, and watched."""

import re

import pytest
from playwright.sync_api import expect

from projects import limits
from projects.errands.run import run_due
from tests.browser.helpers import wait_until
from tests.browser.recorder import begin, ended

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("files")]
WATCH = """async (video) => {
  video.muted = true;
  await video.play();
  while (!video.ended) await new Promise((done) => setTimeout(done, 50));
  return [video.videoWidth, video.videoHeight, video.duration, video.webkitAudioDecodedByteCount > 0];
}"""


def test_a_demo_goes_from_the_screen_of_a_member_to_that_of_a_viewer(
    recording_window, member, viewer, project, week, monkeypatch
):
    monkeypatch.setattr(limits, "DEMO_SECONDS", 3)
    page = recording_window(member, f"/p/{project.slug}/weeks/1/record/")
    begin(page)
    ended(page)
    page.get_by_role("button", name="Retake").click()
    begin(page)
    ended(page)
    expect(page).to_have_url(re.compile("recording="))
    page.reload()  # it is there still
    expect(page.locator("#cut_end")).not_to_have_value("")
    page.locator("#cut_start").fill("1")
    page.get_by_label("What it shows").fill("A square moves.")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".toast")).to_contain_text("Demo handed in")
    run_due()
    demo = week.demos.get()
    assert (demo.state, demo.shows, demo.seconds) == ("ready", "A square moves.", pytest.approx(2, abs=0.2))

    watching = recording_window(viewer, f"/p/{project.slug}/demos/")
    video = watching.locator(".screen video")
    wait_until(watching, lambda: video.evaluate("(video) => video.readyState > 0"))
    width, height, seconds, has_sound = video.evaluate(WATCH)
    assert (width, height, has_sound) == (1280, 720, True)
    assert seconds == pytest.approx(2, abs=0.2)
