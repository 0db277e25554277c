"""The one form that every demo is stored in: MP4 with H.264 of 1280x720, and AAC in stereo if there is sound.

All settings are fixed, the clock included, so that the parameter sets of any two films are equal byte for byte: films
are joined by copying their packets. There are no B-frames, so that pictures are stored in the order they are shown.
"""

from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import OutputContainer
from av.video.stream import VideoStream

WIDTH, HEIGHT = 1280, 720
VIDEO_TIME_BASE = Fraction(1, 90_000)
SLOWEST, FASTEST = 15, 30  # pictures a second
AUDIO_RATE = 48_000
AUDIO_TIME_BASE = Fraction(1, AUDIO_RATE)
AUDIO_LAYOUT = "stereo"
AUDIO_SAMPLES = 1024  # of a frame of AAC, and so of a packet
BT709 = 1  # as primaries, transfer and matrix
LIMITED_RANGE = 1

# The index in front, for playing while it loads; no name of a program, no date.
CONTAINER_OPTIONS = {"movflags": "+faststart", "video_track_timescale": "90000", "fflags": "+bitexact"}
VIDEO_OPTIONS = {
    "preset": "veryfast",
    "profile": "high",
    "level": "4.0",
    "crf": "23",
    "maxrate": "4M",
    "bufsize": "8M",
    "g": "60",
    "bf": "0",
    "x264-params": "stitchable=1",  # x264: "don't optimize headers based on video content"
}
THREADS = 2  # x264 takes memory for each
AUDIO_BIT_RATE = 128_000


def open_output(path: Path | str) -> OutputContainer:
    """Open a file to write a film in the one form."""
    return av.open(str(path), "w", format="mp4", container_options=CONTAINER_OPTIONS)


def add_video_stream(container: OutputContainer) -> VideoStream:
    """Add the pictures; frames given to its `encode` need `pts` and `duration` in `VIDEO_TIME_BASE`."""
    stream = container.add_stream("libx264", rate=FASTEST, options=VIDEO_OPTIONS)
    context = stream.codec_context
    context.width, context.height, context.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    context.time_base = stream.time_base = VIDEO_TIME_BASE
    context.sample_aspect_ratio = Fraction(1)
    context.color_primaries = context.color_trc = context.colorspace = BT709
    context.color_range = LIMITED_RANGE
    context.thread_count = THREADS
    context.flags |= Flags.frame_duration  # the last picture, too, is as long as its frame says
    return stream


def add_audio_stream(container: OutputContainer) -> AudioStream:
    """Add the sound; frames given to its `encode` need a `pts` in `AUDIO_TIME_BASE`."""
    stream = container.add_stream("aac", rate=AUDIO_RATE, layout=AUDIO_LAYOUT, bit_rate=AUDIO_BIT_RATE)
    stream.time_base = stream.codec_context.time_base = AUDIO_TIME_BASE
    return stream


def silent_frame(start: int = 0) -> AudioFrame:
    """Return a frame without a sound, which begins at this sample."""
    frame = AudioFrame("fltp", AUDIO_LAYOUT, AUDIO_SAMPLES)
    frame.sample_rate, frame.time_base, frame.pts = AUDIO_RATE, AUDIO_TIME_BASE, start
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    return frame
