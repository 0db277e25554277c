"""Letters that can be read in the light can be read in the dark, by arithmetic over the tokens.

axe looks at the screens in the light scheme. Letters and ground are tokens with one value for each scheme: a pair
that is readable in the light has to be readable in the dark, whichever screen has it.
"""

import math
import re
from itertools import product

from django.conf import settings

NUMBER = r"([\d.]+)"
OKLCH = rf"oklch\({NUMBER}% {NUMBER} {NUMBER}\)"
OF_A_HUE = rf"oklch\({NUMBER}% {NUMBER} var\(--h\)\)"
TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text()
HUES = [float(hue) for hue in re.findall(r"\[data-hue=.*--h: (\d+)", TOKENS)]  # of people and labels
READABLE = 4.5  # WCAG 2.2, 1.4.3
INKS = re.compile(r"^(ink(-\d)?|now|done|over|stop|on-.*)$")
GROUNDS = re.compile(r"^(canvas|sunken|surface|raised|hover|now-fill|inverse|selected|.*-tint)$")
# Readable in the light alone; no stylesheet has them on each other.
APART = {("on-fill", "inverse"), ("on-inverse", "now-fill"), ("now", "selected"), ("stop", "selected")}


def tokens():
    """Each token that is an opaque colour, as the light scheme has it and the dark one."""
    both = re.findall(rf"--([\w-]+): light-dark\({OKLCH}, {OKLCH}\);", TOKENS)
    one = re.findall(rf"--([\w-]+): {OKLCH};", TOKENS)
    return {name: (numbers(values[:3]), numbers(values[-3:])) for name, *values in both + one}


def numbers(texts):
    return tuple(map(float, texts))


def linear_light(lightness, chroma, hue):
    """Red, green and blue of an OKLCH colour; what a screen cannot show is cut off."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    lightness /= 100
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return [min(1, max(0, light)) for light in (red, green, blue)]


def luminance(lightness, chroma, hue):
    """Of an OKLCH colour, as WCAG reckons it."""
    lights = linear_light(lightness, chroma, hue)
    return sum(share * light for share, light in zip((0.2126, 0.7152, 0.0722), lights, strict=True))


def contrast(one, other):
    darker, lighter = sorted((luminance(*one), luminance(*other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_21_to_1():
    assert round(contrast((0, 0, 0), (100, 0, 0)), 2) == 21


def test_what_can_be_read_in_the_light_can_be_read_in_the_dark():
    colours = tokens()
    inks, grounds = filter(INKS.match, colours), [name for name in colours if GROUNDS.match(name)]
    ratios = {
        (ink, ground): tuple(map(contrast, colours[ink], colours[ground]))
        for ink, ground in product(inks, grounds)
    }
    assert sum(light >= READABLE for light, _ in ratios.values()) > 50
    lost = {pair for pair, (light, dark) in ratios.items() if light >= READABLE > dark}
    assert lost - APART == set()


def test_initials_can_be_read_in_every_hue_and_both_schemes():
    """They are the one text whose colours are no tokens."""
    hued = rf"light-dark\({OF_A_HUE}, {OF_A_HUE}\)"
    controls = (settings.BASE_DIR / "static/css/controls.css").read_text()
    ground, ink, *_ = re.findall(rf"(?:background|color): {hued}", controls)
    assert len(HUES) == 8
    for hue, scheme in product(HUES, (slice(0, 2), slice(2, 4))):
        assert contrast((*numbers(ink[scheme]), hue), (*numbers(ground[scheme]), hue)) >= READABLE
