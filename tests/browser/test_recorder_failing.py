"""What the recorder says when something is refused, is missing or breaks off; nothing is left on."""

import json

import pytest
from playwright.sync_api import expect

from projects import limits
from tests.browser.recorder import (
    KEEP_STREAMS,
    begin,
    ended,
    open_tracks,
    recorded,
    refuse,
    said,
    start,
    why_not,
)

pytestmark = pytest.mark.browser

SILENCE = """navigator.mediaDevices.getUserMedia = async () => {
  globalThis.asked = (globalThis.asked ?? 0) + 1;
  return new AudioContext().createMediaStreamDestination().stream;
};"""
# Says that it can, and does nothing: what is in `works` is recorded in earnest.
DEAF = """const Real = globalThis.MediaRecorder;
const works = %s;
globalThis.tried = [];
globalThis.MediaRecorder = class extends EventTarget {
  static isTypeSupported(type) { return Real.isTypeSupported(type); }
  constructor(stream, options) {
    super();
    tried.push(options.mimeType);
    if (options.mimeType.includes(works)) return new Real(stream, options);
  }
  state = "inactive";
  start() { this.state = "recording"; }
  stop() { this.state = "inactive"; }
};"""


@pytest.fixture
def length(monkeypatch):
    monkeypatch.setattr(limits, "DEMO_SECONDS", 3)


@pytest.fixture
def open_recorder(recording_window, member, project, length):
    def opened(*scripts):
        page = recording_window(member)
        for script in (KEEP_STREAMS, *scripts):
            page.add_init_script(script)
        page.goto(f"/p/{project.slug}/weeks/1/record/")
        return page

    return opened


def press(page, name):
    said(page).get_by_role("button", name=name).click()


# --- The screen ------------------------------------------------------------------------------------------------
def test_whoever_shares_nothing_is_told_how_to_go_on(open_recorder):
    page = open_recorder(refuse("getDisplayMedia", "NotAllowedError"))
    start(page)
    expect(said(page)).to_contain_text("Nothing was shared")
    expect(page.get_by_role("button", name="Start, in")).to_be_focused()


def test_what_the_browser_refuses_for_good_leads_to_a_film_or_a_link(open_recorder):
    page = open_recorder(refuse("getDisplayMedia", "NotAllowedError", after=0))
    start(page)
    expect(why_not(page)).to_contain_text("refused to share a screen without asking you")
    expect(page.get_by_role("link", name="Choose a film")).to_be_visible()


def test_a_screen_that_cannot_be_read_is_said(open_recorder):
    page = open_recorder(refuse("getDisplayMedia", "NotReadableError"))
    start(page)
    expect(said(page)).to_contain_text("could not share that")


def test_a_picture_that_stands_still_is_said_until_it_moves(open_recorder, shown, monkeypatch):
    monkeypatch.setattr(limits, "DEMO_SECONDS", 20)
    page = open_recorder()
    shown.evaluate("clearInterval(moving)")
    begin(page)
    expect(said(page)).to_contain_text("The picture stands still")
    shown.evaluate("document.body.style.background = 'blue'")
    expect(said(page)).to_be_empty()
    page.keyboard.press("Enter")
    ended(page)


def test_a_screen_that_the_browser_has_muted_is_said_and_moves_nothing(open_recorder):
    page = open_recorder()
    begin(page)
    stop = page.locator("[data-stop]")
    before = stop.bounding_box()
    page.evaluate("Object.defineProperty(given[0].getVideoTracks()[0], 'muted', { value: true })")
    expect(said(page)).to_contain_text("The picture stands still")
    assert stop.bounding_box() == before


# --- The microphone --------------------------------------------------------------------------------------------
def test_without_the_microphone_it_is_recorded_in_one_click(open_recorder, member):
    page = open_recorder(refuse("getUserMedia", "NotAllowedError", after=0))
    start(page)
    expect(said(page)).to_contain_text("Without sound?")
    press(page, "Record without sound")
    ended(page)
    assert recorded(page, member).sound == 0


def test_whoever_does_not_want_that_shares_nothing_any_more(open_recorder):
    page = open_recorder(refuse("getUserMedia", "NotFoundError", after=0))
    start(page)
    expect(said(page)).to_contain_text("finds no microphone")
    press(page, "Cancel")
    expect(said(page)).to_be_empty()
    assert open_tracks(page) == 0


def test_a_microphone_that_goes_in_the_middle_is_said_and_the_recording_goes_on(open_recorder, member):
    page = open_recorder()
    begin(page)
    page.evaluate("""() => {
      const [track] = given.at(-1).getAudioTracks();
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }""")
    expect(said(page)).to_contain_text("The microphone has gone")
    ended(page)
    film = recorded(page, member)
    assert film.length == pytest.approx(3, abs=0.3)
    assert film.sound == pytest.approx(3, abs=0.3)


def test_before_silence_is_recorded_it_is_asked_whether_that_is_meant(open_recorder, member):
    page = open_recorder(SILENCE)
    start(page)
    expect(said(page)).to_contain_text("We hear nothing from")
    assert page.locator("[data-onair]").is_hidden()
    press(page, "Take this one")  # counts down anew
    expect(said(page)).to_be_empty()
    expect(said(page)).to_contain_text("We hear nothing from")
    assert page.evaluate("asked") == 2
    press(page, "Record without sound")
    ended(page)
    assert recorded(page, member).sound == 0


def test_a_microphone_that_is_tried_and_silent_is_said(open_recorder):
    page = open_recorder(SILENCE)
    page.get_by_role("button", name="Try it").click()
    expect(said(page)).to_contain_text("We hear nothing from")
    page.get_by_role("switch", name="Microphone").uncheck(force=True)
    expect(said(page)).to_be_empty()


# --- The encoder -----------------------------------------------------------------------------------------------
def test_a_type_that_gives_nothing_in_two_seconds_is_followed_by_the_next(open_recorder, member):
    page = open_recorder(DEAF % json.dumps("avc1"))
    begin(page)
    ended(page, timeout=30_000)
    tried = page.evaluate("tried")
    assert [re_type.split("=")[1].split(".")[0] for re_type in tried] == ["avc3", "avc1"]
    film = recorded(page, member)
    assert (film.type, film.length) == (tried[1], pytest.approx(3, abs=0.3))


def test_on_a_full_disk_it_is_recorded_in_memory_to_the_end_and_says_so(open_recorder):
    page = open_recorder()
    origin = page.evaluate("location.origin")
    quota = {"origin": origin, "quotaSize": 20_000}
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", quota)
    begin(page)
    ended(page)
    expect(page.locator("[data-memory]")).to_be_visible()
    expect(page.locator("#cut_end")).not_to_have_value("")
    assert float(page.locator("#cut_end").input_value()) == pytest.approx(3, abs=0.3)


def test_where_no_type_records_anything_it_is_said_and_nothing_is_kept(open_recorder, member):
    page = open_recorder(DEAF % json.dumps("none"))
    start(page)
    expect(why_not(page)).to_contain_text("none of the formats", timeout=40_000)
    tried = page.evaluate("tried")
    assert tried[-1] == "video/webm;codecs=vp9,opus"
    assert not any("vp8" in one for one in tried)  # which spoils the picture in Chromium
    assert open_tracks(page) == 0
