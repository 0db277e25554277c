"""All demos in a row: title cards and films, by pointer, keys, touch and without JavaScript."""

import re
from itertools import pairwise

import pytest
import time_machine
from playwright.sync_api import expect

from projects.demos.reel import ReelPage
from tests.browser.conftest import PHONE
from tests.browser.helpers import wait_until
from tests.factories import DemoFactory, FilmFactory
from tests.films import film

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("files")]

SHORT, LONG = 0.8, 8.0  # seconds of a film: one that is played to its end, one within which something is done
# What was shown, one after the other: when, the sentence of its card, what is said of a film that does not play.
NOTE = """() => {
  window.seen = [];
  new MutationObserver(([{ target }]) => {
    const root = target.closest(".theatre"), card = root.querySelector("article[data-on]");
    const text = (name) => card?.querySelector(name)?.textContent.trim() ?? "";
    const now = { phase: root.dataset.phase, says: text(".th-say"), note: text(".th-note:not([hidden])") };
    const { at, ...last } = window.seen.at(-1) ?? {};
    if (JSON.stringify(now) !== JSON.stringify(last)) window.seen.push({ ...now, at: performance.now() });
  }).observe(document, { subtree: true, attributeFilter: ["data-phase", "data-on", "hidden"] });
}"""


@pytest.fixture(autouse=True)
def title_seconds(monkeypatch):
    """Let title cards stand a moment, or as long as a test says."""

    def stand(seconds):
        monkeypatch.setattr(ReelPage, "title_seconds", seconds)

    stand(0.3)
    return stand


@pytest.fixture
def make(files, project):
    """Makes a demo with a film of so many seconds."""

    def make_film(number, shows, seconds=LONG, **fields):
        week = project.milestones.get(number=number)
        demo = FilmFactory(milestone=week, shows=shows, seconds=seconds, **fields)
        path = files / str(demo.video)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(film(seconds))
        return demo

    return make_film


@pytest.fixture
def reel(project):
    return f"/p/{project.slug}/demos/reel/"


@pytest.fixture
def demos(project):
    return f"/p/{project.slug}/demos/"


def is_in(page, phase):
    expect(page.locator(f'.theatre[data-phase="{phase}"]')).to_be_attached()


def said(page):
    """The sentence of the card that is shown, or of the film that plays."""
    return page.locator("[data-on] .th-say")


def is_whole(page):
    return page.evaluate("document.fullscreenElement !== null")


def seen(page):
    """All that was shown, once the end has come."""
    is_in(page, "end")
    return page.evaluate("window.seen")


# --- From the first to the last --------------------------------------------------------------------------
def test_two_films_of_one_week_and_one_of_the_next_are_played_to_the_end(window, viewer, make, demos):
    sentences = ["The first half.", "The second half.", "All of it."]
    for number, sentence in zip((1, 1, 2), sentences, strict=True):
        make(number, sentence, SHORT)
    page = window(viewer, demos)
    page.evaluate(NOTE)
    page.get_by_role("link", name="Play all").click()
    shown = [(entry["phase"], entry["says"]) for entry in seen(page)]
    assert [says for phase, says in shown if phase == "card"] == [f"“{sentence}”" for sentence in sentences]
    assert [says for phase, says in shown if phase == "film"] == [f"“{sentence}”" for sentence in sentences]
    expect(page.get_by_text("That was all")).to_be_visible()
    expect(page.get_by_role("button", name="Again")).to_be_focused()
    expect(page.locator(".th-keys .clock")).to_have_text(re.compile(r"0:02\s*/\s*0:02"))


def test_the_line_and_the_caption_tell_what_is_played(window, viewer, make, reel):
    make(1, "One."), make(2, "Two.")
    page = window(viewer, reel)
    page.locator('[data-to="1"]').click()
    is_in(page, "film")
    expect(page.locator("video[data-on]")).to_have_js_property("paused", False)
    expect(page.locator("[data-caption]")).to_have_text("Two.")
    expect(page.locator("[data-to][aria-current]")).to_have_attribute("data-to", "1")
    expect(page.locator(".th-keys .clock")).to_have_text(re.compile(r"0:(09|1\d)\s*/\s*0:16"))


