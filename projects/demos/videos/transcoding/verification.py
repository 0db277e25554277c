"""Looks at a film that was made as whoever plays it will: opens it again and decodes it whole."""

import av

from projects.demos.videos import one_form
from projects.files.task import TaskRefused

TOLERANCE = 0.5  # seconds


def verify(file: str, seconds: float, *, has_sound: bool) -> None:
    """Raise TaskRefused "not_verified" unless it is in the one form, decodes whole, and is about that long."""
    try:
        ends = decode(file)
    except (av.FFmpegError, ValueError):
        raise TaskRefused("not_verified") from None
    if (
        set(ends) != {"video", *(["audio"] if has_sound else [])}
        or abs(max(ends.values()) - seconds) > TOLERANCE
    ):
        raise TaskRefused("not_verified")


def decode(file: str) -> dict[str, float]:
    """Decode all frames and return when each kind of track ends. Raises ValueError for another form."""
    ends: dict[str, float] = {}
    with av.open(file, format="mov") as film:
        for stream in film.streams.video:
            # Smoothing the edges of blocks is a third of the work, and cannot fail.
            stream.codec_context.options = {"skip_loop_filter": "all"}
        for frame in film.decode(*film.streams):
            if isinstance(frame, av.VideoFrame):
                if (frame.width, frame.height, frame.format.name) != (
                    one_form.WIDTH,
                    one_form.HEIGHT,
                    "yuv420p",
                ):
                    raise ValueError("not the one form")
                ends["video"] = frame.time + float(frame.duration * frame.time_base)
            elif isinstance(frame, av.AudioFrame):
                ends["audio"] = (frame.time or 0) + frame.samples / frame.sample_rate
    return ends
