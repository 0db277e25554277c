"""Tables that turn pictures of high dynamic range into ordinary ones, for FFmpeg's filter lut3d.

A telephone films in HDR: BT.2020 colours, and light up to 1,000 cd/m² where an ordinary picture ends at white. Shown
as if it were ordinary, such a film looks pale. A table maps each R'G'B' of it, in full range, to R'G'B' of BT.709.

FFmpeg's scale filter maps HDR too, but leaves white at two thirds of the signal: too dark for a screen in daylight.
"""

from collections.abc import Callable, Iterator
from itertools import product
from math import exp, sumprod
from pathlib import Path

type Colour = tuple[float, float, float]

POINTS = 33
PEAK = 1000.0  # cd/m², the nominal peak of HLG (BT.2100), and the most that telephones use of PQ
WHITE = 203.0  # cd/m², of white paper (BT.2408, table 1); where an ordinary picture ends
DISPLAY_GAMMA = 2.2  # browsers show BT.709 as sRGB

LUMA_2020 = (0.2627, 0.6780, 0.0593)  # luminance of the primaries (BT.2020, table 4)
# Linear BT.2020 to linear BT.709 (BT.2407, section 2)
TO_709 = ((1.6605, -0.5876, -0.0728), (-0.1246, 1.1329, -0.0083), (-0.0182, -0.1006, 1.1187))


def write_cube(path: Path, transfer: str) -> None:
    """Write the table for a transfer as FFmpeg names it, "smpte2084" (PQ) or "arib-std-b67" (HLG)."""
    lines = (f"{red:.5f} {green:.5f} {blue:.5f}\n" for red, green, blue in mapped(TO_LIGHT[transfer]))
    path.write_text(f"LUT_3D_SIZE {POINTS}\n{''.join(lines)}", encoding="ascii")


def mapped(to_light: Callable[[Colour], Colour]) -> Iterator[Colour]:
    """Yield the colours of the table; in a .cube red runs fastest."""
    steps = [step / (POINTS - 1) for step in range(POINTS)]
    for blue, green, red in product(steps, repeat=3):
        yield encoded(compressed(into_709(to_light((red, green, blue)))))


# --- From the signal to light, in cd/m² of BT.2020 ---------------------------------------------------------
def light_of_pq(signal: Colour) -> Colour:
    """Apply the EOTF of PQ (BT.2100, table 4)."""
    red, green, blue = map(pq_to_light, signal)
    return red, green, blue


def light_of_hlg(signal: Colour) -> Colour:
    """Apply the inverse OETF of HLG, then its OOTF with a gamma of 1.2 (BT.2100, table 5)."""
    red, green, blue = map(hlg_to_scene, signal)
    gain = PEAK * sumprod((red, green, blue), LUMA_2020) ** 0.2
    return red * gain, green * gain, blue * gain


TO_LIGHT = {"smpte2084": light_of_pq, "arib-std-b67": light_of_hlg}

M1, M2 = 2610 / 16384, 2523 / 4096 * 128
C1, C2, C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32


def pq_to_light(signal: float) -> float:
    power = signal ** (1 / M2)
    return 10_000 * (max(power - C1, 0) / (C2 - C3 * power)) ** (1 / M1)


def light_to_pq(light: float) -> float:
    """Apply the inverse EOTF of PQ (BT.2100, table 4)."""
    power = (light / 10_000) ** M1
    return ((C1 + C2 * power) / (1 + C3 * power)) ** M2


def hlg_to_scene(signal: float) -> float:
    if signal <= 0.5:
        return signal * signal / 3
    a = 0.17883277
    b = 1 - 4 * a
    c = 0.5599107295  # 0.5 - a ln(4a)
    return (exp((signal - c) / a) + b) / 12


# --- From that light to an ordinary picture ----------------------------------------------------------------
def into_709(light: Colour) -> Colour:
    """Express a colour in BT.709, and clip what lies outside (BT.2407, section 2).

    To draw it towards its gray instead turns the red of BT.2020 into a pink.
    """
    red, green, blue = [max(sumprod(row, light), 0.0) for row in TO_709]
    return red, green, blue


def compressed(light: Colour) -> Colour:
    """Bring the brightest of the three below white, and the others with it, so that the hue stays."""
    brightest = max(light)
    if not brightest:
        return light
    gain = below_white(brightest) / brightest
    red, green, blue = light
    return red * gain, green * gain, blue * gain


SOURCE = light_to_pq(PEAK)
TARGET = light_to_pq(WHITE) / SOURCE
KNEE = 1.5 * TARGET - 0.5


def below_white(light: float) -> float:
    """Apply the EETF of BT.2390 (section 5.4.1): as it is up to the knee, then a Hermite spline up to white."""
    signal = min(light_to_pq(light) / SOURCE, 1.0)
    if signal <= KNEE:
        return light
    t = (signal - KNEE) / (1 - KNEE)
    start, slope, end = 2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t, 3 * t**2 - 2 * t**3
    return pq_to_light(SOURCE * (start * KNEE + slope * (1 - KNEE) + end * TARGET))


def encoded(light: Colour) -> Colour:
    red, green, blue = [min(value / WHITE, 1.0) ** (1 / DISPLAY_GAMMA) for value in light]
    return red, green, blue