def test_play_all_fills_the_screen_by_the_same_click_and_leaving_it_ends_the_reel(
    window, viewer, make, demos
):
    make(1, "One.")
    page = window(viewer, demos)
    page.get_by_role("link", name="Play all").click()
    is_in(page, "film")
    assert is_whole(page)
    page.evaluate("document.exitFullscreen()")  # as Escape does, which no script hears
    expect(page.locator(".theatre")).to_have_count(0)
    expect(page.get_by_role("link", name="Play all")).to_be_focused()


def test_where_the_whole_screen_is_refused_it_plays_in_the_window(window, viewer, make, demos):
    make(1, "One.")
    page = window(viewer, demos)
    page.evaluate("void (Element.prototype.requestFullscreen = () => Promise.reject(new TypeError()))")
    page.get_by_role("link", name="Play all").click()
    is_in(page, "film")
    assert not is_whole(page)
    page.keyboard.press("Escape")
    expect(page.locator(".theatre")).to_have_count(0)


def test_the_page_itself_plays_nothing_before_it_is_asked_to(window, viewer, make, reel):
    make(1, "One.")
    page = window(viewer, reel)
    is_in(page, "start")
    page.wait_for_timeout(800)
    is_in(page, "start")
    page.get_by_role("button", name="Play", exact=True).first.click()
    is_in(page, "film")
    assert is_whole(page)


def test_between_a_title_card_and_its_film_there_is_no_gap_that_one_sees(window, viewer, make, reel):
    for number in (1, 1, 2):
        make(number, "One.", SHORT)
    page = window(viewer, reel)
    page.evaluate(NOTE)
    page.keyboard.press("Space")
    gaps = [
        after["at"] - before["at"] for before, after in pairwise(seen(page)) if before["phase"] == "starting"
    ]
    assert len(gaps) == 3
    assert max(gaps) < 1_000  # less than ten on one that does nothing else


# --- What has no film ------------------------------------------------------------------------------------
def test_links_and_films_that_are_missing_or_not_made_are_cards_and_it_goes_on(
    window, viewer, make, week, reel, expected
):
    expected.append("404")
    DemoFactory(milestone=week, shows="A link.", link="https://video.example/1")
    FilmFactory(milestone=week, shows="A lost one.", video="demos/lost.mp4")
    FilmFactory(milestone=week, shows="One in the making.", state="converting", plays=False)
    FilmFactory(milestone=week, shows="A broken one.", state="failed", failure="damaged")
    make(2, "The last.", SHORT)
    page = window(viewer, reel)
    page.evaluate(NOTE)
    page.keyboard.press("Space")
    notes = {entry["says"]: entry["note"] for entry in seen(page) if entry["phase"] == "card"}
    assert list(notes) == [
        "“A link.”",
        "“A lost one.”",
        "“One in the making.”",
        "“A broken one.”",
        "“The last.”",
    ]
    assert notes["“A lost one.”"].startswith("This video does not play")
    assert notes["“One in the making.”"].endswith("It plays here in a minute.")
    assert notes["“A broken one.”"] == "This video is damaged, or not whole."


def test_a_link_is_watched_in_another_tab_while_the_reel_waits(
    window, viewer, make, week, reel, title_seconds
):
    title_seconds(60)
    DemoFactory(milestone=week, shows="A link.", link="http://127.0.0.1:9/film")
    page = window(viewer, reel)
    page.keyboard.press("Space")
    with page.context.expect_page():
        page.get_by_role("link", name="Watch on 127.0.0.1").click()
    expect(page.locator(".theatre[data-paused]")).to_be_attached()
    expect(said(page)).to_have_text("“A link.”")


# --- Keys, buttons, touch --------------------------------------------------------------------------------
def test_keys_alone_lead_through_it(window, viewer, make, reel, demos):
    make(1, "One."), make(2, "Two.")
    page = window(viewer, reel)
    page.get_by_role("button", name="Play", exact=True).first.press("Enter")
    page.keyboard.press("ArrowRight")
    expect(said(page)).to_have_text("“Two.”")
    page.keyboard.press("ArrowLeft")
    expect(said(page)).to_have_text("“One.”")
    is_in(page, "film")
    page.keyboard.press("Space")
    expect(page.locator("video[data-on]")).to_have_js_property("paused", True)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator("video[data-on]")).to_have_js_property("paused", False)
    page.evaluate("document.exitFullscreen()")
    page.wait_for_url(f"**{demos}")


