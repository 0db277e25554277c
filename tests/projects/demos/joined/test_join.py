"""Joined films: whole, in sync, with a card and a chapter for each demo, whatever they were joined from."""

from dataclasses import asdict, replace
from itertools import pairwise

import av
import pytest

from projects.demos.joined.join import join
from projects.demos.joined.parts import CARD_SECONDS, OUTPUT, TitleCard
from tests.projects.demos.joined.films import Watched, make_film

CARD = TitleCard("Parcel Vision", 1, 12, "Counting", "Counted by depot.", "Ana Lima, 2 October")
LENGTHS = [1.0, 0.9, 1.27, 0.7, 1.13, 0.4, 1.0, 1.33, 0.6, 0.87, 1.07, 1.2]
# Encoded otherwise: by another profile, with B-frames, with another level; each has other parameter sets.
OTHERS = {
    "baseline": {"profile": "baseline"},
    "b-frames": {"bf": "2", "x264-params": "stitchable=0"},
    "level": {"level": "5.0", "profile": "main"},
}


@pytest.fixture(autouse=True)
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def part(film=None, number=1, **card):
    return {
        "card": asdict(replace(CARD, week=number, **card)),
        "name": f"Week {number}",
        "film": film and str(film),
    }


def joined(*films, title="Parcel Vision"):
    join({"title": title, "parts": [part(film, number) for number, film in enumerate(films, 1)]})
    return Watched(OUTPUT)


def chapter_times(watched):
    return [
        (float(chapter["start"] * chapter["time_base"]), float(chapter["end"] * chapter["time_base"]))
        for chapter in watched.chapters
    ]


