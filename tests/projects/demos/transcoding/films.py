"""Films made by `av` for tests: small, with colours that tell which track they are and which way is up.

The picture of a film has a colour of its own in each quarter, and in the middle that of its track.
"""

from dataclasses import dataclass
from fractions import Fraction

import av
from av.filter import Graph
from av.video.reformatter import Colorspace

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 40), (40, 50, 200), (210, 200, 40)
CORNERS = (RED, GREEN, BLUE, YELLOW)  # top left, top right, bottom left, bottom right
MAGENTA, CYAN, WHITE, BLACK = (200, 40, 200), (40, 190, 200), (235, 235, 235), (0, 0, 0)
SECOND = 90_000
TONE = 440


@dataclass
class Pictures:
    """A track of pictures: `times` are when they begin, in seconds; by default evenly for `seconds`."""

    codec: str = "libx264"
    size: tuple[int, int] = (320, 180)
    rate: float = 30
    seconds: float = 1
    times: list[float] | None = None
    middle: tuple[int, int, int] = WHITE
    then: tuple[float, tuple] | None = None  # when the middle gets another colour, and which
    corners: tuple = CORNERS
    pixels: str = "yuv420p"
    turn: tuple[float, bool, bool] | None = None  # degrees counterclockwise, mirrored in x, in y
    aspect: Fraction | None = None
    hdr: int | None = None  # its transfer
    options: dict | None = None
    disposition: int | None = None

    def starts(self):
        return self.times or [number / self.rate for number in range(round(self.seconds * self.rate))]


@dataclass
class Tone:
    """A track of sound: a tone of so many hertz, from `start` on."""

    codec: str = "aac"
    seconds: float = 1
    start: float = 0
    rate: int = 44_100
    hertz: int = TONE
    layout: str = "stereo"
    gap: tuple[float, float] | None = None  # between these times there is nothing


def make_film(path, *tracks, format="mp4", metadata=None, options=None):
    """Write a film of these tracks and return its path."""
    with av.open(str(path), "w", format=format, options=options or {}) as output:
        output.metadata.update(metadata or {})
        streams = [add_stream(output, track) for track in tracks]
        for stream, track in sorted(zip(streams, tracks, strict=True), key=lambda pair: pair[1].codec):
            for frame in frames_of(track):
                output.mux(stream.encode(frame))
        for stream in streams:
            output.mux(stream.encode(None))
    return path


def add_stream(output, track):
    if isinstance(track, Tone):
        return output.add_stream(track.codec, rate=track.rate, layout=track.layout)
    stream = output.add_stream(
        track.codec, rate=Fraction(track.rate).limit_denominator(1001), options=quick(track)
    )
    stream.width, stream.height = track.size
    # MPEG-4 counts time in 16 bits
    clock = 60_000 if track.codec == "mpeg4" else SECOND
    stream.pix_fmt, stream.codec_context.time_base = track.pixels, Fraction(1, clock)
    if track.aspect:
        stream.codec_context.sample_aspect_ratio = track.aspect
    if track.turn:
        stream.set_display_rotation(track.turn[0], hflip=track.turn[1], vflip=track.turn[2])
    if track.hdr:
        context = stream.codec_context
        context.color_trc, context.color_primaries, context.colorspace = track.hdr, 9, 9
    if track.disposition:
        stream.disposition = track.disposition
    return stream


def quick(track):
    """Options with which an encoder does not take long over a test's film."""
    usual = {
        "libx264": {"preset": "ultrafast", "crf": "18"},
        "libx265": {"preset": "ultrafast", "crf": "18", "x265-params": "log-level=none"},
        "libvpx": {"deadline": "realtime", "cpu-used": "8", "b": "1M"},
        "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8", "b": "1M"},
        "libsvtav1": {"preset": "12", "crf": "30"},
    }
    return usual.get(track.codec, {}) | (track.options or {})


def frames_of(track):
    return sound_frames(track) if isinstance(track, Tone) else picture_frames(track)


def picture_frames(track):
    picture = drawn(track, track.middle)
    changes_at, other = track.then or (None, track.middle)
    for start in track.starts():
        if changes_at is not None and start >= changes_at:
            picture, changes_at = drawn(track, other), None
        picture.pts, picture.time_base = round(start * SECOND), Fraction(1, SECOND)
        yield picture


def drawn(track, middle):
    width, height = track.size
    graph = Graph()
    steps = [graph.add("color", f"c={name(BLACK)}:s={width}x{height}:r=1:d=1"), graph.add("format", "gbrp")]
    half = f"w={-(-width // 2)}:h={-(-height // 2)}"
    for number, colour in enumerate(track.corners):
        at = f"x={number % 2 * (width // 2)}:y={number // 2 * (height // 2)}"
        steps.append(graph.add("drawbox", f"{at}:{half}:c={name(colour)}:t=fill"))
    box = f"x={width // 3}:y={height // 3}:w={width // 3}:h={height // 3}:c={name(middle)}:t=fill"
    steps += [graph.add("drawbox", box), graph.add("buffersink")]
    graph.link_nodes(*steps).configure()
    matrix = Colorspace.BT2020 if track.hdr else Colorspace.ITU709 if height >= 720 else Colorspace.ITU601
    return graph.vpull().reformat(format=track.pixels, dst_colorspace=matrix)


def name(colour):
    return "0x" + bytes(colour).hex()


def sound_frames(track):
    graph = Graph()
    source = graph.add("sine", f"frequency={track.hertz}:r={track.rate}:d={track.seconds}")
    steps = [
        graph.add("aformat", f"channel_layouts={track.layout}"),
        graph.add("asetnsamples", "960:p=0"),
    ]
    graph.link_nodes(source, *steps, graph.add("abuffersink")).configure()
    while True:
        try:
            frame = graph.pull()
        except av.EOFError:
            return
        frame.pts += round(track.start * track.rate)
        if not track.gap or not track.gap[0] <= frame.pts / track.rate < track.gap[1]:
            yield frame


def joined(path, *parts, format):
    """Write the packets of films of one codec behind each other, as a window that is resized is recorded."""
    with av.open(str(path), "w", format=format) as output:
        stream, offset = None, 0
        for part in parts:
            with av.open(str(part)) as film:
                stream = stream or output.add_stream_from_template(film.streams.video[0])
                for packet in (packet for packet in film.demux(video=0) if packet.size):
                    packet.pts, packet.dts, packet.stream = packet.pts + offset, packet.dts + offset, stream
                    output.mux(packet)
                    end = packet.pts + packet.duration
            offset = end
    return path
