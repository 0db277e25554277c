"""Nothing is left of where, when, by whom and by what a picture was made, and of nothing that hides in it."""

import zipfile
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from tests.boards.files.pictures import MAKER, moving, noise, plain, saved, with_chunk

GPS, MODEL, SERIAL, TAKEN = 0x8825, 0x110, 0xA431, 0x9003
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>51,30.4N</exif:GPSLatitude>traces</x:xmpmeta>'
TRACES = (
    b"Exif",
    b"GPSLatitude",
    b"traces",
    b"Lens & Co",
    b"SN-4711",
    b"2026:09:14",
    b"N\0\0\0",
    b"PK\x03\x04",
)


def exif(**more):
    """What a phone writes, with a thumbnail."""
    written = Image.Exif()
    written[MAKER], written[MODEL], written[0x10E] = "Lens & Co", "traces", "traces"
    written.get_ifd(0x8769).update({SERIAL: "SN-4711", TAKEN: "2026:09:14 10:00:00", 0x9286: b"traces"})
    written.get_ifd(GPS).update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    return written.tobytes() + saved(noise((160, 120)), "jpg")


def archive():
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("traces.txt", "traces")
    return content.getvalue()


def texts():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "traces")
    info.add_text("Comment", "traces " * 100, zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return info


def gif_with(extension):
    content = saved(noise(), "gif")
    return content[:-1] + b"\x21" + extension + content[-1:]


def blocks(content):
    return bytes([len(content)]) + content + b"\0"


def webp_with(name, data, **how):
    content = saved(noise(), "webp", **how) + name + len(data).to_bytes(4, "little") + data
    return content[:4] + (len(content) - 8).to_bytes(4, "little") + content[8:]


PICTURES = {
    "jpg of a phone": ("jpg", saved(noise(), "jpg", exif=exif(), xmp=XMP, comment=b"traces", dpi=(300, 300))),
    "jpg with an archive behind it": ("jpg", saved(noise(), "jpg") + archive()),
    "jpg with parts of programs": ("jpg", saved(noise(), "jpg", extra=b"\xff\xed\0\x14Photoshop 3.0\0traces")),
    "png with texts": ("png", saved(noise(), "png", exif=exif(), pnginfo=texts())),
    "png with an archive behind it": ("png", saved(noise(), "png") + archive()),
    "png with an archive in a part": ("png", with_chunk(saved(noise(), "png"), b"prVt", archive())),
    "png with a time": ("png", with_chunk(saved(noise(), "png"), b"tIME", b"traces!")),
    "png whose gamma goes on": ("png", with_chunk(saved(noise(), "png"), b"gAMA", b"\0\x01\x86\xa0traces")),
    "png with texts behind its pixels": ("png", with_chunk(saved(noise(), "png"), b"tEXt", b"a\0traces", b"IEND")),
    "png with colours of its own": ("png", with_chunk(saved(plain(mode="P"), "png"), b"eXIf", exif()[6:], b"PLTE")),
    "png that moves": ("png", with_chunk(moving("png"), b"zTXt", b"a\0\0traces", b"fcTL")),
    "png with a long colour": ("png", with_chunk(saved(noise(), "png"), b"tRNS", bytes(6) + b"traces")),
    "png with a palette that it does not need": ("png", with_chunk(saved(noise(), "png"), b"PLTE", b"traces")),
    "webp with a second picture": ("webp", webp_with(b"VP8 ", b"traces")),
    "webp with a transparency that it does not need": ("webp", webp_with(b"ALPH", b"traces")),
    "webp of a phone": ("webp", saved(noise(), "webp", exif=exif(), xmp=XMP)),
    "webp with a part of its own": ("webp", webp_with(b"OWN ", b"traces", exif=exif())),
    "webp with an archive behind it": ("webp", saved(noise(), "webp") + archive()),
    "webp that moves": ("webp", moving("webp", exif=exif(), xmp=XMP)),
    "gif with a comment": ("gif", saved(noise(), "gif", comment=b"traces")),
    "gif with an archive behind it": ("gif", saved(noise(), "gif") + archive()),
    "gif with what a program adds": ("gif", gif_with(b"\xff" + blocks(b"XMP DataXMP")[:-1] + blocks(XMP))),
    "gif with a text": ("gif", gif_with(b"\x01" + blocks(bytes(12))[:-1] + blocks(b"traces"))),
    "gif that moves": ("gif", moving("gif", comment=b"traces")),
}  # fmt: skip


@pytest.mark.parametrize("name", PICTURES)
def test_no_trace_is_left(make, name):
    kind, content = PICTURES[name]
    assert any(trace in content for trace in TRACES)
    made = make(content, kind)
    assert [trace for trace in TRACES if trace in made.all_bytes] == []
    assert set(made.picture.info) <= {
        "jfif", "jfif_version", "jfif_density", "jfif_unit", "dpi", "background", "version", "duration", "loop",
        "timestamp", "extension", "gamma", "transparency", "bbox", "disposal", "blend", "srgb",
    }  # fmt: skip


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
def test_no_trace_is_left_of_one_that_is_turned(make, kind, orientation):
    written = Image.Exif()
    written.load(exif())
    written[0x112] = orientation
    made = make(saved(noise(), kind, exif=written.tobytes()), kind)
    assert [trace for trace in TRACES if trace in made.all_bytes] == []


def test_what_stands_behind_the_end_of_the_pixels_goes(make):
    """Readers stop where the compressed stream ends; the part that holds it may go on."""
    content = saved(plain(), "png")
    at = content.index(b"IDAT") - 4
    length = int.from_bytes(content[at : at + 4])
    pixels = content[at + 8 : at + 8 + length]
    longer = with_chunk(content[:at] + content[at + 12 + length :], b"IDAT", pixels + b"traces", b"IEND")
    made = make(longer, "png")
    assert (b"traces" in made.content, made.picture.tobytes()) == (False, plain().tobytes())
