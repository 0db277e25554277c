"""What a film becomes, fact by fact; the table of films is in test_films.py."""

import pytest

from projects.files.task import TaskRefused
from tests.projects.demos.transcoding import films
from tests.projects.demos.transcoding.films import Pictures, Tone, make_film
from tests.projects.demos.transcoding.outcome import corners, transcoded

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return make_film(tmp_path_factory.mktemp("film") / "film.mp4", Pictures(seconds=1), Tone(seconds=1))


@pytest.fixture(scope="module")
def outcome(film, tmp_path_factory):
    return transcoded(film, tmp_path_factory.mktemp("outcome") / "work")


def test_the_result_says_what_was_made(outcome):
    assert outcome.result == {
        "video": "film.mp4",
        "poster": "poster.jpg",
        "seconds": pytest.approx(1, abs=0.05),
        "has_sound": True,
        "pale": False,
    }


def test_pictures_are_upright_and_sound_is_there(outcome):
    assert corners(outcome.image(0.5)) == films.CORNERS
    assert outcome.hertz == pytest.approx(films.TONE, rel=0.05)


def test_the_poster_is_a_small_jpeg_of_the_film(outcome):
    poster = outcome.poster()
    assert (poster.format, poster.size) == ("JPEG", (1280, 720))
    assert corners(poster) == films.CORNERS


def test_a_cut_takes_away_the_beginning_and_the_end(film, tmp_path):
    assert transcoded(film, tmp_path / "work", cut_start=0.2, cut_end=0.7).seconds == pytest.approx(
        0.5, abs=0.05
    )


@pytest.mark.parametrize("cut", [{"cut_start": 1.2}, {"cut_end": 0.0}, {"cut_start": 0.5, "cut_end": 0.5}])
def test_a_cut_that_leaves_nothing_is_refused(film, tmp_path, cut):
    with pytest.raises(TaskRefused, match="nothing_left"):
        transcoded(film, tmp_path / "work", **cut)


def test_a_film_of_more_than_three_minutes_is_refused(tmp_path):
    long = make_film(tmp_path / "long.mp4", Pictures(rate=1, seconds=185, size=(64, 36)))
    with pytest.raises(TaskRefused, match="too_long"):
        transcoded(long, tmp_path / "work")


def test_of_a_long_film_a_short_part_is_made(tmp_path):
    long = make_film(tmp_path / "long.mp4", Pictures(rate=1, seconds=185, size=(64, 36)))
    assert transcoded(long, tmp_path / "work", cut_start=180, cut_end=182).seconds == pytest.approx(
        2, abs=0.1
    )
