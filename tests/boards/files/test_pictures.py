"""What the task makes of pictures: they look as they did, and are shown by every browser."""

from io import BytesIO

import pytest
from PIL import Image, ImageSequence

from boards.files.pictures import reading
from boards.files.pictures.drawing import LONGEST
from boards.files.pictures.task import LIGHT
from tests.boards.files.pictures import (
    CORNERS,
    KINDS,
    ORIENTATION,
    corners,
    moving,
    noise,
    plain,
    repeated,
    saved,
    with_chunk,
)
from tests.boards.files.profiles import p3

# How a picture is stored that is shown upright by this orientation: what undoes it, done before.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def held(orientation, kind, mode="RGB", **how):
    """A picture of a camera that was held in one of eight ways."""
    picture, exif = plain(mode=mode), Image.Exif()
    if STORED[orientation] is not None:
        picture = picture.transpose(STORED[orientation])
    exif[ORIENTATION] = orientation
    return saved(picture, kind, exif=exif, **how)


# --- Turned ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
@pytest.mark.parametrize("orientation", STORED)
def test_a_picture_is_turned_as_its_camera_was_held(make, kind, orientation):
    made = make(held(orientation, kind), kind)
    assert (made.said["width"], made.said["height"]) == made.picture.size == (64, 48)
    assert corners(made.picture) == CORNERS
    assert ORIENTATION not in made.picture.getexif()


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1"])
def test_a_picture_of_any_mode_is_turned(make, mode):
    made = make(held(6, "png", mode), "png")
    assert (made.picture.mode, made.picture.size) == (mode, (64, 48))


def test_a_picture_without_loss_is_turned_without_loss(make):
    made = make(held(6, "webp", lossless=True), "webp")
    assert made.picture.tobytes() == plain().tobytes()


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_there_is_not_turns_nothing(make, orientation):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    assert corners(make(saved(plain(), "jpg", exif=exif), "jpg").picture) == CORNERS


@pytest.mark.parametrize(
    "exif", [b"", b"Exif\0\0II*\0", b"Exif\0\0II*\0\x08\0\0\0\xff\xff\xff\xff", b"nothing"]
)
def test_a_picture_whose_exif_is_damaged_is_taken_as_it_is(make, exif):
    assert corners(make(saved(plain(), "jpg", exif=exif), "jpg").picture) == CORNERS


def test_an_exif_that_leads_in_a_circle_ends(make):
    entries = b"\x02\0" + b"\x69\x87\x04\0\x01\0\0\0\x08\0\0\0" + b"\x25\x88\x04\0\x01\0\0\0\x08\0\0\0"
    circle = b"Exif\0\0II*\0\x08\0\0\0" + entries + b"\x08\0\0\0"
    assert corners(make(saved(plain(), "jpg", exif=circle), "jpg").picture) == CORNERS


# --- Colours --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["png", "webp", "gif"])
def test_what_is_not_turned_keeps_every_pixel(make, kind):
    content = saved(noise(), kind)
    assert (
        make(content, kind).picture.convert("RGB").tobytes()
        == Image.open(BytesIO(content)).convert("RGB").tobytes()
    )


def test_a_jpeg_loses_next_to_nothing_and_does_not_grow(make):
    content = saved(noise((400, 300)), "jpg", quality=92)
    made = make(content, "jpg")
    before, after = (Image.open(BytesIO(some)).convert("L").tobytes() for some in (content, made.content))
    assert sum(abs(a - b) for a, b in zip(before, after, strict=True)) / len(before) < 0.5
    assert len(made.content) < len(content) * 1.05


@pytest.mark.parametrize("profile", [None, p3()])
def test_a_picture_for_printing_is_shown_in_the_colours_of_screens(make, profile):
    """A profile that is not for printing is none of it."""
    made = make(saved(plain(mode="CMYK"), "jpg", icc_profile=profile), "jpg")
    assert (made.picture.mode, corners(made.picture)) == ("RGB", CORNERS)
    assert "icc_profile" not in made.picture.info


def test_sixteen_bits_of_grey_look_in_the_preview_as_in_the_picture(make):
    """Pillow would show all but the darkest as white."""
    row = b"".join(value.to_bytes(2, "little") for value in range(0, 64_000, 40))
    grey = Image.frombytes("I;16", (1600, 200), row * 200)
    made = make(saved(grey, "png"), "png")
    assert made.picture.mode == "I;16"
    shown = made.preview.convert("L")
    assert (shown.getpixel((0, 0)) < 8, abs(shown.getpixel((600, 0)) - 125) < 8) == (True, True)


def test_a_palette_keeps_its_transparency(make):
    picture = plain(mode="P")
    made = make(saved(picture, "png", transparency=picture.getpixel((60, 4))), "png")
    assert made.picture.mode == "P"
    assert [made.picture.convert("RGBA").getpixel(at)[3] for at in ((4, 4), (60, 4))] == [255, 0]


def test_a_preview_keeps_transparency_too(make):
    picture = noise((1600, 400)).convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 800, 400))
    made = make(saved(picture, "png"), "png")
    assert [made.preview.getpixel(at)[3] for at in ((100, 100), (1100, 100))] == [0, 255]


def test_what_else_says_how_pixels_look_is_kept(make):
    gamma = with_chunk(saved(plain(), "png"), b"gAMA", (100_000).to_bytes(4))
    assert make(gamma, "png").picture.info["gamma"] == 1.0


# --- Several in one -------------------------------------------------------------------------------------


