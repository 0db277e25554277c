"""One film of all demos: fetched from the menu, and played by a browser over each of its boundaries."""

import pytest
from playwright.sync_api import expect

from tests.factories import DemoFactory, FilmFactory, MilestoneFactory
from tests.projects.demos.joined.films import make_film

pytestmark = pytest.mark.browser

CARD = 2.5
SECONDS = 1.0
STARTS = [number * (CARD + SECONDS) for number in range(4)]  # of the cards; the last one is a link's

# What is seen at a moment, by the brightness of a place where a card has no letters.
SEEK = """async (video, second) => {
  const seeked = new Promise((done) => video.addEventListener("seeked", done, { once: true }));
  video.currentTime = second;
  await seeked;
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  pen.drawImage(video, 300, 600, 20, 20, 0, 0, 1, 1);
  const [brightness] = pen.getImageData(0, 0, 1, 1).data;
  return brightness > 252 ? "film, white" : brightness > 225 ? "card" : "film, dark";
}"""
PLAY_FROM = """async (video, [from, to]) => {
  video.currentTime = from;
  await video.play();
  while (video.currentTime < to && !video.error) await new Promise((done) => setTimeout(done, 20));
  video.pause();
  return video.error?.message ?? "";
}"""
# When a sound begins, as the browser decodes it: after a silence of a tenth of a second.
TONES = """async (address) => {
  const bytes = await (await fetch(address)).arrayBuffer();
  const sound = await new OfflineAudioContext(2, 1, 48000).decodeAudioData(bytes);
  const tones = [];
  let last = -1;
  sound.getChannelData(0).forEach((sample, place) => {
    if (Math.abs(sample) < 0.1) return;
    const time = place / sound.sampleRate;
    if (time - last > 0.1) tones.push(time);
    last = time;
  });
  return tones;
}"""


def add_film(files, project, number, **film):
    week = project.milestones.filter(number=number).first() or MilestoneFactory(
        project=project, number=number, starts_on=f"2026-09-{number * 7:02}", goal=f"Goal {number}"
    )
    demo = FilmFactory(milestone=week, seconds=SECONDS, size=1000)
    (files / "demos").mkdir(exist_ok=True)
    make_film(files / str(demo.video), SECONDS, **film)


@pytest.fixture(params=["one form", "another form"])
def films(request, files, project, week):
    """Three films, the second of them silent, the last one perhaps of another encoder; and a link."""
    add_film(files, project, 1)
    add_film(files, project, 2, sound=False)
    add_film(files, project, 3, options=None if request.param == "one form" else {"profile": "baseline"})
    DemoFactory(milestone=MilestoneFactory(project=project, number=4, starts_on="2026-09-28"))


def fetch(page):
    page.get_by_role("button", name="More", exact=True).click()
    with page.expect_download() as begun:
        page.get_by_role("link", name="One film to send").click()
    return begun.value


def test_the_film_from_the_menu_plays_and_is_sought_over_each_boundary(window, viewer, project, films, files):
    page = window(viewer, f"/p/{project.slug}/demos/?week=4")
    download = fetch(page)
    assert download.suggested_filename == "parcel-vision-demos.mp4"
    address = served(download, files, project)
    page.evaluate(
        "address => document.body.append(Object.assign(document.createElement('video'), { src: address }))",
        address,
    )
    video = page.locator("video").last
    expect(video).to_have_js_property("readyState", 4)
    assert abs(video.evaluate("video => video.duration") - 4 * CARD - 3 * SECONDS) < 0.1
    for start in STARTS[:3]:
        seen = [
            video.evaluate(SEEK, start + at)
            for at in (0.1, CARD - 0.1, CARD + 0.1, CARD + 0.5, CARD + SECONDS - 0.1)
        ]
        assert seen == ["card", "card", "film, white", "film, dark", "film, dark"]
    assert video.evaluate(SEEK, STARTS[3] + 0.1) == "card"
    for boundary in (*STARTS[1:], *(start + CARD for start in STARTS[:3])):
        assert video.evaluate(PLAY_FROM, [boundary - 0.2, boundary + 0.2]) == ""
    assert video.evaluate("video => video.webkitAudioDecodedByteCount") > 0
    tones = page.evaluate(TONES, address)
    assert len(tones) == 2
    assert max(abs(tone - start - CARD) for tone, start in zip(tones, STARTS[::2], strict=True)) < 0.02


def served(download, files, project):
    """Put the film where the server sends it by ranges, as a demo; return its address."""
    demo = FilmFactory(milestone=project.milestones.first())
    download.save_as(files / str(demo.video))
    return demo.address