@pytest.fixture(scope="module")
def twelve(tmp_path_factory):
    """Twelve films of odd lengths and rates, every third of them silent, joined."""
    folder = tmp_path_factory.mktemp("twelve")
    films = [
        make_film(folder / f"{n}.mp4", seconds, rate=(15, 24, 25, 30)[n % 4], sound=n % 3 != 2)
        for n, seconds in enumerate(LENGTHS)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return joined(*films)


# --- Twelve films ----------------------------------------------------------------------------------------------
def test_it_is_as_long_as_its_films_and_cards_together(twelve):
    assert abs(twelve.seconds - sum(LENGTHS) - 12 * CARD_SECONDS) < 0.1


def test_sound_and_pictures_stay_together_over_twelve_films(twelve):
    """Each film begins with a flash and a tone; the last of them shows whether anything has added up."""
    starts = [flash for flash in twelve.flashes if any(abs(flash - tone) < 0.5 for tone in twelve.tones)]
    drift = [min(abs(tone - flash) for flash in twelve.flashes) for tone in twelve.tones]
    assert len(starts) >= 8
    assert max(drift) < 0.02


def test_a_film_without_sound_is_silent_and_those_after_it_are_not(twelve):
    for number, (start, end) in enumerate(chapter_times(twelve)):
        heard = [tone for tone in twelve.tones if start <= tone < end]
        assert bool(heard) == (number % 3 != 2)


def test_the_sound_has_neither_gap_nor_overlap(twelve):
    assert {later - earlier for earlier, later in pairwise(twelve.sound_packets)} == {1024}


def test_pictures_come_in_their_order_and_all_of_them(twelve):
    films = sum(round(seconds * (15, 24, 25, 30)[n % 4]) for n, seconds in enumerate(LENGTHS))
    assert twelve.times == sorted(set(twelve.times))
    assert len(twelve.times) - films == 12 * 3  # of the cards


def test_there_is_a_chapter_for_each_from_its_card_to_the_next(twelve):
    times = chapter_times(twelve)
    assert [chapter["metadata"]["title"] for chapter in twelve.chapters] == [
        f"Week {n}" for n in range(1, 13)
    ]
    assert times[0][0] == 0
    assert all(earlier[1] == later[0] for earlier, later in pairwise(times))
    for (start, end), seconds in zip(times, LENGTHS, strict=True):
        assert abs(end - start - seconds - CARD_SECONDS) < 0.05


def test_each_film_has_its_card_before_it(twelve):
    for start, end in chapter_times(twelve):
        assert twelve.at(start + 0.01) == twelve.at(start + CARD_SECONDS - 0.1) == "card"
        assert twelve.at(start + CARD_SECONDS + 0.06) == "white"
        assert twelve.at(end - 0.01) in ("dark", "white")


def test_it_says_nothing_but_the_title_of_the_project(twelve):
    assert {key for key in twelve.metadata if not key.endswith(("brand", "brands", "version"))} == {"title"}
    assert (twelve.metadata["title"], twelve.tag, twelve.size) == ("Parcel Vision", "avc1", (1280, 720))


# --- Other ones ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", OTHERS)
def test_a_film_encoded_otherwise_plays_between_others(tmp_path, name):
    """Its own parameter sets come along in front of its key pictures, and those of the others in front of theirs."""
    usual, other = make_film(tmp_path / "a.mp4"), make_film(tmp_path / "b.mp4", options=OTHERS[name])
    watched = joined(usual, other, usual)
    assert watched.tag == "avc3"
    assert len(watched.flashes) == len(watched.tones) == 3
    assert len(watched.times) == 3 * 15 + 3 * 3
    assert max(abs(a - b) for a, b in zip(watched.flashes, watched.tones, strict=True)) < 0.02


def test_a_film_encoded_otherwise_is_found_by_a_seek(tmp_path):
    other = make_film(tmp_path / "b.mp4", options=OTHERS["baseline"])
    joined(make_film(tmp_path / "a.mp4"), other, other)
    with av.open(OUTPUT) as container:
        container.seek(round((2 * 3.5 + CARD_SECONDS) * av.time_base))
        frame = next(container.decode(video=0))
    assert Watched.luma(frame, 640, 360) > 220  # a card or a flash: no remains of another film


@pytest.mark.parametrize(
    "audio", [("aac", 44_100, "stereo"), ("aac", 48_000, "mono"), ("libopus", 48_000, "stereo")]
)
def test_sound_that_cannot_be_copied_is_silence(tmp_path, audio):
    watched = joined(make_film(tmp_path / "a.mp4", audio=audio), make_film(tmp_path / "b.mp4"))
    assert len(watched.flashes) == 2
    assert [round(tone - watched.flashes[1], 2) for tone in watched.tones] == [0]


def test_where_the_sound_is_longer_the_last_picture_stands_for_its_rest(tmp_path):
    watched = joined(make_film(tmp_path / "a.mp4", 1, sound_seconds=2.2), make_film(tmp_path / "b.mp4"))
    assert abs(watched.seconds - 2 * CARD_SECONDS - 3.2) < 0.1
    assert len(watched.tones) == 4  # at 0, 1 and 2, and that of the other film


def test_a_link_is_a_card_alone(tmp_path):
    watched = joined(None, make_film(tmp_path / "a.mp4"), None)
    assert [round(end - start, 1) for start, end in chapter_times(watched)] == [2.5, 3.5, 2.5]


def test_links_alone_are_cards_with_silence():
    watched = joined(None, None)
    assert (round(watched.seconds, 1), watched.sounds, watched.tones) == (5.0, 1, [])


def test_52_weeks_are_joined(tmp_path):
    film = make_film(tmp_path / "a.mp4", 0.4)
    watched = joined(*[film] * 52)
    assert len(watched.chapters) == 52
    assert abs(watched.seconds - 52 * 2.9) < 0.1
    assert max(min(abs(tone - flash) for flash in watched.flashes) for tone in watched.tones) < 0.02


NAMES = ["Woche 1: Größe", "第1週", "🎉" * 100, "é" * 200, "x" * 300, "", "a;b=c#\\\n", "[CHAPTER]"]


def test_chapters_keep_their_names_in_any_letters():
    parts = [part(number=number) | {"name": name} for number, name in enumerate(NAMES, 1)]
    join({"title": "=;#\\[x]\n包裹", "parts": parts})
    watched = Watched(OUTPUT)
    found = [chapter["metadata"].get("title", "") for chapter in watched.chapters]
    assert found == [name.encode()[:255].decode(errors="ignore") for name in NAMES]
    assert watched.metadata["title"] == "=;#\\[x]\n包裹"


def test_the_same_demos_give_the_same_bytes(tmp_path):
    """A download that was broken off goes on with a film that is made anew."""
    film = make_film(tmp_path / "a.mp4")
    joined(film, None, film)
    first = (tmp_path / OUTPUT).read_bytes()
    joined(film, None, film)
    assert (tmp_path / OUTPUT).read_bytes() == first


def test_the_index_stands_before_the_films(tmp_path):
    joined(make_film(tmp_path / "a.mp4"))
    content = (tmp_path / OUTPUT).read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_a_film_of_another_size_is_refused(tmp_path):
    with av.open(str(tmp_path / "a.mp4"), "w") as output:
        stream = output.add_stream("libx264", rate=15)
        stream.width = stream.height = 160
        stream.pix_fmt = "yuv420p"
        output.mux(stream.encode(av.VideoFrame(160, 160, "yuv420p")))
        output.mux(stream.encode(None))
    with pytest.raises(ValueError, match="not of the one form"):
        joined(tmp_path / "a.mp4")
