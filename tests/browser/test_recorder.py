"""A demo recorded in the page: chosen, counted down, recorded, stopped."""

import re

import pytest
from playwright.sync_api import expect

from projects import limits
from tests.browser.helpers import wait_until
from tests.browser.recorder import KEEP_STREAMS, begin, ended, open_tracks, recorded, said, stage, start

pytestmark = pytest.mark.browser


@pytest.fixture
def recorder(project):
    return f"/p/{project.slug}/weeks/1/record/"


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(limits, "DEMO_SECONDS", 3)


@pytest.fixture
def page(recording_window, member, recorder, short):
    return opened(recording_window, member, recorder)


def opened(recording_window, member, recorder):
    page = recording_window(member)
    page.add_init_script(KEEP_STREAMS)
    page.goto(recorder)
    return page


def test_thirty_seconds_are_recorded_and_end_by_themselves(recording_window, member, recorder):
    page = opened(recording_window, member, recorder)
    begin(page)
    expect(page.locator(".cues .on")).to_contain_text("The goal")
    expect(page.locator(".cues .on")).to_contain_text("Show it working")
    expect(page.locator(".stopbtn.last")).to_be_visible(timeout=40_000)
    assert int(page.locator("[data-left]").inner_text()) <= 5
    ended(page)
    film = recorded(page, member)
    assert film.length == pytest.approx(30, abs=0.2)
    assert film.sound == pytest.approx(30, abs=0.2)
    assert film.seconds == pytest.approx(30, abs=0.2)
    assert film.type.startswith("video/mp4;codecs=avc3.42E01F")
    assert film.sizes == {(1280, 720)}
    assert film.keys >= 25  # one a second, so that a crash loses no more
    assert open_tracks(page) == 0


def test_the_screen_is_asked_for_first_and_without_the_sound_of_the_computer(page):
    page.get_by_label("The whole screen").check(force=True)
    begin(page)
    asked = page.evaluate("given.map(({ from, wanted }) => [from, wanted])")
    assert [name for name, _ in asked] == ["getDisplayMedia", "getUserMedia"]
    _, wanted = asked[0]
    assert (wanted["audio"], wanted["systemAudio"], wanted["video"]["displaySurface"]) == (
        False,
        "exclude",
        "monitor",
    )


def test_it_is_stopped_by_space_and_can_be_recorded_again(page, member):
    begin(page)
    page.locator("#main").focus()
    page.wait_for_timeout(1500)
    page.keyboard.press("Space")
    ended(page)
    first = recorded(page, member)
    assert first.length == pytest.approx(first.seconds, abs=0.3) == pytest.approx(1.7, abs=0.7)
    page.keyboard.press("r")
    expect(page.get_by_role("button", name="Start, in")).to_be_focused()
    begin(page)
    ended(page)
    assert recorded(page, member).length == pytest.approx(3, abs=0.3)


def test_all_of_it_is_done_by_key_and_told(page, member):
    page.locator("#main").focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "surface":
            break
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("The whole screen")).to_be_checked()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("switch", name="Microphone").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#announce")).to_have_text("Recording begins in 3 seconds.")
    expect(page.locator("[data-stop]")).to_be_focused()
    expect(page.locator("#announce")).to_have_text("Recording. It stops by itself after 3 seconds.")
    page.keyboard.press("Enter")
    ended(page)
    assert recorded(page, member).sound == 0


def test_before_it_is_recorded_stop_takes_it_all_back(page):
    start(page)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Start, in")).to_be_focused()
    assert (said(page).inner_text(), open_tracks(page)) == ("", 0)


def test_the_end_of_the_sharing_is_the_end_of_the_recording(page, member, shown):
    begin(page)
    page.wait_for_timeout(1500)
    shown.close()
    ended(page)
    assert recorded(page, member).length < 2.8
    assert open_tracks(page) == 0


def test_a_window_that_is_resized_does_not_spoil_the_film(page, member, shown):
    begin(page)
    shown.set_viewport_size({"width": 333, "height": 777})
    ended(page)
    film = recorded(page, member)
    assert (film.sizes, film.length) == ({(1280, 720)}, pytest.approx(3, abs=0.3))


def test_a_title_tells_whoever_looks_at_another_tab(page):
    before = page.title()
    begin(page)
    expect(page).to_have_title(re.compile("^● [123] s … Record week 1"))
    ended(page)
    assert page.title() == before


def test_while_it_is_recorded_nothing_leads_the_window_away(page):
    begin(page)
    expect(page.locator("[data-recorder]")).to_have_attribute("data-in-use", "")


# --- Before ----------------------------------------------------------------------------------------------------
def test_the_microphone_can_be_tried_and_chosen_before(page):
    page.context.grant_permissions(["microphone"])
    page.reload()
    page.get_by_role("button", name="Try it").click()
    loudness = page.locator("[data-loudness] progress")
    expect(loudness).to_be_visible()
    wait_until(page, lambda: loudness.evaluate("(bar) => bar.value") > 20)
    page.get_by_label("Which microphone").select_option(label="Fake Audio Input 2")
    expect(loudness).to_be_visible()
    begin(page)
    tracks = "given.flatMap((one) => one.getAudioTracks()).filter((one) => one.readyState === 'live')"
    assert page.evaluate(f"{tracks}.map((one) => one.label)") == ["Fake Audio Input 2"]


def test_the_cue_sheet_is_written_before_and_stands_beside_the_recording(page):
    page.get_by_label("Show it working").fill("Point at PX-20418.")
    page.reload()
    begin(page)
    expect(stage(page, "live").locator(".cues li").nth(1)).to_contain_text("Point at PX-20418.")


def test_nothing_is_asked_for_and_nothing_plays_before_somebody_starts(page):
    page.wait_for_timeout(500)
    assert page.evaluate("given.length") == 0
    begin(page)
    ended(page)
    assert page.locator("video").evaluate("(video) => video.paused")
