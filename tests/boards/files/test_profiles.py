"""The colour profile of a picture is kept, and nothing in it but colours."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from tests.boards.files.pictures import noise, plain, saved
from tests.boards.files.profiles import mixed, p3, shown_on_screen, srgb, with_part

PROFILES = {"srgb": srgb(), "p3": p3()}


@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
@pytest.mark.parametrize("name", PROFILES)
def test_a_picture_shows_the_colours_of_its_profile(make, kind, name):
    content = saved(mixed(), kind, icc_profile=PROFILES[name])
    made = make(content, kind)
    before, after = shown_on_screen(Image.open(BytesIO(content))), shown_on_screen(made.picture)
    assert difference(before, after) < (2 if kind == "jpg" else 0.01)


def difference(one, other):
    pairs = zip(one.tobytes(), other.tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / len(one.tobytes())


@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
def test_a_preview_has_the_profile_of_its_picture(make, kind):
    made = make(saved(noise((1600, 40)), kind, icc_profile=p3()), kind)
    assert made.preview.info["icc_profile"] == made.picture.info["icc_profile"]


def test_the_profile_of_a_picture_that_is_turned_is_kept(make):
    exif = Image.Exif()
    exif[0x112] = 6
    made = make(saved(plain(), "jpg", exif=exif, icc_profile=p3()), "jpg")
    assert name_of(made.picture) == "Colours"


def name_of(picture):
    return ImageCms.getProfileName(ImageCms.ImageCmsProfile(BytesIO(picture.info["icc_profile"]))).strip()


@pytest.mark.parametrize("version", [2, 4])
def test_its_title_can_be_read_in_each_version_of_the_format(make, version):
    profile = bytearray(srgb())
    profile[8] = version
    assert name_of(make(saved(plain(), "png", icc_profile=bytes(profile)), "png").picture) == "Colours"


def test_a_profile_of_a_screen_does_not_say_which_one(make):
    """A Mac writes into each picture of its screen which make and model that is, and its number."""
    profile = with_part(srgb().replace(b"APPL", b"SN47"), b"mmod", b"mmod\0\0\0\0SN-4711 traces")
    made = make(saved(mixed(), "png", icc_profile=profile), "png").picture.info["icc_profile"]
    assert [trace for trace in (b"mmod", b"SN47", b"SN-4711", b"traces") if trace in made] == []


def test_a_profile_does_not_say_when_it_was_made(make):
    """The first three numbers after the place of the date in the format."""
    made = make(saved(plain(), "png", icc_profile=srgb()), "png").picture.info["icc_profile"]
    assert [int.from_bytes(made[at : at + 2]) for at in (24, 26, 28)] == [2000, 1, 1]


@pytest.mark.parametrize(
    "profile",
    [b"no profile", srgb()[:150], srgb()[:400], b"\0\0\x04\0" + b"GPS 51.5" * 200, bytes(5 * 2**20)],
)
def test_what_is_no_profile_goes(make, profile):
    assert "icc_profile" not in make(saved(plain(), "webp", icc_profile=profile), "webp").picture.info


def test_a_profile_of_other_colours_than_the_picture_has_goes(make):
    assert "icc_profile" not in make(saved(plain(mode="L"), "jpg", icc_profile=srgb()), "jpg").picture.info


def test_what_stands_behind_a_profile_goes(make):
    made = make(saved(plain(), "png", icc_profile=srgb() + b"behind it"), "png")
    assert b"behind it" not in made.picture.info["icc_profile"]
