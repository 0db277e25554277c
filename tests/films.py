"""Small real films in the one form, for journeys that play them."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from av.filter import Graph

from projects.demos.videos import one_form

RATE = 15


@cache
def film(seconds: float, colour: str = "red") -> bytes:
    """A film of one colour, and of silence."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        with one_form.open_output(path) as container:
            video, sound = one_form.add_video_stream(container), one_form.add_audio_stream(container)
            for stream, frames in ((video, pictures(seconds, colour)), (sound, silence(seconds))):
                for frame in frames:
                    container.mux(stream.encode(frame))
                container.mux(stream.encode())
        return path.read_bytes()


def pictures(seconds, colour):
    size = f"{one_form.WIDTH}x{one_form.HEIGHT}"
    graph = Graph()
    source = graph.add("color", f"c={colour}:s={size}:r={RATE}")
    form, sink = graph.add("format", "yuv420p"), graph.add("buffersink")
    source.link_to(form)
    form.link_to(sink)
    graph.configure()
    step = int(1 / (RATE * one_form.VIDEO_TIME_BASE))
    for place in range(round(seconds * RATE)):
        frame = graph.vpull()
        frame.pts, frame.duration, frame.time_base = place * step, step, one_form.VIDEO_TIME_BASE
        yield frame


def silence(seconds):
    for start in range(0, int(seconds * one_form.AUDIO_RATE), one_form.AUDIO_SAMPLES):
        yield one_form.silent_frame(start)