def test_space_holds_a_title_card_and_lets_it_go_on(window, viewer, make, reel, title_seconds):
    title_seconds(1)
    make(1, "One.")
    page = window(viewer, reel)
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    page.wait_for_timeout(1_500)
    is_in(page, "card")
    page.keyboard.press("Space")
    is_in(page, "film")


def test_after_a_segment_was_clicked_space_pauses(window, viewer, make, reel):
    make(1, "One."), make(2, "Two.")
    page = window(viewer, reel)
    page.locator('[data-to="1"]').click()
    expect(said(page)).to_have_text("“Two.”")
    is_in(page, "film")
    page.keyboard.press("Space")
    expect(page.locator("video[data-on]")).to_have_js_property("paused", True)
    expect(said(page)).to_have_text("“Two.”")


def test_keys_of_the_browser_are_left_to_it(window, viewer, make, reel):
    make(1, "One."), make(2, "Two.")
    page = window(viewer, reel)
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.press("Control+Space")
    is_in(page, "start")


def test_on_a_phone_a_tap_pauses_and_buttons_lead_on(window, viewer, make, reel):
    make(1, "One."), make(2, "Two.")
    page = window(viewer, reel, **PHONE)
    page.get_by_role("button", name="Play", exact=True).first.tap()
    is_in(page, "film")
    page.touchscreen.tap(195, 400)
    expect(page.locator("video[data-on]")).to_have_js_property("paused", True)
    page.touchscreen.tap(195, 400)
    expect(page.locator("video[data-on]")).to_have_js_property("paused", False)
    page.get_by_role("button", name="Next demo").tap()
    expect(said(page)).to_have_text("“Two.”")
    page.get_by_role("button", name="Previous demo").tap()
    expect(said(page)).to_have_text("“One.”")


def test_nothing_but_the_film_is_shown_while_nobody_moves(window, viewer, make, reel):
    make(1, "One.")
    page = window(viewer, reel)
    page.keyboard.press("Space")
    is_in(page, "film")
    expect(page.locator(".th-foot")).to_have_css("opacity", "0")
    page.mouse.move(300, 300)
    expect(page.locator(".th-foot")).to_have_css("opacity", "1")


def test_captions_are_switched_off_and_stay_off(window, viewer, make, reel):
    make(1, "Ten & <more>.")
    page = window(viewer, reel)
    page.keyboard.press("Space")
    is_in(page, "film")
    expect(page.locator("[data-caption]")).to_have_text("Ten & <more>.")
    page.get_by_role("button", name="Captions").click()
    expect(page.locator("[data-caption]")).to_be_hidden()
    page.goto(reel)
    expect(page.get_by_role("button", name="Captions")).to_have_attribute("aria-pressed", "false")


# --- For those who do not see it, and without motion or JavaScript -----------------------------------------
def test_each_card_is_read_out(window, viewer, make, reel, week):
    make(1, "One.", person=viewer, created_at="2026-09-25T10:00Z")
    page = window(viewer, reel)
    page.keyboard.press("Space")
    expect(page.locator("[data-announce]")).to_have_text(
        f"Week 1. {week.goal}. “One.”. {viewer.name}, 25 September"
    )


def test_with_reduced_motion_nothing_fades(window, viewer, make, reel):
    make(1, "One.")
    page = window(viewer, reel, reduced_motion="reduce")
    expect(page.locator(".th-films")).to_have_css("transition-duration", "0s")


def test_without_javascript_cards_and_films_stand_one_after_the_other(window, viewer, make, week, demos):
    make(1, "One."), make(2, "Two.")
    DemoFactory(milestone=week, shows="A link.")
    page = window(viewer, demos, java_script_enabled=False)
    page.get_by_role("link", name="Play all").click()
    expect(page.locator(".th-scene .th-say:visible")).to_have_text(["“One.”", "“A link.”", "“Two.”"])
    expect(page.locator(".th-scene video:visible")).to_have_count(2)
    expect(page.get_by_role("button", name="Play")).to_have_count(0)
    page.get_by_role("link", name="Leave").click()
    page.wait_for_url(f"**{demos}")


# --- Going on, and what happens meanwhile ------------------------------------------------------------------
def test_one_goes_on_where_one_was_or_from_the_beginning(window, viewer, make, demos):
    make(1, "One."), make(2, "Two.")
    page = window(viewer, demos)
    page.get_by_role("link", name="Play all").click()
    page.keyboard.press("ArrowRight")
    expect(said(page)).to_have_text("“Two.”")
    page.evaluate("document.exitFullscreen()")
    expect(page.locator(".theatre")).to_have_count(0)
    page.get_by_role("link", name="Play all").click()
    expect(page.get_by_role("button", name="Go on at week 2")).to_be_focused()
    page.get_by_role("button", name="From the beginning").click()
    expect(said(page)).to_have_text("“One.”")


