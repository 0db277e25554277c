"""What a file is, by its first bytes."""

import pytest

from boards.files.kinds import HEAD, hidden_kind, picture_kind
from tests import videofiles
from tests.boards.files.pictures import KINDS, plain, saved

PICTURES = [(kind, saved(plain(), kind)) for kind in KINDS]
HIDDEN = [
    ("HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
    ("HEIC", b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic"),
    ("AVIF", saved(plain(), "avif")),
    ("TIFF", saved(plain(), "tiff")),
    ("TIFF", b"MM\0*\0\0\0\x08"),
    ("BMP", saved(plain(), "bmp")),
    ("JPEG 2000", saved(plain(), "jpeg2000")),
    ("JPEG XL", b"\xff\x0a\0\0"),
]
OTHERS = [
    b"",
    b"%PDF-1.7",
    b"PK\x03\x04",
    b"<!doctype html>",
    b"<svg xmlns='http://www.w3.org/2000/svg'>",
    b"BMW,3 series,42\n",
    b"BMP is a format. \x28\0\0\0",
    b"RIFF\0\0\0\0WAVE",
    b"GIF88a",
    b"\xff\xd8 cut off",
    b" \x89PNG\r\n\x1a\n",
    videofiles.mp4(),
]


@pytest.mark.parametrize(("kind", "content"), PICTURES)
def test_a_picture_is_known(kind, content):
    assert (picture_kind(content[:HEAD]), hidden_kind(content[:HEAD])) == (kind, "")


@pytest.mark.parametrize(("name", "content"), HIDDEN)
def test_a_picture_that_not_every_browser_shows_is_known_too(name, content):
    assert (picture_kind(content[:HEAD]), hidden_kind(content[:HEAD])) == ("", name)


@pytest.mark.parametrize("content", OTHERS)
def test_all_else_is_another_file(content):
    assert (picture_kind(content[:HEAD]), hidden_kind(content[:HEAD])) == ("", "")
