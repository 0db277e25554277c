"""From a picture as it was decoded to one of the one form: upright, 1280x720 with bars, in the colours of BT.709."""

from pathlib import Path
from struct import unpack

from av import VideoFrame
from av.filter import Graph
from av.video.reformatter import ColorRange, ColorTrc

from projects.demos.videos.one_form import HEIGHT, WIDTH
from projects.demos.videos.tone_mapping import write_cube

HDR_TRANSFERS: dict[int, str] = {ColorTrc.SMPTE2084: "smpte2084", ColorTrc.ARIB_STD_B67: "arib-std-b67"}
# What FFmpeg's scale calls the matrices of YUV; where a film does not say, it goes by the size as browsers do.
MATRICES = {1: "bt709", 4: "fcc", 5: "bt601", 6: "bt601", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}
HIGH_DEFINITION = 720
STRANGE_ASPECT = 8  # beyond it, a pixel's shape is taken for an error


def shape_of(frame: VideoFrame) -> tuple[object, ...]:
    """Return what a filter depends on: it may change in the middle of a film."""
    return (frame.width, frame.height, frame.format.name, *colours_of(frame), matrix_of(frame))


def colours_of(frame: VideoFrame) -> tuple[int, int, int]:
    return frame.colorspace, frame.color_range, frame.color_trc


def matrix_of(frame: VideoFrame) -> tuple[int, int, int, int]:
    """Return a, b, c, d of x' = ax + cy, y' = bx + dy, by which the picture is shown, y downwards."""
    data = frame.side_data.get("DISPLAYMATRIX")
    if data is None:
        return 1, 0, 0, 1
    a, b, _, c, d, *_ = unpack("=9i", bytes(data))
    return a, b, c, d


class PictureFilter:
    """Turns frames of one shape into pictures of the one form."""

    def __init__(self, frame: VideoFrame, pixel_aspect: float) -> None:
        self.graph = Graph()
        source = self.graph.add("buffer", source_arguments(frame))
        steps = [*colour_and_size(frame, pixel_aspect), *turns(matrix_of(frame)), *framing()]
        nodes = [self.graph.add(name, arguments) for name, arguments in steps]
        self.graph.link_nodes(source, *nodes, self.graph.add("buffersink")).configure()

    def apply(self, frame: VideoFrame) -> VideoFrame:
        self.graph.vpush(frame)
        return self.graph.vpull()


def source_arguments(frame: VideoFrame) -> str:
    return (
        f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}:time_base=1/90000:pixel_aspect=1/1"
        f":colorspace={frame.colorspace}:range={frame.color_range}"
    )


def colour_and_size(frame: VideoFrame, pixel_aspect: float) -> list[tuple[str, str]]:
    """Scale first, so that all else has less to do."""
    width, height = fitted(frame, pixel_aspect)
    is_full = frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj")
    way = "area" if width * 2 <= frame.width else "bicubic"  # of 4K: as good, in half the time
    size = f"{width}:{height}:flags={way}:in_color_matrix={colour_matrix(frame)}:in_range={'pc' if is_full else 'tv'}"
    out = "out_color_matrix=bt709:out_range=tv"
    if transfer := HDR_TRANSFERS.get(frame.color_trc):
        cube = Path(f"{transfer}.cube")
        if not cube.exists():
            write_cube(cube, transfer)
        return [
            ("scale", size),
            ("format", "gbrp16"),
            ("lut3d", str(cube)),
            ("scale", out),
            ("format", "yuv420p"),
        ]
    return [("scale", f"{size}:{out}"), ("format", "yuv420p")]


def colour_matrix(frame: VideoFrame) -> str:
    return MATRICES.get(frame.colorspace, "bt709" if frame.height >= HIGH_DEFINITION else "bt601")


def fitted(frame: VideoFrame, pixel_aspect: float) -> tuple[int, int]:
    """Return the size before it is turned, so that it fills the picture in one direction; even, as 4:2:0 needs."""
    if not 1 / STRANGE_ASPECT <= pixel_aspect <= STRANGE_ASPECT:
        pixel_aspect = 1
    width, height = frame.width * pixel_aspect, frame.height
    room = (HEIGHT, WIDTH) if is_turned(matrix_of(frame)) else (WIDTH, HEIGHT)
    factor = min(room[0] / width, room[1] / height)
    return max(2, round(width * factor / 2) * 2), max(2, round(height * factor / 2) * 2)


def is_turned(matrix: tuple[int, int, int, int]) -> bool:
    a, b, c, d = matrix
    return abs(b) + abs(c) > abs(a) + abs(d)


def turns(matrix: tuple[int, int, int, int]) -> list[tuple[str, str]]:
    """Return the filters for all eight ways in which a picture may lie."""
    a, b, c, d = matrix
    if is_turned(matrix):  # "cclock_flip" swaps x and y
        swap, mirror_x, mirror_y = [("transpose", "cclock_flip")], c < 0, b < 0
    else:
        swap, mirror_x, mirror_y = [], a < 0, d < 0
    return swap + [("hflip", "")] * mirror_x + [("vflip", "")] * mirror_y


def framing() -> list[tuple[str, str]]:
    """Put bars around, and drop what a camera has written beside the picture."""
    return [("pad", f"{WIDTH}:{HEIGHT}:-1:-1"), ("setsar", "1"), ("sidedata", "delete")]
