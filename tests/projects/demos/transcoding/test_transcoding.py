"""What a film becomes, fact by fact; the table of films is in test_films.py."""

from random import Random

import av
import pytest
from PIL import Image

from projects import limits
from projects.demos.videos.one_form import HEIGHT, WIDTH
from projects.demos.videos.transcode import REFUSALS
from projects.demos.videos.transcoding.poster_frame import PosterFrame
from projects.demos.videos.transcoding.verification import verify
from projects.files.task import TaskRefused
from projects.models.demo_fields import VIDEO_FAILURES
from tests.projects.demos.transcoding import films
from tests.projects.demos.transcoding.films import Pictures, Tone, make_film
from tests.projects.demos.transcoding.outcome import corners, middle, transcoded
from tests.projects.demos.transcoding.test_one_form import parameters

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return make_film(tmp_path_factory.mktemp("film") / "film.mp4", Pictures(seconds=1), Tone(seconds=1))


@pytest.fixture(scope="module")
def outcome(film, tmp_path_factory):
    return transcoded(film, tmp_path_factory.mktemp("outcome") / "work")


def test_the_result_says_how_long_the_film_is(outcome):
    assert outcome.result == {"seconds": pytest.approx(1, abs=0.05)}


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


def test_each_refusal_has_a_sentence():
    assert set(REFUSALS) <= VIDEO_FAILURES.keys()


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


def test_pictures_and_sound_stay_together(tmp_path):
    path = make_film(tmp_path / "film", Pictures(then=(0.5, films.CYAN)), Tone(start=0.5, seconds=0.5))
    outcome = transcoded(path, tmp_path / "work")
    changes = next(time for time, _ in outcome.pictures if middle(outcome.image(time)) == films.CYAN)
    assert outcome.sound_begins - changes == pytest.approx(0, abs=0.04)


def test_a_cut_takes_as_much_of_the_sound(tmp_path):
    path = make_film(tmp_path / "film", Pictures(then=(0.5, films.CYAN)), Tone(start=0.5, seconds=0.5))
    outcome = transcoded(path, tmp_path / "work", cut_start=0.4)
    assert outcome.sound_begins == pytest.approx(0.1, abs=0.04)
    assert [middle(outcome.image(time)) for time in (0.03, 0.17)] == [films.WHITE, films.CYAN]


def test_the_last_picture_is_held_to_the_end_of_the_sound(tmp_path):
    path = make_film(tmp_path / "film", Pictures(seconds=0.5, then=(0.4, films.CYAN)), Tone(seconds=1))
    outcome = transcoded(path, tmp_path / "work")
    assert outcome.pictures[-1][0] == pytest.approx(1, abs=0.05)
    assert middle(outcome.image(0.95)) == films.CYAN


def test_the_poster_is_from_a_fifth_of_the_film(tmp_path):
    path = make_film(tmp_path / "film", Pictures(then=(0.15, films.CYAN), middle=films.MAGENTA))
    assert middle(transcoded(path, tmp_path / "work").poster()) == films.CYAN


def test_the_poster_is_not_black(tmp_path):
    dark = Pictures(corners=(films.BLACK,) * 4, middle=films.BLACK, then=(0.7, films.WHITE))
    path = make_film(tmp_path / "film", dark)
    assert middle(transcoded(path, tmp_path / "work").poster()) == films.WHITE


def test_a_film_that_is_all_black_has_a_poster_all_the_same(tmp_path):
    path = make_film(tmp_path / "film", Pictures(corners=(films.BLACK,) * 4, middle=films.BLACK))
    assert transcoded(path, tmp_path / "work").poster().size == (1280, 720)


def test_the_poster_of_a_noisy_picture_is_small_enough(tmp_path):
    noise = Image.frombytes("RGB", (WIDTH, HEIGHT), Random(1).randbytes(WIDTH * HEIGHT * 3))
    poster = PosterFrame(1)
    poster.consider(av.VideoFrame.from_image(noise).reformat(format="yuv420p"), 0)
    poster.save(tmp_path / "poster.jpg")
    assert 0 < (tmp_path / "poster.jpg").stat().st_size <= limits.POSTER_BYTES


def test_any_two_results_have_equal_parameter_sets(tmp_path, outcome):
    webm = make_film(
        tmp_path / "film", Pictures(codec="libvpx", rate=15), Tone("libopus", rate=48_000), format="webm"
    )
    other = transcoded(webm, tmp_path / "work", demuxer="matroska")
    assert parameters(other.path) == parameters(outcome.path)


# --- The look at what was made ------------------------------------------------------------------------------
def test_a_result_that_breaks_off_is_refused(outcome, tmp_path):
    (tmp_path / "half.mp4").write_bytes(outcome.path.read_bytes()[: outcome.size // 2])
    with pytest.raises(TaskRefused, match="not_verified"):
        verify(str(tmp_path / "half.mp4"), 1, has_sound=True)


@pytest.mark.parametrize(("seconds", "has_sound"), [(1.7, True), (0.3, True), (1, False)])
def test_a_result_that_is_not_what_was_to_be_made_is_refused(outcome, seconds, has_sound):
    with pytest.raises(TaskRefused, match="not_verified"):
        verify(str(outcome.path), seconds, has_sound=has_sound)


def test_a_result_in_another_form_is_refused(film):
    with pytest.raises(TaskRefused, match="not_verified"):
        verify(str(film), 1, has_sound=True)
