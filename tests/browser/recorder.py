"""How a person records, and what their browser has then."""

import base64
import io
from types import SimpleNamespace

import av
from playwright.sync_api import expect

from tests.browser.recordings import address

# What the browser has handed out, so that a test can end it, and see that it was ended.
KEEP_STREAMS = """globalThis.given = [];
for (const name of ["getDisplayMedia", "getUserMedia"]) {
  const ask = navigator.mediaDevices[name].bind(navigator.mediaDevices);
  navigator.mediaDevices[name] = async (wanted) => {
    const stream = await ask(wanted);
    given.push(Object.assign(stream, { from: name, wanted }));
    return stream;
  };
}"""
READ = """async ([address, person]) => {
  const { listRecordings, readRecording } = await import(address);
  const [latest] = await listRecordings(person);
  const { blob, type, seconds, poster } = await readRecording(latest.id);
  const text = (part) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(";base64,")[1]);
    reader.readAsDataURL(part);
  });
  return { type, seconds, film: await text(blob), poster: await text(poster) };
}"""


def stage(page, name):
    return page.locator(f"[data-stage={name}]")


def said(page):
    return page.locator("[data-said]")


def why_not(page):
    """What is said where nothing can be recorded; the other reasons stand there too, hidden."""
    return page.locator("[data-why]:visible")


def start(page):
    page.get_by_role("button", name="Start, in").click()


def begin(page):
    """Start, and wait until it is recorded."""
    start(page)
    expect(page.locator("[data-onair]")).to_be_visible()


def ended(page, timeout=None):
    expect(stage(page, "review")).to_be_visible(timeout=timeout)


def refuse(name, error, after=600):
    """A script by which the browser refuses; nobody answers a dialog in no time."""
    return f"""navigator.mediaDevices.{name} = async () => {{
      await new Promise((done) => setTimeout(done, {after}));
      throw new DOMException("Permission denied", "{error}");
    }};"""


def open_tracks(page):
    """How many of the tracks that the browser has handed out are not ended."""
    return page.evaluate(
        """given.flatMap((stream) => stream.getTracks()).filter(({ readyState }) => readyState === "live").length"""
    )


def recorded(page, person):
    """The latest recording of this browser: its type, and what its film holds."""
    read = page.evaluate(READ, [address(), str(person.pk)])
    assert base64.b64decode(read["poster"]).startswith(b"\xff\xd8")
    return SimpleNamespace(
        type=read["type"], seconds=read["seconds"], **contents(base64.b64decode(read["film"]))
    )


def contents(film):
    """What a film holds, by its pictures and packets: browsers write no length into the head."""
    pictures, sound = [], 0.0
    with av.open(io.BytesIO(film)) as container:
        for packet in container.demux():
            if packet.stream.type == "audio" and packet.pts is not None:
                sound = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            pictures += packet.decode() if packet.stream.type == "video" else []
    return {
        "length": pictures[-1].time + 1 / 15,
        "sizes": {(picture.width, picture.height) for picture in pictures},
        "pictures": len(pictures),
        "different": len({bytes(picture.planes[0]) for picture in pictures}),
        "keys": sum(picture.key_frame for picture in pictures),
        "sound": sound,
    }
