"""A table of films: each is refused with its code, or made: the right track, upright, as long as it was."""

from contextlib import chdir, suppress
from functools import partial

import pytest

from projects.demos.videos.one_form import AUDIO_RATE
from projects.demos.videos.reader import DamagedFile, NoPicture, Reader
from projects.demos.videos.transcode import transcode
from projects.demos.videos.video import DEMUXERS, InvalidVideo, detect
from projects.files.task import TaskRefused
from tests.projects.demos.transcoding import damage
from tests.projects.demos.transcoding.cases import (
    CASES,
    FASTSTART,
    FORMS,
    FRAGMENTED,
    OPUS,
    PLACE,
    PLAYLIST,
    content,
)
from tests.projects.demos.transcoding.films import (
    CORNERS,
    Pictures,
    Tone,
    joined,
    make_film,
)
from tests.projects.demos.transcoding.outcome import LOUD, corners, middle, transcoded

pytestmark = pytest.mark.one_database


def demuxer_by_the_gate(path):
    with path.open("rb") as file, suppress(InvalidVideo, NoPicture, DamagedFile):
        return DEMUXERS[detect(Reader(file))[0]]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_film_becomes_what_it_should(case, tmp_path):
    path = case.make(tmp_path / "film")
    assert demuxer_by_the_gate(path) == (None if case.is_seen_by_the_gate else case.demuxer)
    if case.refused:
        with pytest.raises(TaskRefused, match=case.refused):
            transcoded(path, tmp_path / "work", demuxer=case.demuxer)
        return
    outcome = transcoded(path, tmp_path / "work", demuxer=case.demuxer)
    assert outcome.seconds == pytest.approx(case.seconds, abs=0.1)
    assert outcome.result["seconds"] == pytest.approx(outcome.seconds, abs=0.05)
    image = outcome.image(case.seconds / 2)
    assert (corners(image, case.shape), middle(image)) == (case.corners, case.middle)
    assert outcome.hertz == (pytest.approx(case.hertz, rel=0.05) if case.hertz else 0)
    assert 14.5 < outcome.rate < 30.5
    assert case.rate is None or outcome.rate == pytest.approx(case.rate, rel=0.02)


CUT = {"moov in front": ("mp4", FASTSTART), "fragmented": ("mp4", FRAGMENTED), "webm": ("matroska", {})}


@pytest.mark.parametrize("tenths", range(1, 10))
@pytest.mark.parametrize("kind", CUT)
def test_of_a_film_that_breaks_off_there_is_a_beginning_or_a_refusal(kind, tenths, tmp_path):
    demuxer, options = CUT[kind]
    format, tracks = (
        ("webm", [Pictures(codec="libvpx"), OPUS]) if kind == "webm" else ("mp4", [Pictures(), Tone()])
    )
    path = make_film(tmp_path / "film", *tracks, format=format, options=options)
    damage.changed(path, partial(damage.without_end, share=tenths / 10))
    with suppress(TaskRefused):
        outcome = transcoded(path, tmp_path / "work", demuxer=demuxer)
        assert 0 < outcome.seconds < 1.1
        assert corners(outcome.image(0)) == CORNERS


def test_place_and_device_are_gone(tmp_path):
    make = FORMS["MOV with its place"].make
    path = make(tmp_path / "film")
    assert PLACE.encode() in path.read_bytes()
    assert PLACE.encode() not in transcoded(path, tmp_path / "work").path.read_bytes()


def test_a_gap_in_the_sound_stays_a_gap(tmp_path):
    path = make_film(tmp_path / "film", Pictures(), Tone(gap=(0.4, 0.7)), format="matroska")
    samples = transcoded(path, tmp_path / "work", demuxer="matroska").samples
    loud = [max(map(abs, samples[round(at * AUDIO_RATE) :][:2000])) > LOUD for at in (0.1, 0.5, 0.85)]
    assert loud == [True, False, True]


def test_a_film_whose_size_changes_stays_upright(tmp_path):
    sizes = {"wide": ((320, 180), (16, 9)), "high": ((180, 320), (9, 16))}
    parts = [
        make_film(tmp_path / name, Pictures(codec="libvpx", size=size, seconds=0.5), format="webm")
        for name, (size, _) in sizes.items()
    ]
    outcome = transcoded(
        joined(tmp_path / "film", *parts, format="webm"), tmp_path / "work", demuxer="matroska"
    )
    assert outcome.seconds == pytest.approx(1, abs=0.1)
    for time, (_, shape) in zip((0.25, 0.75), sizes.values(), strict=True):
        assert corners(outcome.image(time), shape) == CORNERS


def test_sound_that_begins_later_stays_with_its_pictures(tmp_path):
    path = make_film(tmp_path / "film", Pictures(), Tone(start=0.3, seconds=0.7))
    assert transcoded(path, tmp_path / "work").sound_begins == pytest.approx(0.3, abs=0.03)


@pytest.mark.parametrize("demuxer", ["mp4", "matroska"])
def test_a_playlist_does_not_make_another_film_play(demuxer, tmp_path):
    path = content(PLAYLIST)(tmp_path / "film")
    make_film(tmp_path / "other.mp4", Pictures())
    with chdir(tmp_path), pytest.raises(TaskRefused, match="damaged"):
        transcode({"input": path.name, "demuxer": demuxer})
