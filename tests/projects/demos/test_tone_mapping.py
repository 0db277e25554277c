"""The tables that make an ordinary picture of HDR: numbers of them, and what FFmpeg makes of pictures with them."""

import colorsys
from array import array
from fractions import Fraction
from math import log, sqrt, sumprod
from time import process_time

import av
import av.filter
import pytest

from projects.demos.videos.tone_mapping import LUMA_2020, PEAK, WHITE, light_to_pq, write_cube

PQ, HLG = "smpte2084", "arib-std-b67"
# Linear BT.709 to linear BT.2020 (BT.2087, item M2)
TO_2020 = ((0.6274, 0.3293, 0.0433), (0.0691, 0.9195, 0.0114), (0.0164, 0.0880, 0.8956))
both = pytest.mark.parametrize("transfer", [PQ, HLG])


def signal(transfer, light):
    """Return what a camera writes for a light of BT.2020, in cd/m²."""
    if transfer == PQ:
        return tuple(light_to_pq(value) for value in light)
    luminance = sumprod(light, LUMA_2020)
    gain = PEAK * (luminance / PEAK) ** (0.2 / 1.2) if luminance else 1
    return tuple(hlg_of_scene(value / gain) for value in light)


def hlg_of_scene(scene):
    if scene <= 1 / 12:
        return sqrt(3 * scene)
    return 0.17883277 * log(12 * scene - 0.28466892) + 0.5599107


@pytest.fixture(scope="module")
def cubes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cubes")
    paths = {transfer: folder / f"{transfer}.cube" for transfer in (PQ, HLG)}
    for transfer, path in paths.items():
        write_cube(path, transfer)
    return paths


@pytest.fixture
def mapped(cubes):
    """Map colours as FFmpeg does."""

    def map_colours(transfer, colours):
        graph = av.filter.Graph()
        source = graph.add_buffer(width=len(colours), height=1, format="gbrp10le", time_base=Fraction(1, 30))
        lut, sink = graph.add("lut3d", f"file={cubes[transfer]}"), graph.add("buffersink")
        graph.link_nodes(source, lut, sink).configure()
        graph.vpush(picture(colours))
        planes = [array("H", bytes(plane)) for plane in graph.vpull().planes]
        return [tuple(planes[place][x] / 1023 for place in (2, 0, 1)) for x in range(len(colours))]

    return map_colours


def picture(colours):
    frame = av.VideoFrame(len(colours), 1, "gbrp10le")
    for plane, place in zip(frame.planes, (1, 2, 0), strict=True):
        row = array("H", [round(1023 * colour[place]) for colour in colours])
        plane.update(row.tobytes() + bytes(plane.buffer_size - 2 * len(row)))
    frame.pts = 0
    return frame


def ordinary(colour):
    """Return the light of a colour of an ordinary picture, in BT.2020 and cd/m²."""
    linear = [WHITE * value**2.2 for value in colour]
    return tuple(sumprod(row, linear) for row in TO_2020)


@both
def test_grays_stay_gray_and_in_their_order(mapped, transfer):
    grays = mapped(transfer, [(step / 200,) * 3 for step in range(201)])
    assert all(max(gray) - min(gray) <= 1 / 1023 for gray in grays)
    assert [gray[0] for gray in grays] == sorted(gray[0] for gray in grays)
    assert (grays[0][0], grays[-1][0]) == (0, 1)


@both
def test_white_paper_is_bright_and_leaves_room_for_lights(mapped, transfer):
    paper, lamp = mapped(transfer, [signal(transfer, (light,) * 3) for light in (203, 600)])
    assert 0.85 < paper[0] < 0.93
    assert paper[0] + 0.05 < lamp[0] < 1


@both
def test_what_is_darker_than_paper_looks_as_in_an_ordinary_picture(mapped, transfer):
    (gray,) = mapped(transfer, [signal(transfer, ordinary((0.46,) * 3))])
    assert gray[0] == pytest.approx(0.46, abs=0.02)


@both
@pytest.mark.parametrize(
    "colour",
    [
        pytest.param((0.88, 0.67, 0.55), id="light skin"),
        pytest.param((0.45, 0.29, 0.22), id="dark skin"),
        pytest.param((0.8, 0, 0), id="red"),
        pytest.param((0, 0.8, 0), id="green"),
        pytest.param((0, 0, 0.8), id="blue"),
        pytest.param((0.8, 0.8, 0), id="yellow"),
        pytest.param((0, 0.8, 0.8), id="cyan"),
        pytest.param((0.8, 0, 0.8), id="magenta"),
    ],
)
def test_a_colour_keeps_its_hue_and_its_strength(mapped, transfer, colour):
    (seen,) = mapped(transfer, [signal(transfer, ordinary(colour))])
    wanted, (hue, saturation, _) = colorsys.rgb_to_hsv(*colour), colorsys.rgb_to_hsv(*seen)
    turned = abs(hue - wanted[0])
    assert min(turned, 1 - turned) < 10 / 360
    assert saturation == pytest.approx(wanted[1], abs=0.12)


@both
def test_a_red_that_no_ordinary_screen_shows_is_still_red(mapped, transfer):
    (seen,) = mapped(transfer, [signal(transfer, (WHITE, 0, 0))])
    hue, saturation, value = colorsys.rgb_to_hsv(*seen)
    assert min(hue, 1 - hue) < 12 / 360
    assert saturation > 0.6
    assert value > 0.8


@both
def test_a_table_takes_less_than_half_a_second(tmp_path, transfer):
    before = process_time()
    write_cube(tmp_path / "table.cube", transfer)
    assert process_time() - before < 0.5
