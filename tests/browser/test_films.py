"""Films in the one form, in a browser: they play to their end, can be sought in, and are heard."""

import base64

import pytest
from hypothesis import settings

from tests.projects.demos.transcoding.cases import CASES, FORMS, lying
from tests.projects.demos.transcoding.films import CORNERS, CYAN, TONE, WHITE, Pictures, Tone, make_film
from tests.projects.demos.transcoding.outcome import PALETTE, corners, transcoded

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

OPUS = Tone("libopus", rate=48_000)
CHANGES = {"then": (0.5, CYAN)}
# Of each a film whose middle changes its colour after half a second; None where there is no sound.
SAMPLE = {
    "a MOV of a telephone": ("mp4", "mov", [Pictures(codec="libx265", **CHANGES), Tone()], TONE),
    "a recording of Firefox": (
        "matroska",
        "webm",
        [Pictures(codec="libvpx", rate=15, **CHANGES), OPUS],
        TONE,
    ),
    "a film of odd size without sound": (
        "matroska",
        "webm",
        [Pictures(codec="libvpx-vp9", size=(321, 181), **CHANGES)],
        None,
    ),
    "a film whose sound is longer": ("mp4", "mp4", [Pictures(seconds=0.7, **CHANGES), Tone()], TONE),
}
LOAD = """async (content) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const film = document.body.appendChild(document.createElement("video"));
  film.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
  film.muted = true;
  await new Promise((done, failed) => { film.oncanplaythrough = done; film.onerror = () => failed(film.error); });
  return { width: film.videoWidth, height: film.videoHeight, seconds: film.duration };
}"""
# The colours at points of the picture that is shown at a moment; the points in shares of its size.
SEEK = """async ([second, points]) => {
  const film = document.querySelector("video");
  const sought = new Promise((done) => film.addEventListener("seeked", done, { once: true }));
  const shown = new Promise((done) => film.requestVideoFrameCallback(done));
  film.currentTime = second;
  await Promise.all([sought, shown]);
  const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 160 });
  const pen = canvas.getContext("2d");
  pen.drawImage(film, 0, 0, 160, 160);
  return points.map(([x, y]) => [...pen.getImageData(x * 160, y * 160, 1, 1).data].slice(0, 3));
}"""
PLAY = """async (speed) => {
  const film = document.querySelector("video");
  film.currentTime = 0;
  film.playbackRate = speed;
  const ended = new Promise((done) => film.addEventListener("ended", done, { once: true }));
  await film.play();
  await ended;
  return film.getVideoPlaybackQuality().totalVideoFrames;
}"""
# Of the sound: how often it crosses zero in a second, from a quarter to three quarters of a second.
LISTEN = """async (content) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const sound = await new OfflineAudioContext(2, 48000, 48000).decodeAudioData(bytes.buffer);
  const samples = sound.getChannelData(0).slice(12000, 36000);
  return 2 * samples.filter((value, at) => at && samples[at - 1] < 0 && value >= 0).length;
}"""
MIDDLE = (0.5, 0.5)
QUARTERS = [(0.12, 0.12), (0.88, 0.12), (0.12, 0.88), (0.88, 0.88)]


@pytest.fixture
def page(browser):
    page = browser.new_page()
    yield page
    page.close()


def in_base64(path):
    return base64.b64encode(path.read_bytes()).decode()


def colours(page, second, *points):
    found = page.evaluate(SEEK, [second, points])
    return [
        min(PALETTE, key=lambda one: sum(abs(a - b) for a, b in zip(one, seen, strict=True)))
        for seen in found
    ]


@pytest.mark.parametrize("kind", SAMPLE)
def test_a_film_plays_and_is_sought_in_and_heard(kind, page, tmp_path):
    demuxer, format, tracks, hertz = SAMPLE[kind]
    film = in_base64(
        transcoded(
            make_film(tmp_path / "film", *tracks, format=format), tmp_path / "work", demuxer=demuxer
        ).path
    )
    assert page.evaluate(LOAD, film) == {"width": 1280, "height": 720, "seconds": pytest.approx(1, abs=0.1)}
    assert colours(page, 0.7, MIDDLE) == [CYAN]
    assert colours(page, 0.2, MIDDLE, *QUARTERS) == [WHITE, *CORNERS]
    assert page.evaluate(PLAY, 1) >= 10
    if hertz:
        assert page.evaluate(LISTEN, film) == pytest.approx(hertz, rel=0.05)


