"""What pages say of a film that is being made, and of one of which nothing could be made."""

import pytest

from boards.rendering.cache import clear_caches
from projects.models import Demo, Errand
from tests.factories import DemoFactory, FilmFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PAGE = "/p/parcel-vision/demos/"
HTMX = {"HX-Request": "true"}


def film(week, **fields):
    demo = FilmFactory(milestone=week, poster="demos/a.jpg", **fields)
    if demo.is_converting:
        Errand.objects.create(kind="video_conversion", key=demo.errand_key)
    return demo


def converting(week, **fields):
    return film(week, state="converting", **fields)


def failed(week, **fields):
    return film(week, state="failed", failure="damaged", **fields)


def asked(client, demo):
    return client.get(f"{PAGE}{demo.pk}/making/", headers=HTMX)


# --- The page of the demos --------------------------------------------------------------------------------


def test_what_browsers_play_is_shown_while_it_is_made(as_viewer, week):
    demo = converting(week)
    page = as_viewer.get(PAGE).text
    assert f'<video controls playsinline preload="metadata" src="{demo.source}"' in page
    assert "Being made ready for every browser." in page


def test_what_they_do_not_play_is_a_picture_while_it_is_made(as_viewer, week):
    demo = converting(week, plays=False)
    page = as_viewer.get(PAGE).text
    assert "<video" not in page
    assert f'<img src="{demo.poster_source}" alt="">' in page
    assert "Being made ready. Then it is shown here." in page


def test_one_that_failed_says_why_and_what_to_do(as_owner, as_viewer, week):
    demo = failed(week, plays=False)
    mine, theirs = as_owner.get(PAGE).text, as_viewer.get(PAGE).text
    assert "This video is damaged, or not whole." in mine
    assert "Hand in another" in mine
    assert "Hand in another" not in theirs
    assert "<video" not in mine
    assert f"{PAGE}{demo.pk}/replace/" in mine


def test_one_that_failed_is_shown_as_it_came_where_browsers_play_it(as_viewer, week):
    failed(week)
    page = as_viewer.get(PAGE).text
    assert "<video" in page
    assert "It is shown as it was handed in." in page


def test_a_film_that_is_ready_says_nothing(as_viewer, week):
    film(week)
    page = as_viewer.get(PAGE).text
    assert "Being made" not in page
    assert "hx-get" not in page.partition('id="making"')[2].partition(">")[0]


def test_one_that_nothing_is_going_to_make_is_not_said_to_be_made_for_ever(as_viewer, week):
    demo = converting(week)
    Errand.objects.all().delete()
    assert "that was given up" in " ".join(as_viewer.get(PAGE).text.split())
    assert "that was given" in asked(as_viewer, demo).text


def test_small_pictures_say_so_too(as_viewer, weeks):
    converting(weeks[0])
    failed(weeks[1])
    page = as_viewer.get(PAGE).text
    assert page.count('<span class="made">Being made</span>') == 1
    assert page.count('<span class="made">Not made</span>') == 1


# --- Asking -----------------------------------------------------------------------------------------------


def test_while_it_is_made_the_page_asks(as_viewer, week):
    demo = converting(week)
    assert f'hx-get="{PAGE}{demo.pk}/making/"' in as_viewer.get(PAGE).text
    assert asked(as_viewer, demo).status_code == 204


def test_it_asks_no_more_when_it_is_made_or_failed(as_viewer, weeks):
    for demo in (film(weeks[0]), failed(weeks[1]), DemoFactory(milestone=weeks[2])):
        answer = asked(as_viewer, demo)
        assert answer.status_code == 200
        assert "hx-get" not in answer.text


def test_a_demo_of_another_project_is_not_there(as_viewer, week):
    assert asked(as_viewer, DemoFactory()).status_code == 404


# --- Elsewhere --------------------------------------------------------------------------------------------
PLACES = [PAGE, "/p/parcel-vision/plan/", "/p/parcel-vision/board/", "/", "/p/parcel-vision/progress/"]


def drawn(client, path):
    clear_caches()
    return client.get(path).text


@pytest.mark.parametrize(
    ("path", "delivered"),
    [
        (PAGE, "One of three demos delivered"),
        ("/p/parcel-vision/plan/", "one of three demos delivered"),
        ("/p/parcel-vision/board/", "Demo delivered"),
        ("/", "Demo delivered"),
        ("/p/parcel-vision/progress/", "1 of 3"),
    ],
)
@pytest.mark.parametrize(
    ("fields", "is_delivered"),
    [
        ({"state": "converting", "plays": False}, True),
        ({"state": "failed"}, True),
        ({"state": "failed", "plays": False}, False),
    ],
)
def test_delivered_is_what_can_be_shown(as_member, weeks, path, delivered, fields, is_delivered):
    film(weeks[1], failure="damaged" if fields["state"] == "failed" else "", **fields)
    assert (delivered in " ".join(drawn(as_member, path).split())) == is_delivered


def test_whose_film_failed_is_asked_for_another(as_member, weeks, member):
    failed(weeks[1], person=member, plays=False)
    for path in (PAGE, "/p/parcel-vision/board/"):
        assert "/p/parcel-vision/weeks/2/record/" in drawn(as_member, path)


def test_one_that_failed_does_not_count_to_how_long_all_take(as_viewer, weeks):
    film(weeks[0], seconds=29.6)
    failed(weeks[1], seconds=30, plays=False)
    assert "The project so far, in 30 seconds" in as_viewer.get(PAGE).text


def test_closing_says_what_has_become_of_each(as_member, weeks):
    converting(weeks[0])
    failed(weeks[0], shows="Broken.")
    page = " ".join(as_member.get("/p/parcel-vision/weeks/1/close/").text.split())
    assert "It is being made ready." in page
    assert "It could not be made ready: This video is damaged, or not whole." in page


@pytest.mark.parametrize("seconds", [29.5, 29.967, 30.499])
def test_a_length_that_is_exact_is_said_in_whole_seconds(seconds):
    assert Demo(seconds=seconds).length == "0:30"
    assert not Demo(seconds=seconds).is_long


def test_the_shortest_is_a_second():
    assert Demo(seconds=0.04).length == "0:01"
