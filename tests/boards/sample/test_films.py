"""The films of the sample project: small, in the one form, and handed in as if people had done it."""

import io

import av
import pytest
from django.core.management import call_command
from PIL import Image

from boards.sample import content
from boards.sample.films.draw import RATE, film_path
from projects.demos.videos.one_form import HEIGHT, VIDEO_TIME_BASE, WIDTH, add_video_stream, open_output
from projects.demos.videos.video import read_video
from projects.models import Demo, Errand, Project
from tests import videofiles as v

pytestmark = pytest.mark.one_database
each_week = pytest.mark.parametrize("week", [1, 2, 3, 4])


@each_week
def test_a_film_takes_less_than_150_kb_and_its_poster_less_than_50(week):
    assert film_path(week).stat().st_size < 150_000
    assert film_path(week).with_suffix(".jpg").stat().st_size < 50_000


@each_week
def test_a_film_is_in_the_one_form_so_that_it_can_be_joined_to_others(week, tmp_path):
    other = tmp_path / "other.mp4"
    with open_output(other) as output:
        stream = add_video_stream(output)
        output.mux(stream.encode(gray()))
        output.mux(stream.encode())
    assert parameters(film_path(week)) == parameters(other)


def gray():
    frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
    for plane in frame.planes:
        plane.update(bytes([128]) * plane.buffer_size)
    frame.pts, frame.duration, frame.time_base = 0, 3000, VIDEO_TIME_BASE
    return frame


def parameters(path):
    with av.open(str(path)) as film:
        (stream,) = film.streams
        return stream.codec_context.extradata, stream.time_base, stream.codec_context.format.name


@each_week
def test_a_film_lasts_as_long_as_the_demo_says(week):
    with av.open(str(film_path(week))) as film:
        pictures = sum(1 for _ in film.decode(video=0))
    assert pictures / RATE == content.DEMOS[week][1]


@each_week
def test_a_poster_is_what_one_sees_a_second_before_the_end(week):
    with av.open(str(film_path(week))) as film:
        last = list(film.decode(video=0))[-RATE]
    with Image.open(film_path(week).with_suffix(".jpg")) as poster:
        pictures = [each.convert("L").resize((32, 18)).tobytes() for each in (poster, last.to_image())]
    assert max(abs(one - other) for one, other in zip(*pictures, strict=True)) < 12


@each_week
def test_a_film_is_accepted_like_any_other(week):
    film = film_path(week).read_bytes()
    assert read_video(v.upload(film)).kind == "mp4"


@pytest.fixture
def demos(db, files):
    call_command("sample", verbosity=0)
    return list(Demo.objects.of(Project.objects.get(slug=content.SLUG)))


def test_who_has_the_card_hands_the_demo_in(demos):
    project = demos[0].milestone.project
    assert [demo.milestone.number for demo in demos] == [1, 2, 3, 4]
    for demo in demos:
        card = project.cards.get(milestone=demo.milestone, title__startswith="Record the demo")
        assert [demo.person] == [member.user for member in card.assignees.all()]


def test_the_demos_are_there_to_watch_at_once(demos):
    assert {demo.state for demo in demos} == {"ready"}
    for demo in demos:
        with demo.video.open() as film, demo.poster.open() as poster:
            assert len(film.read()) == demo.size
            assert Image.open(io.BytesIO(poster.read())).size == (960, 540)


def test_the_films_of_the_sample_are_not_converted_again(demos):
    assert not Errand.objects.exists()


def test_a_demo_of_the_sample_was_handed_in_on_its_friday(demos):
    for demo in demos:
        moment = demo.milestone.project.local(demo.created_at)
        assert moment.date() == demo.milestone.demo_due(demo.milestone.project.demo_weekday)
        assert demo.created_at < demo.milestone.closed_at


def test_a_second_run_stores_no_film_again(demos, files):
    before = sorted(files.rglob("*.mp4"))
    call_command("sample", verbosity=0)
    assert (len(before), sorted(files.rglob("*.mp4"))) == (4, before)
