"""What is stored of pictures, decoded by a browser: upright, in the right colours, to the last frame."""

import base64

import pytest
from PIL import Image

from tests.boards.files.pictures import BLACK, BLUE, RED, WHITE, Made, moving, plain, saved
from tests.boards.files.profiles import p3
from tests.boards.files.test_pictures import STORED, held

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

CORNERS = [RED, BLUE, WHITE, BLACK]
TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}
# Width and height of a picture, and the colours in the middle of its quarters.
LOOK = """async address => {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const { naturalWidth: width, naturalHeight: height } = picture;
  const pen = new OffscreenCanvas(width, height).getContext("2d");
  pen.drawImage(picture, 0, 0);
  const at = (x, y) => [...pen.getImageData((x * width) / 4, (y * height) / 4, 1, 1).data];
  return [width, height, [at(1, 1), at(3, 1), at(1, 3), at(3, 3)]];
}"""
# How many frames a decoder of the browser's finds that must come to the end of each.
FRAMES = """async ([bytes, type]) => {
  const data = Uint8Array.from(atob(bytes), letter => letter.charCodeAt(0));
  const decoder = new ImageDecoder({ data, type });
  await Promise.all([decoder.completed, decoder.tracks.ready]);
  const count = decoder.tracks.selectedTrack.frameCount;
  for (let frameIndex = 0; frameIndex < count; frameIndex++) await decoder.decode({ frameIndex });
  return count;
}"""


@pytest.fixture(scope="module")
def blank(browser):
    """A page of an address to which browsers give all their decoders."""
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto("https://pictures.example/")
    yield page
    page.close()


def sixteen_bits():
    grey = plain().convert("L")
    return Image.frombytes("I;16", grey.size, b"".join(bytes([0, value]) for value in grey.tobytes()))


def pictures():
    for kind in ("jpg", "png", "webp"):
        yield from ((kind, held(orientation, kind)) for orientation in STORED)
    yield "jpg", saved(plain(mode="CMYK"), "jpg")
    yield "jpg", saved(plain(), "jpg", progressive=True)
    yield "jpg", saved(plain(), "MPO", save_all=True, append_images=[plain()])
    yield "png", saved(plain(mode="P"), "png")
    yield "png", saved(plain(mode="RGBA"), "png")
    yield "webp", saved(plain(mode="RGBA"), "webp", lossless=True)
    yield "gif", saved(plain(), "gif")


def test_a_browser_shows_pictures_upright_and_in_their_colours(blank, tmp_path):
    for kind, content in pictures():
        width, height, colours = blank.evaluate(LOOK, address(Made(content, kind, tmp_path / "work"), kind))
        assert (width, height) == (64, 48)
        assert [nearest(colour) for colour in colours] == CORNERS


def address(made, kind):
    return f"data:{TYPES[kind]};base64,{base64.b64encode(made.content).decode()}"


def nearest(found):
    return min(CORNERS, key=lambda colour: sum((a - b) ** 2 for a, b in zip(found[:3], colour, strict=True)))


def test_a_browser_shows_sixteen_bits_of_grey(blank, tmp_path):
    made = Made(saved(sixteen_bits(), "png"), "png", tmp_path / "work")
    *_, colours = blank.evaluate(LOOK, address(made, "png"))
    grey = [round(plain().convert("L").getpixel(at)) for at in ((16, 12), (48, 12), (16, 36), (48, 36))]
    assert [colour[0] for colour in colours] == pytest.approx(grey, abs=2)


def test_a_browser_sees_through_where_a_palette_says_so(blank, tmp_path):
    picture = plain(mode="P")
    content = saved(picture, "png", transparency=picture.getpixel((48, 12)))
    *_, colours = blank.evaluate(LOOK, address(Made(content, "png", tmp_path / "work"), "png"))
    assert [colour[3] for colour in colours] == [255, 0, 255, 255]


def test_a_browser_shows_the_colours_of_a_wide_screen(blank, tmp_path):
    """Where a profile is not heeded, they look pale."""
    picture = Image.new("RGB", (64, 48), (200, 60, 60))
    made = Made(saved(picture, "png", icc_profile=p3()), "png", tmp_path / "work")
    *_, [[red, green, _, _], *_] = blank.evaluate(LOOK, address(made, "png"))
    assert red > 210
    assert green < 50


@pytest.mark.parametrize("kind", ["gif", "png", "webp"])
def test_a_browser_finds_each_frame(blank, tmp_path, kind):
    made = Made(moving(kind, frames=7), kind, tmp_path / "work")
    assert blank.evaluate(FRAMES, [base64.b64encode(made.content).decode(), TYPES[kind]]) == 7
