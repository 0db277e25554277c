"""Colour profiles: of sRGB, of a wide screen, and of one that says which screen it is."""

from io import BytesIO

from PIL import Image, ImageCms

# Where the three colours of Display P3 are.
PRIMARIES = {
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
}
HEADER = 128


def srgb():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def p3():
    content = bytearray(srgb())
    for name, colour in PRIMARIES.items():
        at = content.index(name) + 4
        start = int.from_bytes(content[at : at + 4]) + 8
        content[start : start + 12] = b"".join(round(x * 65536).to_bytes(4, signed=True) for x in colour)
    return bytes(content)


def with_part(content, name, data):
    """A profile with one part more."""
    count = int.from_bytes(content[HEADER : HEADER + 4]) + 1
    end = HEADER + 4 + 12 * (count - 1)
    table = bytearray(content[HEADER + 4 : end])
    for at in range(4, len(table), 12):
        table[at : at + 4] = (int.from_bytes(table[at : at + 4]) + 12).to_bytes(4)
    table += name + (len(content) + 12).to_bytes(4) + len(data).to_bytes(4)
    header = (len(content) + 12 + len(data)).to_bytes(4) + content[4:HEADER]
    return header + count.to_bytes(4) + bytes(table) + content[end:] + data


def shown_on_screen(picture):
    """A picture in the colours of sRGB, as its profile says."""
    own = ImageCms.ImageCmsProfile(BytesIO(picture.info["icc_profile"]))
    return ImageCms.profileToProfile(picture.convert("RGB"), own, ImageCms.createProfile("sRGB"))


def mixed():
    """Colours that differ between the profiles."""
    picture = Image.new("RGB", (1600, 20))
    picture.putdata([(40 + x % 170, 60 + x % 110, 200 - x % 150) for x in range(1600)] * 20)
    return picture
