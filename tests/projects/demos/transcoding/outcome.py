"""What has become of a film: looked at as a player would, by decoding it."""

import os
import shutil
from contextlib import chdir
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import av
from PIL import Image

from projects.demos.videos.one_form import AUDIO_RATE, HEIGHT, WIDTH
from projects.demos.videos.transcode import transcode
from projects.demos.videos.transcoding import FILM, POSTER
from tests.projects.demos.transcoding import films

PALETTE = [*films.CORNERS, films.MAGENTA, films.CYAN, films.WHITE, films.BLACK]
LOUD = 0.02  # of a sample between -1 and 1


def transcoded(path, folder, *, demuxer="mp4", cut_start=None, cut_end=None):
    """Make the one form of a film in a folder of its own. Raises what the task raises."""
    folder.mkdir()
    shutil.copyfile(path, folder / "input")
    with chdir(folder):
        result = transcode({"input": "input", "demuxer": demuxer, "cut_start": cut_start, "cut_end": cut_end})
    return Outcome(folder, result)


@dataclass
class Outcome:
    folder: Path
    result: dict

    @cached_property
    def path(self):
        return self.folder / FILM

    @cached_property
    def pictures(self):
        """When each begins, and the picture as RGB."""
        with av.open(str(self.path)) as film:
            return [(frame.time, frame) for frame in film.decode(video=0)]

    @property
    def seconds(self):
        with av.open(str(self.path)) as film:
            ends = [
                (packet.pts + packet.duration) * packet.time_base for packet in film.demux() if packet.size
            ]
        return float(max(ends))

    @property
    def rate(self):
        return len(self.pictures) / self.seconds

    @cached_property
    def samples(self):
        """The left channel, as numbers; empty where there is no sound."""
        with av.open(str(self.path)) as film:
            if not film.streams.audio:
                return []
            planes = (
                memoryview(frame.planes[0]).cast("f")[: frame.samples] for frame in film.decode(audio=0)
            )
            return [value for plane in planes for value in plane]

    @property
    def hertz(self):
        """By how often the sound crosses zero, a tenth of a second after it begins; 0 for silence."""
        loud = self.samples[round((self.sound_begins + 0.1) * AUDIO_RATE) :][: AUDIO_RATE // 4]
        crossings = sum(a < 0 <= b for a, b in pairwise(loud))
        return crossings / len(loud) * AUDIO_RATE if loud else 0

    @property
    def sound_begins(self):
        return next((at / AUDIO_RATE for at, value in enumerate(self.samples) if abs(value) > LOUD), 0)

    def image(self, time):
        """The picture that is shown at a time."""
        shown = [frame for start, frame in self.pictures if start <= time + 1e-6][-1]
        assert (shown.width, shown.height) == (WIDTH, HEIGHT)
        return shown.reformat(format="rgb24", src_colorspace="itu709").to_image()

    def poster(self):
        return Image.open(self.folder / POSTER)

    @property
    def size(self):
        return os.path.getsize(self.path)


def corners(image, shape=(WIDTH, HEIGHT)):
    """The colours of the quarters of a picture that has this shape, within its bars."""
    factor = min(WIDTH / shape[0], HEIGHT / shape[1])
    width, height = shape[0] * factor, shape[1] * factor
    left, top = (WIDTH - width) / 2, (HEIGHT - height) / 2
    return tuple(
        nearest(image, left + width * x, top + height * y) for y in (0.12, 0.88) for x in (0.12, 0.88)
    )


def middle(image):
    return nearest(image, WIDTH / 2, HEIGHT / 2)


def nearest(image, x, y):
    """The colour of the palette that comes closest."""
    found = image.getpixel((round(x), round(y)))[:3]
    return min(PALETTE, key=lambda colour: sum((a - b) ** 2 for a, b in zip(found, colour, strict=True)))
