"""The pictures of a film on their way: at an even rate, each until the next, through a filter to the encoder."""

from av import VideoFrame
from av.container import OutputContainer

from projects.demos.videos import one_form
from projects.demos.videos.transcoding.picture_filter import PictureFilter, shape_of
from projects.demos.videos.transcoding.poster_frame import PosterFrame

CLOCK = one_form.VIDEO_TIME_BASE.denominator
HALVED_FROM = 48  # half of it still looks like a film; just above the fastest, single pictures are dropped


def even_rate(rate: float) -> float:
    """Return pictures a second that a film of this rate is stored in."""
    while rate >= HALVED_FROM:
        rate /= 2
    while 0 < rate < one_form.SLOWEST:
        rate *= 2
    return min(rate or one_form.SLOWEST, one_form.FASTEST)


class Pictures:
    """Takes frames with the time at which they are shown and writes pictures at an even rate."""

    def __init__(
        self, output: OutputContainer, rate: float, pixel_aspect: float, poster: PosterFrame
    ) -> None:
        self.output, self.poster = output, poster
        self.stream = one_form.add_video_stream(output)
        self.rate, self.pixel_aspect = even_rate(rate), pixel_aspect
        self.written = 0
        self.shown: VideoFrame | None = None  # the latest frame, and when it began
        self.began = float("-inf")
        self.picture: VideoFrame | None = None  # made of it
        self.filter: PictureFilter | None = None
        self.shape: tuple[object, ...] = ()

    def take(self, frame: VideoFrame, time: float) -> None:
        """Show this frame from `time` on, and what was shown before until then. A frame out of order is dropped."""
        if time <= self.began:
            return
        if self.shown:
            self.hold_until(time - 0.5 / self.rate)
        self.shown, self.began, self.picture = frame, time, None

    def hold_until(self, time: float) -> None:
        """Show the latest frame at all ticks before `time`."""
        while self.written / self.rate < time:
            self.write()

    def finish(self, seconds: float) -> float:
        """Hold the last frame until then, at least for one picture; return the length of what was written."""
        count = max(1, round(seconds * self.rate))
        while self.written < count:
            self.write()
        self.output.mux(self.stream.encode(None))
        return self.written / self.rate

    def write(self) -> None:
        picture = self.picture = self.picture or self.filtered()
        start, end = round(self.written / self.rate * CLOCK), round((self.written + 1) / self.rate * CLOCK)
        picture.time_base, picture.pts, picture.duration = one_form.VIDEO_TIME_BASE, start, end - start
        self.output.mux(self.stream.encode(picture))
        self.written += 1

    def filtered(self) -> VideoFrame:
        assert self.shown
        if not self.filter or self.shape != shape_of(self.shown):
            self.filter, self.shape = PictureFilter(self.shown, self.pixel_aspect), shape_of(self.shown)
        picture = self.filter.apply(self.shown)
        picture.pict_type = 0  # the encoder would take over where the source has its key frames
        self.poster.consider(picture, self.written / self.rate)
        return picture
