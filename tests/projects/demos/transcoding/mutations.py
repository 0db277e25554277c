"""Films with damage: the same seed gives the same one."""

from random import Random

from tests.projects.demos.transcoding.films import Pictures, Tone, make_film

SMALL = {"size": (160, 90), "rate": 15}
EXTREMES = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\0\0\0\x01")
HEADER = 1500  # bytes in which most of what is believed stands


def whole_films(folder):
    """One of each container, a second long; by the demuxer that reads it."""
    mp4, opus = (Pictures(**SMALL), Tone()), Tone(codec="libopus", rate=48_000)
    fragmented = {"movflags": "+frag_keyframe+empty_moov"}
    return [
        ("mp4", make_film(folder / "front.mp4", *mp4, options={"movflags": "+faststart"})),
        ("mp4", make_film(folder / "end.mp4", *mp4)),
        ("mp4", make_film(folder / "fragmented.mp4", *mp4, options=fragmented)),
        ("mp4", make_film(folder / "hevc.mov", Pictures(codec="libx265", **SMALL), Tone(), format="mov")),
        ("matroska", make_film(folder / "vp8.webm", Pictures(codec="libvpx", **SMALL), opus, format="webm")),
        (
            "matroska",
            make_film(folder / "vp9.webm", Pictures(codec="libvpx-vp9", **SMALL), opus, format="webm"),
        ),
        ("matroska", make_film(folder / "h264.mkv", *mp4, format="matroska")),
    ]


def mutated(content, seed):
    """Change a film in one to four places, half of them in its header."""
    random, content = Random(seed), bytearray(content)
    for _ in range(random.randint(1, 4)):
        in_header = random.random() < 0.5
        at = random.randrange(min(HEADER, len(content)) if in_header else len(content))
        if in_header and b"moov" in content and random.random() < 0.7:
            at = min(content.index(b"moov") + at, len(content) - 1)
        change(content, at, random)
    return bytes(content)


def change(content, at, random):
    length = random.choice((1, 4, 16, 200, 2000))
    match random.choice(("flip", "extreme", "noise", "delete", "repeat", "zeros", "end")):
        case "flip":
            content[at] ^= 1 << random.randrange(8)
        case "extreme":
            content[at : at + 4] = random.choice(EXTREMES)
        case "noise":
            content[at : at + length] = random.randbytes(min(length, len(content) - at))
        case "delete":
            del content[at : at + length]
        case "repeat":
            content[at:at] = content[at : at + length]
        case "zeros":
            content[at : at + length] = bytes(min(length, len(content) - at))
        case "end" if random.random() < 0.3:
            del content[max(at, 1) :]
