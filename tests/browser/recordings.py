"""Recordings in a browser's own database, put there and read by the script of the pages."""

import io
from functools import cache

import av
from django.contrib.staticfiles.storage import staticfiles_storage
from PIL import Image

CALL = """async ([address, name, ...given]) => {
  const recordings = await import(address);
  const outcome = await recordings[name](...given);
  if (!outcome?.blob) return outcome;
  return { ...outcome, size: outcome.blob.size, text: await outcome.blob.text() };
}"""
CHUNK = """async ([address, id, index, bytes]) =>
  (await import(address)).addChunk(id, index, new Uint8Array(bytes).buffer)"""


def address(module="recordings"):
    return staticfiles_storage.url(f"js/demos/recorder/{module}.js")


def call(page, name, *given):
    return page.evaluate(CALL, [address(), name, *given])


def add_chunk(page, recording, index, content):
    return page.evaluate(CHUNK, [address(), recording, index, list(content)])


def begin(page, project, person, **about):
    given = {"project": str(project.pk), "person": str(person.pk), "week": 1, "type": "video/webm"} | about
    milestones = project.milestones.filter(number=given["week"])
    return call(
        page, "beginRecording", {"milestone": milestones.values_list("pk", flat=True).first()} | given
    )


def listed(page, person):
    return call(page, "listRecordings", str(person.pk))


# --- A film as a browser records it ----------------------------------------------------------------------------
RED, BLUE = (255, 0, 0), (0, 0, 255)
TYPES = {"webm": "video/webm;codecs=vp9,opus", "mp4": "video/mp4;codecs=avc1.42E01F,mp4a.40.2"}
CODECS = {"webm": ("libvpx-vp9", "libopus"), "mp4": ("libx264", "aac")}
# Neither says how long it is: what is written goes out at once.
OPTIONS = {"webm": {"live": "1"}, "mp4": {"movflags": "frag_keyframe+empty_moov+default_base_moof"}}
RATE, WIDTH, HEIGHT = 15, 320, 180


@cache
def film(seconds, kind):
    """Red in its first half and blue in its second, with a silent sound."""
    file = io.BytesIO()
    codec, sound_codec = CODECS[kind]
    with av.open(file, "w", format=kind, options=OPTIONS[kind]) as container:
        picture = container.add_stream(codec, rate=RATE, width=WIDTH, height=HEIGHT, pix_fmt="yuv420p")
        picture.gop_size = RATE
        sound = container.add_stream(sound_codec, rate=48_000, layout="mono")
        for number in range(seconds * RATE):
            colour = RED if number < seconds * RATE / 2 else BLUE
            image = Image.new("RGB", (WIDTH, HEIGHT), colour)
            container.mux(picture.encode(av.VideoFrame.from_image(image)))
        for number in range(seconds * 50):
            frame = av.AudioFrame(format="fltp", layout="mono", samples=960)
            frame.planes[0].update(bytes(960 * 4))
            frame.sample_rate, frame.pts = 48_000, number * 960
            container.mux(sound.encode(frame))
        container.mux([*picture.encode(), *sound.encode()])
    return file.getvalue()


def put(page, project, person, *, seconds=4, kind="webm", finished=True, week=1, **about):
    """Let a person have recorded a film in this browser, a chunk a second. It was begun by a window that is gone."""
    content = film(seconds, kind)
    step = len(content) // seconds + 1
    maker = page.context.new_page()
    maker.goto(page.url)
    recording = begin(maker, project, person, type=TYPES[kind], week=week)
    for index in range(seconds):
        add_chunk(maker, recording, index, content[index * step : (index + 1) * step])
    if finished:
        call(maker, "finishRecording", recording, {"seconds": seconds})
    if about:
        call(maker, "changeRecording", recording, about)
    maker.close()
    return recording
