"""A recording before the team sees it: watched, cut, described, handed in."""

import hashlib
import io
import re

import pytest
from django.contrib.sessions.models import Session
from PIL import Image
from playwright.sync_api import expect

from projects.models import Demo
from tests.browser.conftest import PHONE
from tests.browser.helpers import hears, intercept, let_pass, middle, wait_until
from tests.browser.recordings import TYPES, add_chunk, address, begin, film, listed, put
from tests.browser.test_accessibility import COLOURS, SIZES, violations

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("files")]

OPEN = """async ([address, id]) =>
  (await import(address)).openReview(document.querySelector("[data-recorder]"), id, { onRetake() {} })"""
# The colour in the middle of what a video shows.
COLOUR = """(video) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d");
  pen.drawImage(video, 0, 0, 1, 1);
  const [red, , blue] = pen.getImageData(0, 0, 1, 1).data;
  return red > blue ? "red" : "blue";
}"""


@pytest.fixture
def record(project):
    return f"/p/{project.slug}/weeks/1/record/"


@pytest.fixture
def review(window, project, member, record):
    """Opens the review of a film that a member has recorded."""

    def open_review(options=None, **about):
        page = window(member, record, **(options or {}))
        recording = put(page, project, member, **about)
        page.goto(f"{record}?recording={recording}")
        expect(page.get_by_role("button", name="Hand in")).to_be_visible()
        expect(page.locator("[data-fact=length]")).not_to_be_empty()
        return page

    return open_review


def video(page):
    return page.locator("[data-stage=review] video")


def handle(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def edges(page):
    return [page.locator(f"#cut_{edge}").input_value() for edge in ("start", "end")]


def moment(page):
    return video(page).evaluate("video => video.currentTime")


@pytest.mark.parametrize("kind", ["webm", "mp4"])
@pytest.mark.parametrize("finished", [True, False])
def test_a_film_that_does_not_say_how_long_it_is_is_played_and_sought(review, kind, finished):
    page = review(kind=kind, finished=finished)
    assert edges(page)[0] == "0.0"
    assert float(edges(page)[1]) == pytest.approx(4, abs=0.1)
    expect(page.locator("[data-fact=length]")).to_have_text("0:04 long")
    expect(video(page)).to_have_js_property("paused", True)
    wait_until(page, lambda: video(page).evaluate(COLOUR) == "red")
    page.get_by_role("slider", name="Position").fill("3")
    wait_until(page, lambda: video(page).evaluate(COLOUR) == "blue")
    page.get_by_role("slider", name="Position").fill("1")
    wait_until(page, lambda: video(page).evaluate(COLOUR) == "red")
    video(page).evaluate("video => { video.muted = true; }")
    page.get_by_role("button", name="Play", exact=True).last.click()
    expect(video(page)).to_have_js_property("paused", False)
    expect(page.locator("[data-now]")).to_have_text("0:04")
    expect(page.get_by_role("button", name="Play", exact=True).last).to_be_visible()


def test_nothing_is_played_before_somebody_asks_and_space_and_r_are_keys_for_it(review):
    page = review()
    video(page).evaluate("video => { video.muted = true; }")
    expect(page.get_by_role("heading", name="Watch it once, then hand it in")).to_be_focused()
    assert moment(page) == 0
    page.keyboard.press("Space")
    expect(video(page)).to_have_js_property("paused", False)
    page.keyboard.press("Space")
    expect(video(page)).to_have_js_property("paused", True)
    page.get_by_label("What it shows").fill("r r")
    expect(page.locator("[data-stage=review]")).to_be_visible()
    page.get_by_role("slider", name="Position").focus()
    page.keyboard.press("r")
    expect(page.locator("[data-stage=review]")).to_be_hidden()


def on_screen(page):
    """The colour of the video as it is painted: a canvas may know better."""
    red, _, blue = Image.open(io.BytesIO(video(page).screenshot())).convert("RGB").getpixel((20, 20))
    return "red" if red > blue else "blue"


@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_what_is_seen_is_the_beginning_and_then_the_edge_that_was_moved(review, kind):
    page = review(kind=kind)
    wait_until(page, lambda: on_screen(page) == "red")
    track = page.locator("[data-track]").bounding_box()
    page.mouse.move(*middle(handle(page, "Beginning")))
    page.mouse.down()
    for part in (0.1, 0.8, 0.2, 0.7, 0.6):
        page.mouse.move(track["x"] + track["width"] * part, track["y"] + 5)
    page.mouse.up()
    wait_until(page, lambda: on_screen(page) == "blue")


@pytest.mark.parametrize("viewport", [(1280, 720), (1440, 900), (1920, 1080)])
def test_what_is_said_of_it_stands_beside_it(review, viewport):
    page = review({"viewport": dict(zip(("width", "height"), viewport, strict=True))})
    film = page.locator("[data-screen]").bounding_box()
    beside = page.locator("#recording").bounding_box()
    assert 0 < beside["x"] - (film["x"] + film["width"]) < 60
    assert 250 < beside["width"] < 480


# --- Cutting --------------------------------------------------------------------------------------------------
def test_it_is_cut_by_keys(review):
    page = review()
    handle(page, "Beginning").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(handle(page, "Beginning")).to_have_attribute("aria-valuenow", "1.1")
    handle(page, "End").focus()
    page.keyboard.press("PageDown")
    assert edges(page)[0] == "1.1"
    assert float(edges(page)[1]) == pytest.approx(3, abs=0.1)
    expect(page.locator("[data-fact=length]")).to_have_text("1.9 s long, cut from 4.0 s")
    page.keyboard.press("Home")  # half a second stays
    expect(handle(page, "End")).to_have_attribute("aria-valuenow", "1.6")
    page.get_by_role("button", name="All of it").click()
    assert edges(page)[0] == "0.0"
    expect(page.locator("[data-fact=length]")).to_have_text("0:04 long")


def test_it_is_cut_by_dragging_the_handles(review):
    page = review()
    track = page.locator("[data-track]").bounding_box()
    page.mouse.move(*middle(handle(page, "Beginning")))
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] * 0.5, track["y"] + 5, steps=5)
    page.mouse.up()
    assert float(edges(page)[0]) == pytest.approx(2, abs=0.15)
    wait_until(page, lambda: moment(page) == pytest.approx(2, abs=0.15))