def test_it_begins_with_the_demo_that_one_watches(window, viewer, make, demos):
    make(1, "One."), make(2, "Two."), make(2, "Three.")
    page = window(viewer, f"{demos}?week=2")
    page.get_by_role("link", name="Play from here").click()
    expect(said(page)).to_have_text("“Two.”")
    is_in(page, "film")


def test_a_demo_that_comes_while_it_plays_is_played_the_next_time(window, viewer, make, reel):
    make(1, "One.", 3.0)
    page = window(viewer, reel)
    page.keyboard.press("Space")
    make(2, "Two.", SHORT)
    is_in(page, "end")
    expect(page.locator("[data-to]")).to_have_count(1)
    page.evaluate(NOTE)
    page.get_by_role("button", name="Again").click()
    assert "“Two.”" in [entry["says"] for entry in seen(page)[1:]]


def test_a_demo_that_is_deleted_while_it_plays_is_said_to_be_missing(window, viewer, make, reel, expected):
    expected.append("404")
    make(1, "One.", SHORT)
    later = make(2, "Two.", SHORT)
    page = window(viewer, reel)
    page.evaluate(NOTE)
    later.delete()
    page.keyboard.press("Space")
    assert [entry["note"][:25] for entry in seen(page)][-2] == "This video does not play:"


def test_a_film_whose_file_has_become_another_goes_on_where_it_was(window, viewer, make, reel):
    make(1, "One.")
    page = window(viewer, reel)
    page.keyboard.press("Space")
    is_in(page, "film")
    video = page.locator("video[data-on]")
    wait_until(page, lambda: video.evaluate("(video) => video.currentTime") > 1)
    video.evaluate("(video) => video.dispatchEvent(new Event('error'))")
    wait_until(page, lambda: video.evaluate("(video) => !video.paused && video.currentTime") > 1)
    is_in(page, "film")
    expect(page.locator("[data-broken]")).to_be_hidden()


def test_where_a_browser_wants_a_click_before_sound_it_waits_for_it(window, viewer, make, reel):
    make(1, "One.")
    page = window(viewer, reel)
    page.evaluate("""() => {
      const { play } = HTMLMediaElement.prototype;
      HTMLMediaElement.prototype.play = async function () {
        HTMLMediaElement.prototype.play = play;
        throw new DOMException("", "NotAllowedError");
      };
    }""")
    page.keyboard.press("Space")
    expect(page.get_by_text("Press Space, or tap, to play")).to_be_visible()
    page.keyboard.press("Space")
    is_in(page, "film")


def test_whoever_leaves_hears_nothing_more_of_it(window, viewer, make, demos):
    make(1, "One.")
    page = window(viewer, demos)
    page.get_by_role("link", name="Play all").click()
    is_in(page, "film")
    page.evaluate("window.video = document.querySelector('.theatre video[data-on]')")
    page.get_by_role("link", name="Leave").click()
    expect(page.locator(".theatre")).to_have_count(0)
    assert page.evaluate("[video.paused, video.getAttribute('src')]") == [True, None]
    wait_until(page, lambda: not is_whole(page))


def test_a_new_version_of_the_server_waits_for_the_end(window, viewer, make, reel):
    make(1, "One.")
    page = window(viewer, reel)
    page.keyboard.press("Space")
    is_in(page, "film")
    page.evaluate("() => loadJoined('js/live/version.js').compareVersion('another')")
    expect(page.get_by_text("Weekboard was upgraded.")).to_be_attached()
    is_in(page, "film")


def test_on_the_day_of_the_demo_all_are_played_from_the_board(window, viewer, make, project, board):
    make(1, "One.")
    with time_machine.travel("2026-09-11T10:00Z"):
        page = window(viewer, board)
        page.get_by_role("link", name="Watch 1 demo, 8 s").click()
        is_in(page, "film")
        assert is_whole(page)
        page.get_by_role("link", name="Leave").click()
        expect(page.locator("#board")).to_be_visible()
        expect(page.locator(".theatre")).to_have_count(0)