# All of them before a release; otherwise one, for the sample above is of every kind.
TABLE = [name for name, case in CASES.items() if not case.refused]
TABLE = TABLE if settings.get_current_profile_name() == "many" else ["portrait"]


@pytest.mark.parametrize("name", TABLE)
def test_a_film_of_the_table_plays_and_is_sought_in(name, page, tmp_path):
    case = CASES[name]
    film = transcoded(case.make(tmp_path / "film"), tmp_path / "work", demuxer=case.demuxer)
    found = page.evaluate(LOAD, in_base64(film.path))
    assert found == {"width": 1280, "height": 720, "seconds": pytest.approx(case.seconds, abs=0.1)}
    assert colours(page, case.seconds / 2, MIDDLE) == [case.middle]
    assert page.evaluate(PLAY, 4) >= 1
    decoded = page.evaluate("document.querySelector('video').webkitAudioDecodedByteCount")
    assert bool(decoded) == bool(case.hertz)


@pytest.mark.parametrize("transfer", ["PQ", "HLG"])
def test_a_film_of_high_dynamic_range_has_its_colours(transfer, page, tmp_path):
    film = FORMS[f"HDR with {transfer}"].make(tmp_path / "film")
    page.evaluate(LOAD, in_base64(transcoded(film, tmp_path / "work").path))
    assert colours(page, 0.2, MIDDLE, *QUARTERS) == [WHITE, *CORNERS]


@pytest.mark.parametrize("across", [False, True])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_film_lies_as_the_browser_shows_what_was_handed_in(degrees, across, page, tmp_path):
    film = make_film(tmp_path / "film", lying(degrees, across))
    page.evaluate(LOAD, in_base64(film))
    assert colours(page, 0.2, *QUARTERS) == list(CORNERS)


# A second and a half of a canvas with a colour in each quarter, and of a tone, as the browser records them.
RECORD = """async ([type, corners, hertz]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
  const pen = canvas.getContext("2d");
  const paint = setInterval(() => corners.forEach((colour, at) => {
    pen.fillStyle = `rgb(${colour})`;
    pen.fillRect(at % 2 * 640, at >> 1 && 360, 640, 360);
  }), 60);
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: hertz });
  const sound = audio.createMediaStreamDestination();
  tone.connect(sound);
  tone.start();
  const tracks = [...canvas.captureStream(15).getTracks(), ...sound.stream.getTracks()];
  const recorder = new MediaRecorder(new MediaStream(tracks), { mimeType: type });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const ended = new Promise((done) => { recorder.onstop = done; });
  recorder.start(500);
  await new Promise((done) => setTimeout(done, 1500));
  recorder.stop();
  await ended;
  clearInterval(paint);
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}"""
TYPES = [
    "video/mp4;codecs=avc3.42E01F,opus",
    "video/webm;codecs=vp9,opus",
    "video/webm;codecs=h264,opus",
    "video/webm;codecs=vp8,opus",
]


@pytest.mark.parametrize("type", TYPES)
def test_what_the_browser_records_becomes_a_film(type, page, tmp_path):
    recording = page.evaluate(RECORD, [type, CORNERS, TONE])
    (tmp_path / "film").write_bytes(base64.b64decode(recording))
    demuxer = "mp4" if "mp4" in type else "matroska"
    outcome = transcoded(tmp_path / "film", tmp_path / "work", demuxer=demuxer)
    assert outcome.seconds == pytest.approx(1.5, abs=0.25)
    assert corners(outcome.image(1)) == CORNERS
    assert outcome.hertz == pytest.approx(TONE, rel=0.05)
