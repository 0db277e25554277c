"""The reel: what is played, and in which order; what is said of a demo that has no film to play."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.rendering.cache import clear_caches
from projects.demos.reel import ReelPage
from projects.words import clock, short_length
from tests.factories import DemoFactory, FilmFactory, MilestoneFactory

pytestmark = pytest.mark.django_db

PAGE = "/p/parcel-vision/demos/reel/"


@pytest.fixture
def weeks(project, week):
    more = [(2, "2026-09-14"), (3, "2026-09-21")]
    return [
        week,
        *(MilestoneFactory(project=project, number=n, starts_on=day, goal=f"Goal {n}") for n, day in more),
    ]


def scenes(client, query=""):
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return response.context["reel"].scenes


def test_all_demos_are_played_by_week_and_then_as_they_were_handed_in(as_viewer, weeks):
    later, first, second = (
        FilmFactory(milestone=weeks[1]),
        DemoFactory(milestone=weeks[0]),
        FilmFactory(milestone=weeks[0]),
    )
    assert [scene.demo for scene in scenes(as_viewer)] == [first, second, later]


def test_a_week_plays_its_own(as_viewer, weeks):
    FilmFactory(milestone=weeks[0])
    one, other = FilmFactory(milestone=weeks[1]), FilmFactory(milestone=weeks[1])
    assert [scene.demo for scene in scenes(as_viewer, "?week=2")] == [one, other]


@pytest.mark.parametrize(
    "query", ["?week=99", "?week=x", "?from=-1", "?from=99999999999999999999", "?week=%00"]
)
def test_an_odd_address_plays_all_from_the_first(as_viewer, weeks, query):
    FilmFactory.create_batch(2, milestone=weeks[1])
    assert len(scenes(as_viewer, query)) == 2
    assert 'data-first=""' in as_viewer.get(PAGE + query).text


def test_it_begins_with_the_demo_that_is_asked_for(as_viewer, weeks):
    _, second = FilmFactory.create_batch(2, milestone=weeks[0])
    assert f'data-first="{second.pk}"' in as_viewer.get(f"{PAGE}?from={second.pk}").text


def test_a_demo_of_another_project_is_none_to_begin_with(as_viewer, weeks):
    FilmFactory(milestone=weeks[0])
    assert 'data-first=""' in as_viewer.get(f"{PAGE}?from={FilmFactory().pk}").text


def test_its_length_is_that_of_its_films(project, weeks):
    FilmFactory(milestone=weeks[0], seconds=57.4)
    FilmFactory(milestone=weeks[1], seconds=60)
    DemoFactory(milestone=weeks[1])
    page = ReelPage(project, {})
    assert (page.extent, page.clock) == ("three demos, 1 min 57", "1:57")
    assert ReelPage(project, {"week": "2"}).about == "week 2, two demos, 1 min"


@pytest.mark.parametrize(
    ("seconds", "short", "exact"),
    [
        (0, "", "0:00"),
        (29.6, "30 s", "0:30"),
        (59.7, "1 min", "1:00"),
        (117, "1 min 57", "1:57"),
        (3661, "61 min 1", "61:01"),
    ],
)
def test_lengths_are_rounded_to_seconds(seconds, short, exact):
    assert (short_length(seconds), clock(seconds)) == (short, exact)


# --- What has no film to play ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "kind", "said"),
    [
        ({"state": "converting"}, "film", "data-film"),
        ({"state": "converting", "plays": False}, "converting", "It plays here in a minute."),
        ({"state": "converting", "cut_end_ms": 5000}, "converting", "It plays here in a minute."),
        ({"state": "ready", "cut_end_ms": 5000}, "film", "data-film"),
        ({"state": "failed", "failure": "damaged"}, "failed", "This video is damaged, or not whole."),
    ],
)
def test_a_film_that_is_not_there_yet_or_failed_is_a_card(as_viewer, weeks, fields, kind, said):
    FilmFactory(milestone=weeks[0], **fields)
    page = as_viewer.get(PAGE)
    assert [scene.kind for scene in page.context["reel"].scenes] == [kind]
    assert said in page.text


def test_a_card_adds_nothing_to_the_length(project, weeks):
    FilmFactory(milestone=weeks[0], state="failed", failure="damaged")
    DemoFactory(milestone=weeks[0], seconds=12)
    assert ReelPage(project, {}).extent == "two demos"


def test_a_link_leads_out_in_a_tab_of_its_own(as_viewer, weeks):
    DemoFactory(milestone=weeks[0], link="https://video.example/1")
    page = as_viewer.get(PAGE).text
    assert 'href="https://video.example/1" target="_blank" rel="noopener noreferrer"' in page
    assert "Watch on <bdi>video.example</bdi>" in page


def test_the_title_is_the_goal_or_else_the_demo_task(project, week):
    week.goal, week.demo_task = "", "Show the plan"
    week.save()
    FilmFactory(milestone=week)
    assert ReelPage(project, {}).scenes[0].demo.title == "Show the plan"


def test_what_somebody_wrote_is_escaped(as_viewer, weeks):
    FilmFactory(milestone=weeks[0], shows="<b>Bold</b>")
    assert "<b>Bold" not in as_viewer.get(PAGE).text


def test_the_reel_of_somebody_who_has_left_is_played_without_a_picture(as_viewer, weeks):
    FilmFactory(milestone=weeks[0], person=None)
    assert "Somebody who has left" in as_viewer.get(PAGE).text


@pytest.mark.parametrize(("query", "said"), [("", "No demo yet"), ("?week=2", "No demo of week 2 yet")])
def test_without_a_demo_it_says_so(as_viewer, weeks, query, said):
    assert said in as_viewer.get(PAGE + query).text


def test_it_asks_as_often_for_many_demos_as_for_one(as_viewer, project, weeks):
    def count():
        with CaptureQueriesContext(connection) as captured:
            scenes(as_viewer)
        return len(captured)

    FilmFactory(milestone=weeks[0])
    few = count()
    FilmFactory.create_batch(30, milestone=weeks[1])
    for number in range(4, 30):
        DemoFactory(milestone=MilestoneFactory(project=project, number=number))
    assert count() == few
    assert few <= 4


# --- What leads there ------------------------------------------------------------------------------------
def links(client, query=""):
    page = client.get(f"/p/parcel-vision/demos/{query}").text
    return [part.split('"')[0] for part in page.split(f'href="{PAGE}')[1:]]


def test_the_demos_page_plays_all_or_from_the_demo_that_is_watched(as_viewer, weeks):
    assert links(as_viewer) == []
    first = FilmFactory(milestone=weeks[0])
    assert links(as_viewer) == [""]
    later, last = FilmFactory(milestone=weeks[1]), FilmFactory(milestone=weeks[2])
    assert links(as_viewer, f"?demo={first.pk}") == [""]
    assert links(as_viewer, f"?demo={later.pk}") == ["", f"?from={later.pk}"]
    assert links(as_viewer, f"?demo={last.pk}") == [""]  # it would play alone


def test_a_week_of_several_demos_is_played_by_itself(as_viewer, weeks):
    first, _ = FilmFactory.create_batch(2, milestone=weeks[0])
    assert links(as_viewer, f"?demo={first.pk}") == ["", "?week=1"]


# --- On the day of the demo -------------------------------------------------------------------------------
BOARD = "/p/parcel-vision/board/"
FRIDAY, THURSDAY = "2026-09-11T10:00Z", "2026-09-10T10:00Z"


def offered(client, query=""):
    """What the board offers of the demos: the words on its buttons."""
    clear_caches()
    page = client.get(BOARD + query).text
    found = re.findall(
        r'<a class="button"\s+href="[^"]*">.*?</svg>([^<]*)</a>', page.replace(" data-plays", "")
    )
    return [words for words in found if "emo" in words]


def test_on_demo_day_the_board_plays_all_that_there_is(as_viewer, weeks):
    FilmFactory(milestone=weeks[0], seconds=81)
    FilmFactory.create_batch(2, milestone=weeks[0], seconds=30)
    with time_machine.travel(FRIDAY):
        assert offered(as_viewer) == ["Watch 3 demos, 2 min 21"]
        assert f'href="{PAGE}" data-plays' in as_viewer.get(BOARD).text
    with time_machine.travel(THURSDAY):
        assert offered(as_viewer) == ["Watch demo"]


def test_on_demo_day_the_boards_of_other_weeks_are_as_ever(as_viewer, weeks):
    FilmFactory(milestone=weeks[0])
    FilmFactory(milestone=weeks[1])
    with time_machine.travel(FRIDAY):
        assert offered(as_viewer, "?week=2") == ["Watch demo"]
        assert offered(as_viewer, "?week=all") == []


def test_on_a_demo_day_without_its_demo_the_earlier_ones_are_played_and_one_can_be_handed_in(
    as_member, weeks
):
    FilmFactory(milestone=weeks[0])
    with time_machine.travel("2026-09-18T10:00Z"):
        assert offered(as_member) == ["Record demo", "Watch 1 demo, 29 s"]


def test_on_a_demo_day_without_any_demo_nothing_is_to_be_watched(as_member, weeks):
    with time_machine.travel(FRIDAY):
        assert offered(as_member) == ["Record demo"]


def test_only_on_demo_day_the_board_asks_once_more(as_viewer, weeks):
    def count(now):
        clear_caches()
        with time_machine.travel(now), CaptureQueriesContext(connection) as captured:
            as_viewer.get(BOARD)
        return len(captured)

    usual = count(FRIDAY)  # no demo yet
    FilmFactory.create_batch(20, milestone=weeks[0])
    assert (count(THURSDAY), count(FRIDAY)) == (usual, usual + 1)