def test_it_is_cut_by_a_finger(review):
    page = review(PHONE)
    handle(page, "End").scroll_into_view_if_needed()
    client = page.context.new_cdp_session(page)
    track = page.locator("[data-track]").bounding_box()
    (x, y), target = middle(handle(page, "End")), track["x"] + track["width"] * 0.25
    for kind, place in (("touchStart", x), ("touchMove", (x + target) / 2), ("touchMove", target)):
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": place, "y": y}]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert float(edges(page)[1]) == pytest.approx(1, abs=0.2)


def test_what_is_played_is_what_stays(review):
    page = review()
    video(page).evaluate("video => { video.muted = true; }")
    page.locator("#cut_start").fill("1")
    page.locator("#cut_end").fill("1.8")
    page.locator("#cut_end").press("Tab")
    page.get_by_role("button", name="Play", exact=True).last.click()
    wait_until(page, lambda: moment(page) > 1.2)
    expect(video(page)).to_have_js_property("paused", True)
    assert moment(page) == pytest.approx(1.8, abs=0.1)
    page.get_by_role("button", name="Play", exact=True).last.click()
    wait_until(page, lambda: 1 <= moment(page) < 1.5)


def test_the_cut_and_the_sentence_are_there_after_a_reload(review):
    page = review()
    page.locator("#cut_start").fill("1.5")
    page.get_by_label("What it shows").fill("Parcels by depot.")
    let_pass(page, 500)  # it is kept when the typing pauses
    page.reload()
    expect(page.get_by_label("What it shows")).to_have_value("Parcels by depot.")
    expect(handle(page, "Beginning")).to_have_attribute("aria-valuenow", "1.5")