def test_of_a_jpeg_that_holds_several_pictures_the_first_is_taken(make):
    """Phones make them: of depth, of moments, of light."""
    content = BytesIO()
    plain().save(content, "MPO", save_all=True, append_images=[noise(), noise()])
    made = make(content.getvalue(), "jpg")
    assert (made.picture.format, corners(made.picture), made.said["animated"]) == ("JPEG", CORNERS, False)
    assert len(made.content) < len(saved(plain(), "jpg")) + 100


@pytest.mark.parametrize("kind", ["gif", "png", "webp"])
def test_one_that_moves_keeps_its_frames_and_their_times(make, kind):
    content = moving(kind, duration=[70, 40, 250, 1000])
    before, made = Image.open(BytesIO(content)), make(content, kind)
    assert made.said["animated"]
    assert made.picture.info["loop"] == before.info["loop"] == 3
    assert frames(made.picture) == frames(before)
    assert [time for time, _ in frames(before)] == [70, 40, 250, 1000]


def frames(picture):
    return [
        (frame.info["duration"] if frame.load() else 0, frame.convert("RGBA").tobytes())
        for frame in ImageSequence.Iterator(picture)
    ]


@pytest.mark.parametrize("kind", ["gif", "png", "webp"])
def test_the_preview_of_one_that_moves_stands_still(make, kind):
    preview = make(moving(kind), kind).preview
    assert (preview.format, getattr(preview, "n_frames", 1)) == ("WEBP", 1)


@pytest.mark.parametrize("kind", ["gif", "png", "webp"])
def test_ten_thousand_frames_are_too_many(refusal, kind):
    content = repeated(10_000) if kind == "gif" else flickering(kind, 10_000)
    assert refusal(content, kind) == "too_many_frames"


def flickering(kind, count):
    """Frames of a few pixels, no two of which that follow each other are the same."""
    pictures = [Image.new("RGB", (4, 4), (number % 2 * 9, 0, 0)) for number in range(count)]
    return saved(pictures[0], kind, save_all=True, append_images=pictures[1:], duration=20)


def test_few_frames_may_be_too_many_pixels(refusal, monkeypatch):
    monkeypatch.setattr(reading, "FRAME_PIXELS", 10 * 64 * 48)
    assert refusal(repeated(11, (64, 48)), "gif") == "too_many_frames"


# --- The preview ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1500, 1000), (1000, 1500), (5000, 3)])
def test_a_large_picture_has_a_small_preview(make, size):
    made = make(saved(noise(size), "png"), "png")
    assert (made.preview.format, max(made.preview.size)) == ("WEBP", LONGEST)
    assert made.picture.size == (made.said["width"], made.said["height"]) == size


def test_the_preview_is_turned_as_well(make):
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    made = make(saved(plain((1600, 2400)).transpose(STORED[6]), "jpg", exif=exif, quality=100), "jpg")
    assert (made.preview.size, corners(made.preview)) == ((800, 1200), CORNERS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_small_picture_is_its_own_preview(make, kind):
    made = make(saved(plain(), kind), kind)
    assert (made.said["preview"], made.preview) == (False, None)


def test_a_heavy_one_has_a_lighter_preview_even_if_it_is_small(make):
    made = make(saved(noise((500, 500)), "png"), "png")
    assert len(made.content) > LIGHT
    assert (made.folder / "preview").stat().st_size < len(made.content)


# --- What it is not -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_picture_that_is_cut_off_is_refused(refusal, kind, tenth):
    content = saved(noise(), kind)
    assert refusal(content[: len(content) * tenth // 10], kind) == "damaged"


@pytest.mark.parametrize("kind", ["gif", "png", "webp"])
@pytest.mark.parametrize("tenth", range(1, 10))
def test_one_that_moves_and_is_cut_off_is_refused(refusal, kind, tenth):
    content = moving(kind)
    assert refusal(content[: len(content) * tenth // 10], kind) == "damaged"


@pytest.mark.parametrize("kind", ["png", "jpg", "webp"])
def test_the_last_byte_of_a_picture_counts(refusal, kind):
    assert refusal(saved(noise(), kind)[:-1], kind) == "damaged"


def test_an_old_gif_may_have_zeros_between_its_parts_and_no_mark_of_its_end(make):
    assert corners(make(saved(plain(), "gif")[:-1] + b"\0", "gif").picture) == CORNERS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_in", KINDS)
def test_a_picture_is_read_as_what_it_was_taken_for_and_as_nothing_else(refusal, kind, is_in):
    if kind != is_in:
        assert refusal(saved(plain(), is_in), kind) == "damaged"


def test_a_small_file_of_a_huge_picture_is_refused_before_it_is_decoded(refusal):
    content = saved(Image.new("1", (30_000, 30_000)), "png", compress_level=9)
    assert len(content) < 120_000
    assert refusal(content, "png") == "too_many_pixels"


@pytest.mark.parametrize("kind", ["gif", "webp", "jpg"])
def test_one_pixel_too_many_is_refused(refusal, kind):
    content = bytearray(saved(Image.new("L", (100, 100)), kind))
    size = {"gif": (6, b"\xff\xff\xff\xff"), "webp": (26, b"\xff\x3f\xff\x3f")}
    at, huge = size.get(kind) or (content.index(b"\xff\xc0") + 5, b"\xff\xff\xff\xff")
    content[at : at + 4] = huge
    assert refusal(bytes(content), kind) == "too_many_pixels"
