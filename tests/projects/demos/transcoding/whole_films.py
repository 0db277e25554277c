"""Films to be damaged."""

from tests.projects.demos.transcoding.films import Pictures, Tone, make_film

SMALL = {"size": (160, 90), "rate": 15}
HEADER = 1500  # bytes of a film in which most of what is believed stands


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
