"""Small videos and pictures, put together byte by byte; they are whole, but show nothing."""

import struct

from django.core.files.uploadedfile import SimpleUploadedFile

# --- MP4 -------------------------------------------------------------------------------------------------


def box(name, *content):
    inside = b"".join(content)
    return struct.pack(">I4s", 8 + len(inside), name) + inside


def ftyp(*brands):
    return box(b"ftyp", brands[0], bytes(4), *brands[1:])


def mvhd(length, scale=1000):
    return box(b"mvhd", bytes(12), struct.pack(">II", scale, length), bytes(80))


def mvhd_long(length, scale=1000):
    return box(b"mvhd", b"\x01", bytes(19), struct.pack(">IQ", scale, length), bytes(80))


def entry(codec=b"avc1", profile=100):
    """How pictures are encoded; the profile is H.264's."""
    configuration = [box(b"avcC", bytes([1, profile, 0, 30]))] if codec in (b"avc1", b"avc3") else []
    return box(codec, bytes(78), *configuration)


def trak(handler=b"vide", *entries):
    described = box(b"stsd", bytes(4), struct.pack(">I", len(entries)), *(entries or [entry()]))
    media = box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12)), box(b"minf", box(b"stbl", described)))
    return box(b"trak", box(b"tkhd", bytes(84)), media)


def mp4(
    seconds=29, *, brands=(b"isom", b"isom", b"avc1"), header=None, tracks=(b"vide",), frames=b"film" * 64
):
    header = mvhd(int(seconds * 1000)) if header is None else header
    known = [track if len(track) > 4 else trak(track) for track in tracks]
    return ftyp(*brands) + box(b"moov", header, *known) + box(b"mdat", frames)


# --- WebM ------------------------------------------------------------------------------------------------
UNKNOWN = b"\x01" + b"\xff" * 7


def element(code, *content, length=None):
    inside = b"".join(content)
    return bytes.fromhex(code) + (length or struct.pack(">Q", len(inside) | 1 << 56)) + inside


def ebml(kind=b"webm"):
    return element("1A45DFA3", element("4286", b"\x01"), element("4282", kind))


def info(seconds=None, scale=1_000_000):
    length = [] if seconds is None else [element("4489", struct.pack(">d", seconds * 1e9 / scale))]
    return element("1549A966", element("2AD7B1", struct.pack(">I", scale)), *length)


def tracks(*kinds, codec=b"V_VP9"):
    tracks = ([element("D7", b"\1"), element("83", bytes([kind])), element("86", codec)] for kind in kinds)
    return element("1654AE6B", *(element("AE", *track) for track in tracks))


def block(milliseconds, frames=b"film"):
    return element("A3", b"\x81", struct.pack(">h", milliseconds), b"\x80", frames)


def cluster(at, *blocks, length=None):
    return element("1F43B675", element("E7", struct.pack(">I", at)), *blocks, length=length)


def webm(seconds=29, *, kind=b"webm", kinds=(1, 2), codec=b"V_VP9"):
    """As a program writes it: every length is known."""
    frames = cluster(0, block(0), block(40))
    return ebml(kind) + element("18538067", info(seconds), tracks(*kinds, codec=codec), frames)


def live_webm(seconds=29):
    """As a browser records it: it does not say how long it is, and its parts do not either."""
    frames = [cluster(second * 1000, block(0), block(500), length=UNKNOWN) for second in range(seconds)]
    end = cluster(seconds * 1000, block(0), length=UNKNOWN)
    return ebml() + element("18538067", info(), tracks(1), *frames, end, length=UNKNOWN)


# --- Pictures --------------------------------------------------------------------------------------------


def jpeg(width=320, height=180):
    """The frame of one: a size, and no picture in it."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00" + b"film"
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9) + frame + scan + b"\xff\xd9"


def upload(content, name="demo.mp4", kind="video/mp4"):
    """As a browser sends it, whatever it is."""
    return SimpleUploadedFile(name, content, content_type=kind)
