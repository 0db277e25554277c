"""The plan's page: what it says of every week, and of the plan as a whole."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Column
from boards.plan.page import PlanPage
from projects.models import Milestone
from tests.factories import CardFactory, MembershipFactory, MilestoneFactory, ProjectFactory

pytestmark = pytest.mark.django_db
PAGE = "/p/parcel-vision/plan/"
ZONES = ["Pacific/Kiritimati", "Asia/Kolkata", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Pago_Pago"]


def weeks(project, *first_days, **more):
    """Weeks that begin on these days instead of the one there is."""
    project.milestones.all().delete()
    return [
        MilestoneFactory(project=project, number=number, starts_on=day, **more)
        for number, day in enumerate(first_days, start=1)
    ]


def twelve(project, start=date(2026, 11, 30)):
    return weeks(project, *(start + timedelta(weeks=number) for number in range(12)))


def now_on(project):
    """The numbers of the weeks that the plan marks."""
    return [row.week.number for row in PlanPage(project).rows if row.when == "now"]


# --- Which week it is -----------------------------------------------------------------------------------------
def test_twelve_weeks_over_a_year_with_53_are_named_as_the_calendar_does(project):
    twelve(project)
    labels = [row.iso for row in PlanPage(project).rows]
    assert labels[:6] == ["2026-W49", "2026-W50", "2026-W51", "2026-W52", "2026-W53", "2027-W01"]
    assert labels[-1] == "2027-W07"


@pytest.mark.both_databases
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("number", range(2, 13))
def test_a_week_begins_at_midnight_where_the_project_lives(project, zone, number):
    project.time_zone = zone
    first_day = twelve(project)[number - 1].starts_on
    midnight = datetime.combine(first_day, datetime.min.time(), ZoneInfo(zone))
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert now_on(project) == [number - 1]
    with time_machine.travel(midnight, tick=False):
        assert now_on(project) == [number]


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Europe/Berlin", date(2027, 3, 22)),  # 167 hours
        ("Europe/Berlin", date(2026, 10, 19)),  # 169 hours
        ("America/Sao_Paulo", date(2018, 10, 29)),  # there, midnight itself is left out on 4 November
        ("Africa/Cairo", date(2026, 4, 20)),
        ("Australia/Lord_Howe", date(2026, 9, 28)),  # half an hour
    ],
)
def test_a_week_in_which_the_clocks_change_has_seven_days(project, zone, start):
    project.time_zone = zone
    weeks(project, start, start + timedelta(weeks=1))
    noons = [
        datetime.combine(start + timedelta(days=day), datetime.min.time(), ZoneInfo(zone)).replace(hour=12)
        for day in range(14)
    ]
    found = []
    for noon in noons:
        with time_machine.travel(noon, tick=False):
            found += now_on(project)
    assert found == [1] * 7 + [2] * 7


@time_machine.travel("2026-11-29 12:00+00:00", tick=False)
def test_no_week_is_marked_before_the_plan_begins(project, as_viewer):
    twelve(project)
    assert now_on(project) == []
    assert 'aria-current="date"' not in as_viewer.get(PAGE).text


@time_machine.travel("2026-09-30 12:00+00:00", tick=False)
def test_in_a_break_the_break_is_marked_and_no_week(project, as_viewer):
    weeks(project, date(2026, 9, 14), date(2026, 10, 5))
    page = as_viewer.get(PAGE).text
    assert now_on(project) == []
    assert re.search(
        r'class="pause" aria-current="date">\s*<td[^>]*>\s*Break of two weeks<span>21 Sep – 4 Oct', page
    )


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 9, 21), None),
        (date(2026, 9, 22), "Break of one day"),
        (date(2026, 9, 28), "Break of one week"),
        (date(2026, 9, 30), "Break of nine days"),
        (date(2027, 1, 4), "Break of 15 weeks"),
    ],
)
def test_what_lies_between_two_weeks_is_called_a_break(project, day, said):
    weeks(project, date(2026, 9, 14), day)
    pause = PlanPage(project).rows[1].pause
    assert (str(pause) if pause else None) == said


@time_machine.travel("2026-09-23 12:00+00:00", tick=False)
def test_a_past_week_is_closed_or_quietly_open(project, as_viewer):
    first, *_ = weeks(project, date(2026, 9, 7), date(2026, 9, 14), date(2026, 9, 21))
    Milestone.objects.filter(pk=first.pk).update(closed_at="2026-09-13T10:00Z")
    page = as_viewer.get(PAGE).text
    assert re.findall(r"<em(?: class=\"\w+\")?>(\w+)</em>", page) == ["closed", "open", "now"]


# --- What it says ----------------------------------------------------------------------------------------------
@time_machine.travel("2026-09-15 12:00+00:00", tick=False)
def test_a_week_says_what_is_done_and_one_to_come_what_is_planned(project):
    first, second, third, _ = weeks(project, *(date(2026, 9, day) for day in (7, 14, 21, 28)))
    CardFactory(project=project, milestone=first, column=Column.DONE, estimate_minutes=180)
    CardFactory(project=project, milestone=second)
    CardFactory(project=project, milestone=third, estimate_minutes=90)
    CardFactory(project=project, milestone=third)
    told = [row.progress_text for row in PlanPage(project).rows]
    assert told == ["3 of 3 h", "0 of 1 card", "1.5 h planned", "Nothing planned"]


def test_the_sentence_sums_up_the_weeks_and_leaves_out_what_is_for_later(project, week, as_viewer):
    MilestoneFactory(project=project, number=2, starts_on="2026-12-28")
    CardFactory(project=project, milestone=week, column=Column.DONE, estimate_minutes=120)
    CardFactory(project=project, milestone=week, estimate_minutes=60)
    CardFactory(project=project, estimate_minutes=600)
    page = as_viewer.get(PAGE).text
    assert 'Parcel Vision</bdi>: <span id="plan-count">two weeks</span>' in page
    assert "7 September 2026 – 1 January 2027. 2 of 3 h done." in page


def test_a_plan_without_a_week_says_so(project, as_viewer):
    project.milestones.all().delete()
    assert "This project has no week yet." in as_viewer.get(PAGE).text


@time_machine.travel("2026-09-09 12:00+00:00", tick=False)
@pytest.mark.parametrize(("weekday", "said"), [(4, "Due Fri"), (2, "Due today"), (0, "Was due Mon")])
def test_the_demo_of_this_week_is_due_on_the_projects_day(project, as_viewer, weekday, said):
    project.change(by=None, demo_weekday=weekday)
    assert said in as_viewer.get(PAGE).text


def test_texts_are_shown_as_they_were_written_and_keep_to_their_direction(project, as_viewer):
    project.milestones.update(goal="<script>1</script>", demo_task="עברית")
    page = as_viewer.get(PAGE).text
    assert "<bdi>&lt;script&gt;1&lt;/script&gt;</bdi>" in page
    assert "<bdi>עברית</bdi>" in page


def test_a_plan_of_52_weeks_asks_as_often_as_one_of_one(project, week, as_viewer):
    CardFactory(project=project, milestone=week)
    as_viewer.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        as_viewer.get(PAGE)
    for number in range(2, 53):
        day = week.starts_on + timedelta(weeks=number)
        milestone = MilestoneFactory(project=project, number=number, starts_on=day)
        CardFactory.create_batch(2, project=project, milestone=milestone, estimate_minutes=60)
    MembershipFactory.create_batch(10, project=project)
    with CaptureQueriesContext(connection) as many:
        as_viewer.get(PAGE)
    assert len(many) == len(few) <= 8


def test_the_plan_shows_nothing_of_another_project(project, as_viewer):
    MilestoneFactory(project=ProjectFactory(), goal="Theirs")
    assert "Theirs" not in as_viewer.get(PAGE).text