# --- Handing in -----------------------------------------------------------------------------------------------
SENT = r'name="(\w+)"(?:; filename="([^"]+)")?(?:\r\nContent-Type: [^\r]+)?\r\n\r\n(.*?)\r\n--'


def hand_in(page, shows="Parcels are counted by depot."):
    page.get_by_label("What it shows").fill(shows)
    page.get_by_role("button", name="Hand in").click()


def sent_fields(request):
    text = request.post_data_buffer.decode("latin-1")
    return {name: content for name, _, content in re.findall(SENT, text, re.DOTALL)}


def test_it_is_handed_in_whole_with_where_it_is_cut_and_is_gone_from_the_browser(
    review, window, viewer, project, member, week
):
    page, sent = review(), []
    intercept(
        page, "**/weeks/1/demo/", lambda route: (sent.append(sent_fields(route.request)), route.continue_())
    )
    page.locator("#cut_start").fill("1")
    hand_in(page)
    expect(page.locator(".toast")).to_contain_text("Demo handed in")
    [fields] = sent
    assert (fields["cut_start"], "cut_end" in fields) == ("1.00", False)
    assert fields["sha256"] == hashlib.sha256(film(4, "webm")).hexdigest()
    assert fields["video"].encode("latin-1") == film(4, "webm")
    assert float(fields["seconds"]) == pytest.approx(4, abs=0.1)
    demo = week.demos.get()
    assert (demo.shows, bool(demo.poster)) == ("Parcels are counted by depot.", True)
    assert listed(page, member) == []
    watching = window(viewer, f"/p/{project.slug}/demos/")
    expect(watching.locator(".notes")).to_contain_text("Parcels are counted by depot.")


def test_what_gets_no_answer_is_sent_again_as_the_same_request(review, project, member, week, expected):
    expected.append("Failed to load resource")
    page, ids = review(), []

    def lose(route):
        ids.append(sent_fields(route.request)["request_id"])
        if len(ids) == 1:
            route.abort()
        elif len(ids) == 2:
            route.fulfill(status=503, body="The server is restarting.")
        else:
            route.continue_()

    intercept(page, "**/weeks/1/demo/", lose)
    hand_in(page)
    expect(page.locator("[data-sending]")).to_contain_text("sent again by itself")
    expect(page.locator(".toast")).to_contain_text("Demo handed in")
    assert (len(ids), len(set(ids))) == (3, 1)
    assert week.demos.count() == 1


def test_a_network_that_comes_back_is_used_at_once(review, week, expected):
    expected.append("Failed to load resource")
    page = review()
    page.clock.install()
    page.context.set_offline(True)
    hand_in(page)
    expect(page.locator("[data-sending]")).to_contain_text("sent again by itself")
    page.clock.pause_at(page.evaluate("Date.now() + 50"))
    page.context.set_offline(False)
    expect(page.locator(".toast")).to_contain_text("Demo handed in")


def test_sending_can_be_cancelled_and_costs_nothing(review, member, expected):
    expected.append("Failed to load resource")
    page, held = review(), []
    intercept(page, "**/weeks/1/demo/", lambda route: held.append(route), times=1)
    hand_in(page)
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    expect(page.get_by_role("button", name="Retake")).to_be_disabled()
    wait_until(page, lambda: held)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Hand in")).to_be_focused()
    hears(page, "Cancelled. Nothing was handed in; the recording stays in this browser.")
    assert len(listed(page, member)) == 1
    assert not Demo.objects.exists()


def test_whoever_is_signed_out_meanwhile_loses_nothing(review, member, expected):
    expected.append("Failed to load resource")
    page = review()
    Session.objects.all().delete()
    hand_in(page)
    expect(page.locator("#sent-error")).to_contain_text("You have been signed out")
    tab = page.context.new_page()
    tab.goto("/accounts/login/")
    tab.get_by_label("User name or e-mail").fill(member.username)
    tab.get_by_label("Password", exact=True).fill("correct horse battery")
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("heading", name="My projects")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".toast")).to_contain_text("Demo handed in")


