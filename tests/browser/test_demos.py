"""A demo handed in, watched by somebody else, refused to a stranger; and what may go wrong on the way."""

import base64
import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from projects.demos.videos.video import read_video
from projects.errands.run import run_due
from projects.models import Demo
from tests import videofiles as v
from tests.browser.helpers import hears, intercept
from tests.factories import DemoFactory, MembershipFactory
from tests.projects.demos.transcoding.films import Pictures, make_film

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("files")]

# Red at first, then blue: three seconds, a busy machine takes more. As every recording of a browser it does not say
# how long it is.
RECORD = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  const pen = canvas.getContext("2d"), begun = performance.now(), parts = [];
  const paint = setInterval(() => {
    pen.fillStyle = performance.now() - begun < 1500 ? "red" : "blue";
    pen.fillRect(0, 0, 320, 180);
  }, 40);
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm;codecs=vp8" });
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.start();
  await new Promise((done) => setTimeout(done, 3000));
  const ended = new Promise((done) => { recorder.onstop = done; });
  recorder.stop();
  await ended;
  clearInterval(paint);
  const reader = new FileReader();
  const read = new Promise((done) => { reader.onload = done; });
  reader.readAsDataURL(new Blob(parts));
  await read;
  return reader.result.split(",")[1];
}"""
# What is seen of a video at a moment: red, green and blue of one point, when the given channel is bright.
SEEK = """async (video, [second, channel]) => {
  const seeked = new Promise((done) => video.addEventListener("seeked", done, { once: true }));
  video.currentTime = second;
  await seeked;
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d");
  for (let tries = 0; ; tries++) {
    pen.drawImage(video, 0, 0, 1, 1);
    const colour = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
    // What is sought may be there a moment before it is drawn: until then one sees nothing, or what was there before.
    if (colour[channel] > 150 || tries === 100) return colour;
    await new Promise(requestAnimationFrame);
  }
}"""
RED, BLUE = 0, 2
PLAY = "async (video) => { video.muted = true; await video.play(); }"


@pytest.fixture
def demos(project):
    return f"/p/{project.slug}/demos/"


@pytest.fixture
def form(project):
    return f"/p/{project.slug}/weeks/1/demo/"


@pytest.fixture
def page(window, member, form):
    return window(member, form)


def video_file(content=None, name="demo.webm"):
    return {"name": name, "mimeType": "video/webm", "buffer": content or v.webm(29)}


def send(page, shows="Parcels are counted by depot."):
    page.get_by_label("What it shows").fill(shows)
    page.get_by_role("button", name="Hand in").click()


def test_a_demo_is_handed_in_and_watched_by_a_viewer(page, window, viewer, stranger, week, demos):
    recording = base64.b64decode(page.evaluate(RECORD))
    page.get_by_label("A video file").set_input_files(video_file(recording))
    expect(page.locator("[data-fact=length]")).to_have_text(re.compile("^0:0[3-6] long$"))
    expect(page.locator("[data-preview]")).to_be_visible()
    send(page)
    expect(page.locator(".toast")).to_contain_text("Demo handed in")
    demo = week.demos.get()
    assert (2.5 <= demo.seconds < 7, demo.kind, bool(demo.poster)) == (True, "webm", True)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"The project so far, in {round(demo.seconds)} seconds"
    )
    watching = window(viewer, demos)
    for one in (page, watching):  # VP8 is shown when it is made
        expect(one.locator(".screen")).to_contain_text("Being made")
    assert run_due() == 1
    for one in (page, watching):
        expect(one.locator(".screen video")).to_be_visible()
    demo.refresh_from_db()
    video = watching.locator(".screen video")
    video.evaluate(PLAY)
    expect(video).to_have_js_property("paused", False)
    red, _, blue = video.evaluate(SEEK, [2.5, BLUE])
    assert blue > 150 > red
    red, _, blue = video.evaluate(SEEK, [0.5, RED])
    assert red > 150 > blue
    expect(watching.locator(".notes")).to_contain_text("Parcels are counted by depot.")
    still = watching.locator(".reel img")
    expect(still).to_have_js_property("naturalWidth", 1280)

    outside = window(stranger)
    for address in (demos, demo.address, demo.poster_address):
        assert outside.request.get(address).status == 404
    assert watching.request.get(demo.address, headers={"Range": "bytes=4-7"}).body() == b"ftyp"


@pytest.fixture
def film(tmp_path):
    """Twelve seconds that browsers play as they are."""
    return make_film(tmp_path / "film.mp4", Pictures(seconds=12)).read_bytes()


def test_who_is_watching_a_film_while_it_is_made_goes_on_watching(window, member, week, demos, film):
    Demo(milestone=week).hand_in(by=member, shows="One", video=read_video(v.upload(film)))
    page = window(member, demos)
    video = page.locator(".screen video")
    video.evaluate(PLAY)
    video.evaluate("video => { video.dataset.watched = 'yes'; }")
    assert run_due() == 1
    expect(page.locator("#making")).to_be_empty()
    expect(page.locator(".bywhom")).to_contain_text("0:12")
    expect(video).to_have_attribute("data-watched", "yes")
    expect(video).to_have_js_property("paused", False)
    expect(video).to_have_js_property("ended", True)
    assert not video.evaluate("video => video.error")
    hears(page, "The video is ready.")


def test_who_has_not_begun_to_watch_it_sees_what_was_made(window, member, week, demos, film):
    Demo(milestone=week).hand_in(by=member, shows="One", video=read_video(v.upload(film)))
    page = window(member, demos)
    expect(page.locator("#making")).to_contain_text("Being made ready for every browser.")
    run_due()
    expect(page.locator("#making")).to_be_empty()
    expect(page.locator(".screen video")).to_have_js_property("videoWidth", 1280)


def test_a_film_that_cannot_be_made_says_why_and_another_is_handed_in(page, week, film, expected):
    expected.append("404")  # of the film that is said here to be none that plays, while the page asks for it
    broken = bytearray(film)
    broken[200:-9000] = bytes(len(film) - 9200)
    page.get_by_label("A video file").set_input_files(video_file(bytes(broken), "a.mp4"))
    send(page)
    expect(page.locator(".toast")).to_contain_text("Demo handed in")
    Demo.objects.update(plays=False)
    run_due()
    expect(page.locator("#making .error")).to_contain_text("This video is damaged, or not whole.")
    page.get_by_role("link", name="Hand in another").click()
    page.get_by_label("Another video file").set_input_files(video_file(film, "a.mp4"))
    page.get_by_role("button", name="Replace").click()
    expect(page.locator("#making")).to_contain_text("Being made ready")
    assert run_due() == 1
    expect(page.locator("#making")).to_be_empty()
    assert week.demos.get().state == "ready"


def test_where_no_stream_tells_the_page_asks_what_has_become_of_a_film(
    window, member, week, demos, film, expected
):
    expected.append("Failed to load resource")
    Demo(milestone=week).hand_in(by=member, shows="One", video=read_video(v.upload(film)))
    page = window(member)
    page.route("**/p/*/live/**", lambda route: route.abort())
    page.goto(demos)
    run_due()
    expect(page.locator("#making")).to_be_empty()
    expect(page.locator(".screen video")).to_have_js_property("videoWidth", 1280)


def test_the_board_shows_that_the_demo_is_there(window, member, board, week):
    page = window(member, board)
    expect(page.get_by_role("link", name="Hand in demo")).to_be_visible()
    Demo(milestone=week).hand_in(by=member, shows="Parcels", link="https://video.example/1")
    page.reload()
    expect(page.locator(".week-demo.yes")).to_have_count(1)
    page.get_by_role("link", name="Watch demo").click()
    expect(page.get_by_role("link", name="Watch on video.example")).to_have_attribute(
        "rel", "noopener noreferrer"
    )


def test_a_demo_is_deleted_and_brought_back(window, member, week, demos):
    DemoFactory(milestone=week, person=member)
    page = window(member, demos)
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Nobody has handed in a demo for week 1 yet")).to_be_visible()
    assert not week.demos.exists()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".leads")).to_be_visible()
    assert week.demos.exists()


def test_several_takes_of_a_week_lead_to_each_other(window, member, project, week, demos):
    DemoFactory(milestone=week, person=member, shows="The first half.")
    DemoFactory(milestone=week, person=MembershipFactory(project=project).user, shows="The second half.")
    page = window(member, demos)
    page.get_by_role("link", name="The second half.").click()
    expect(page.locator(".notes > p").first).to_have_text("The second half.")
    expect(page.get_by_role("button", name="Delete")).to_have_count(0)


def test_what_is_refused_keeps_what_was_chosen_and_typed(page, expected):
    expected.append("422")
    page.get_by_label("A video file").set_input_files(video_file(b"#EXTM3U"))
    send(page)
    expect(page.locator("#video-error")).to_have_text(re.compile("not an MP4, MOV, WebM or MKV"))
    expect(page.get_by_label("A video file")).to_be_focused()
    expect(page.get_by_label("What it shows")).to_have_value("Parcels are counted by depot.")
    assert page.get_by_label("A video file").evaluate("input => input.files.length") == 1
    page.get_by_label("A video file").set_input_files(video_file())
    expect(page.locator("#video-error")).to_be_hidden()
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".toast")).to_contain_text("Demo handed in")


def test_a_file_that_is_too_big_is_said_to_be_and_is_not_sent(page, tmp_path):
    big, sent = tmp_path / "big.mp4", []
    with big.open("wb") as file:
        file.truncate(100 * 1024**2 + 1)
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_label("A video file").set_input_files(big)
    send(page)
    expect(page.locator("#video-error")).to_have_text(re.compile("more than 100 MB"))
    expect(page.get_by_label("A video file")).to_be_focused()
    expect(page.locator("[data-facts]")).to_be_hidden()  # its ticks say that all is well
    assert "POST" not in sent


OUR_OWN = {"X-Request-ID": "1", "Content-Type": "text/plain; charset=utf-8"}


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            {"status": 413, "body": "<h1>413 Request Entity Too Large</h1>"},
            "The proxy in front of this server",
        ),
        ({"status": 413, "body": "Ours.", "headers": OUR_OWN}, "Ours."),
        ({"status": 408, "body": "Took too long.", "headers": OUR_OWN}, "Took too long."),
        ({"status": 401}, "You have been signed out"),
        ({"status": 403}, "not yours to change"),
        ({"status": 502, "body": "<h1>Bad gateway</h1>"}, "Something went wrong on the server"),
        (None, "The connection broke"),
    ],
)
def test_what_goes_wrong_on_the_way_is_said_and_can_be_sent_again(page, form, expected, answer, sentence):
    expected.append("Failed to load resource")
    handle = (lambda route: route.fulfill(**answer)) if answer else (lambda route: route.abort())
    intercept(page, f"**{form}", handle, times=1)
    page.get_by_label("A video file").set_input_files(video_file())
    send(page)
    expect(page.locator("#sent-error")).to_contain_text(sentence)
    assert not Demo.objects.exists()
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".toast")).to_contain_text("Demo handed in")


def test_who_signs_in_again_in_another_tab_can_send_it_once_more(page, form, member, expected):
    expected.append("Failed to load resource")
    page.get_by_label("A video file").set_input_files(video_file())
    Session.objects.all().delete()
    send(page)
    expect(page.locator("#sent-error")).to_contain_text(
        "Sign in again in another tab, then send this once more."
    )
    tab = page.context.new_page()
    tab.goto("/accounts/login/")
    tab.get_by_label("User name or e-mail").fill(member.username)
    tab.get_by_label("Password", exact=True).fill("correct horse battery")
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("heading", name="My projects")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".toast")).to_contain_text("Demo handed in")


def test_a_link_and_a_sentence_that_were_not_sent_are_there_after_a_reload(page):
    page.get_by_label("Or a link to one").fill("https://video.example/1")
    page.get_by_label("What it shows").fill("Parcels by depot.")
    page.reload()
    expect(page.get_by_label("Or a link to one")).to_have_value("https://video.example/1")
    expect(page.get_by_label("What it shows")).to_have_value("Parcels by depot.")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".toast")).to_contain_text("Demo handed in")


def test_sending_is_shown_and_can_be_cancelled(page, form, expected):
    expected.append("Failed to load resource")
    held = []
    intercept(page, f"**{form}", lambda route: held.append(route), times=1)
    page.get_by_label("A video file").set_input_files(video_file())
    send(page)
    expect(page.locator("[data-sending]")).to_be_visible()
    expect(page.get_by_role("button", name="Hand in")).to_be_disabled()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("[data-sending]")).to_be_hidden()
    expect(page.get_by_label("What it shows")).to_have_value("Parcels are counted by depot.")
    assert not Demo.objects.exists()


def test_all_of_it_works_without_javascript(window, member, form, week, expected, tmp_path):
    expected.append("422")
    page = window(member, form, java_script_enabled=False)
    page.get_by_label("A video file").set_input_files(video_file(b"no video"))
    send(page)
    expect(page.locator("#video-error")).to_have_text(re.compile("not an MP4, MOV, WebM or MKV"))
    expect(page.get_by_label("What it shows")).to_have_value("Parcels are counted by depot.")
    expect(page.locator("#video-hint")).to_contain_text("choose it again")
    page.get_by_label("A video file").set_input_files(video_file())
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".toast")).to_contain_text("Demo handed in")
    expect(page.locator("#making")).to_contain_text("Being made ready")
    film = make_film(tmp_path / "film.mp4", Pictures())
    week.demos.get().replace(by=member, shows="One", video=read_video(v.upload(film.read_bytes())))
    run_due()
    page.reload()
    expect(page.locator("#making")).to_be_empty()
    page.get_by_role("link", name="Replace").click()
    page.get_by_label("Or a link to one").fill("https://video.example/1")
    page.get_by_role("button", name="Replace").click()
    expect(page.get_by_role("link", name="Watch on video.example")).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".toast")).to_contain_text("Demo deleted")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Watch on video.example")).to_be_visible()
