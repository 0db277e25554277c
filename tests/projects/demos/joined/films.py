"""Films of the one form and of others, made by its encoder: at each second a white flash, and a tone of 1 kHz."""

import array
import math
from fractions import Fraction

import av
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from PIL import Image

from projects.demos.videos import one_form

RATE = one_form.AUDIO_RATE
FLASH = Fraction(1, 6)  # seconds
WHITE, BLACK = (255, 255, 255), (20, 40, 60)
LOUD = 0.1
STEP = 48  # samples between two looks at the sound: a millisecond


def make_film(path, seconds=1.0, *, rate=15, sound=True, sound_seconds=None, options=None, audio=None):
    """Write one; `options` of the encoder of pictures and `audio` (codec, rate, layout) where they are others."""
    with one_form.open_output(path) as output:
        pictures = one_form.add_video_stream(output)
        if options:
            pictures.codec_context.options = one_form.VIDEO_OPTIONS | options
        stream = add_sound(output, audio) if sound else None
        for frame in frames(seconds, rate):
            output.mux(pictures.encode(frame))
        output.mux(pictures.encode(None))
        if stream:
            for frame in tones(sound_seconds or seconds, stream):
                output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
    return path


def add_sound(output, audio):
    if not audio:
        return one_form.add_audio_stream(output)
    codec, rate, layout = audio
    return output.add_stream(codec, rate=rate, layout=layout)


def frames(seconds, rate):
    step = 90_000 // rate
    both = {flash: to_frame(WHITE if flash else BLACK) for flash in (True, False)}
    for number in range(round(seconds * rate)):
        frame = both[Fraction(number, rate) % 1 < FLASH]
        frame.pts, frame.duration, frame.time_base = number * step, step, one_form.VIDEO_TIME_BASE
        yield frame


def to_frame(colour):
    return VideoFrame.from_image(Image.new("RGB", (1280, 720), colour)).reformat(format="yuv420p")


def tones(seconds, stream):
    context = stream.codec_context
    rate, size = context.sample_rate, 1024 if context.name == "aac" else 960
    for first in range(0, round(seconds * rate), size):
        count = min(size, round(seconds * rate) - first)
        wave = array.array("f", (tone(first + number, rate) for number in range(count)))
        frame = AudioFrame(format="fltp", layout=context.layout.name, samples=count)
        frame.sample_rate, frame.pts, frame.time_base = rate, first, Fraction(1, rate)
        for plane in frame.planes:
            plane.update(wave.tobytes() + bytes(plane.buffer_size - 4 * count))
        yield frame


def tone(sample, rate):
    return 0.5 * math.sin(2 * math.pi * 1000 * sample / rate) if Fraction(sample, rate) % 1 < FLASH else 0.0


class Watched:
    """A film that was decoded from its beginning to its end: when it flashes, and when it sounds."""

    def __init__(self, path):
        self.flashes, self.tones, self.times, self.colours = [], [], [], []
        with av.open(str(path)) as container:
            self.metadata, self.chapters = dict(container.metadata), container.chapters()
            [pictures], self.sounds = container.streams.video, len(container.streams.audio)
            self.tag, self.size = pictures.codec_context.codec_tag, (pictures.width, pictures.height)
            self.seconds = container.duration / av.time_base
            self.sound_packets = []
            pictures.codec_context.options = {"err_detect": "explode"}
            for packet in container.demux(pictures, *container.streams.audio):
                if packet.stream is not pictures and packet.pts is not None:
                    self.sound_packets.append(packet.pts)
                for frame in packet.decode():
                    self.look(frame) if packet.stream is pictures else self.listen(frame)

    def look(self, frame):
        time, is_white = (
            float(frame.time),
            all(self.luma(frame, *point) > 234 for point in ((20, 20), (640, 360), (1200, 700))),
        )
        if is_white and not (self.colours and self.colours[-1] == "white"):
            self.flashes.append(time)
        self.colours.append("white" if is_white else "card" if self.luma(frame, 20, 700) > 220 else "dark")
        self.times.append(time)

    @staticmethod
    def luma(frame, x, y):
        plane = frame.planes[0]
        return memoryview(plane)[y * plane.line_size + x]

    def listen(self, frame):
        samples = memoryview(frame.planes[0]).cast("f")[: frame.samples]
        for first in range(0, frame.samples, STEP):
            if max(map(abs, samples[first : first + STEP])) > LOUD:
                time = float(frame.time) + first / frame.sample_rate
                if time - self.last_loud > 0.1:
                    self.tones.append(time)
                self.last_loud = time

    last_loud = -1.0

    def at(self, seconds):
        """Return what is seen at a moment: "card", "dark" or "white"."""
        shown = [colour for time, colour in zip(self.times, self.colours, strict=True) if time <= seconds]
        return shown[-1]