def test_what_is_refused_says_so_at_its_field_and_keeps_the_recording(review, member, expected):
    expected.append("Failed to load resource")
    page = review()
    answer = {
        "video": "This is no film.",
        "shows": "Say it shorter.",
        "cut_start": "Not there.",
        "sha256": "Damaged.",
    }
    intercept(page, "**/weeks/1/demo/", lambda route: route.fulfill(status=422, json=answer), times=1)
    hand_in(page)
    for name, text in {**answer, "sent": "Damaged."}.items():
        if name != "sha256":
            expect(page.locator(f"#{name}-error")).to_have_text(text)
    expect(page.get_by_label("What it shows")).to_have_attribute("aria-invalid", "true")
    assert len(listed(page, member)) == 1
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".toast")).to_contain_text("Demo handed in")


# --- Not handing in -------------------------------------------------------------------------------------------
def test_what_is_retaken_stays_until_another_is_handed_in(review, project, member, record):
    page = review()
    page.get_by_role("button", name="Retake").click()
    expect(page).to_have_url(re.compile("record/$"))
    assert len(listed(page, member)) == 1
    better = put(page, project, member)
    page.goto(f"{record}?recording={better}")
    hand_in(page)
    expect(page.locator(".toast")).to_contain_text("Demo handed in")
    assert listed(page, member) == []


def test_it_is_thrown_away_after_a_question(review, member):
    page = review()
    page.get_by_role("button", name="Throw away").click()
    page.keyboard.press("Escape")
    assert len(listed(page, member)) == 1
    page.get_by_role("button", name="Throw away").click()
    page.get_by_role("button", name="Throw it away").click()
    expect(page).to_have_url(re.compile("record/$"))
    assert listed(page, member) == []


def test_somebody_elses_recording_is_not_opened(window, member, owner, project, record):
    page = window(member, record)
    recording = put(page, project, owner)
    page.goto(f"{record}?recording={recording}")
    expect(page.locator(".toast")).to_contain_text("not in this browser")
    expect(page.locator("[data-stage=review]")).to_be_hidden()


def test_what_does_not_fit_on_the_disk_is_handed_in_from_memory(window, member, project, record, week):
    page = window(member, record)
    page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); }; }"
    )
    recording = begin(page, project, member, type=TYPES["webm"])
    assert add_chunk(page, recording, 0, film(4, "webm")) is False
    page.evaluate(OPEN, [address("review"), recording])
    expect(page.locator("[data-memory]")).to_be_visible()
    hand_in(page)
    expect(page.locator(".toast")).to_contain_text("Demo handed in")


# --- For everybody --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_has_no_violation(review, expected, size, scheme):
    page = review({**size, "color_scheme": scheme})
    page.locator("#cut_start").fill("1")
    assert violations(page, **both(scheme)) == []
    expected.append("Failed to load resource")
    intercept(
        page, "**/weeks/1/demo/", lambda route: route.fulfill(status=422, json={"shows": "No."}), times=1
    )
    hand_in(page)
    expect(page.locator("#shows-error")).to_be_visible()
    assert violations(page, **both(scheme)) == []
    page.get_by_role("button", name="Throw away").click()
    assert violations(page, **both(scheme)) == []


def both(scheme):
    return {"runOnly": COLOURS} if scheme == "dark" else {}


def test_it_fits_a_phone(review):
    page = review(PHONE)
    page.locator("#cut_start").fill("1")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_all_of_it_goes_by_keyboard(review, week):
    page = review()
    video(page).evaluate("video => { video.muted = true; }")
    met = []
    for _ in range(14):
        page.keyboard.press("Tab")
        met.append(
            page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.id")
        )
    assert [
        name for name in ("Play", "Position", "Beginning", "End", "cut_start", "shows") if name not in met
    ] == []
    page.get_by_label("What it shows").focus()
    page.keyboard.type("Parcels are counted by depot.")
    page.get_by_role("button", name="Hand in").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Demo handed in")
    assert week.demos.count() == 1
