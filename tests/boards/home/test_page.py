"""My projects."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.models import Role
from tests.conftest import client_for
from tests.factories import (
    CardFactory,
    DemoFactory,
    MembershipFactory,
    MilestoneFactory,
    ProjectFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel("2026-09-09T10:00:00Z", tick=False):
        yield


@pytest.fixture
def home(as_member):
    return lambda client=as_member: client.get("/")


def names(response):
    return [item.project.name for item in response.context["home"].projects]


def test_people_see_the_projects_they_are_in(home, project):
    ProjectFactory(name="Somebody else's")
    assert names(home()) == ["Parcel Vision"]


def test_a_superuser_sees_all_projects(home, project):
    ProjectFactory(name="Another")
    assert names(home(client_for(UserFactory(is_superuser=True)))) == ["Another", "Parcel Vision"]


def test_a_project_says_which_week_it_is_in_and_how_far_that_is(home, project, week):
    CardFactory(project=project, milestone=week, column="done", estimate_minutes=90)
    CardFactory(project=project, milestone=week, estimate_minutes=300, blocked_reason="No key")
    text = " ".join(home().text.split())
    said = (
        "Week 1 of 1",
        "Kickoff",
        "1.5 of 6.5 h",
        "1 card over 4 h",
        "1 blocked",
        "Demo due Friday 11 September",
    )
    assert [words for words in said if words not in text.replace("</b>", "")] == []


@pytest.mark.parametrize(
    ("day", "account"),
    [
        ("2026-09-06", "Begins Monday 7 September"),
        ("2026-09-07", "0 of 1 card done this week"),
        ("2026-09-13", "0 of 1 card done this week"),
        ("2026-09-14", "0 of 1 card done in its last week"),
    ],
)
def test_a_project_says_what_its_figures_are_of(home, card, day, account):
    with time_machine.travel(f"{day}T10:00:00Z", tick=False):
        assert account in home().text


@pytest.mark.parametrize(
    ("demo", "today", "summary"),
    [
        (False, "2026-09-06", "One project."),
        (False, "2026-09-07", "One project, one demo due this week."),
        (False, "2026-09-12", "One project, one demo overdue."),
        (True, "2026-09-07", "One project."),
    ],
)
def test_the_demos_that_are_due_are_counted(home, project, week, member, demo, today, summary):
    if demo:
        DemoFactory(milestone=week, person=member)
    with time_machine.travel(f"{today}T10:00:00Z", tick=False):
        assert f"<p>{summary}</p>" in home().text


def test_several_projects_are_counted_in_words(home, project, week, member):
    for name in ("Second", "Third"):
        MilestoneFactory(project=MembershipFactory(user=member, project=ProjectFactory(name=name)).project)
    assert "<p>Three projects, three demos due this week.</p>" in home().text


def test_a_project_without_a_plan_says_so(home, member):
    MembershipFactory(user=member, project=ProjectFactory(name="Empty"))
    assert "No plan yet." in home().text


def test_a_finished_project_is_folded_away(home, project):
    project.archived_at = timezone.now()
    project.save()
    response = home()
    assert names(response) == []
    assert "<p>No project is under way.</p>" in response.text
    assert "1 finished project" in response.text


def test_somebody_without_a_project_is_told_what_to_do(home, stranger):
    text = home(client_for(stranger)).text
    assert "No projects yet" in text
    assert stranger.email in text


@pytest.mark.parametrize("person", ["stranger", "viewer", "owner"])
def test_only_those_who_may_add_projects_are_shown_the_way_there(home, request, person):
    assert "New project" not in home(client_for(request.getfixturevalue(person))).text


def test_a_large_team_is_shown_in_part(home, project):
    for number in range(12):
        MembershipFactory(project=project, role=Role.VIEWER, user__name=f"Person {number:02}")
    assert "and 5 more" in home().text


def test_cards_of_other_projects_do_not_count(home, project, week):
    other = ProjectFactory()
    CardFactory(project=other, milestone=MilestoneFactory(project=other), estimate_minutes=6000)
    assert "0 of 0 cards" in " ".join(home().text.split())


def test_the_address_of_a_project_leads_to_its_board(as_viewer, project):
    assert as_viewer.get(f"/p/{project.slug}/")["Location"] == f"/p/{project.slug}/board/"


def test_a_project_with_the_name_of_a_script_is_shown_by_its_name(home, project):
    project.name = "<script>alert(1)</script>"
    project.save()
    assert "<script>alert(1)" not in home().text
    assert "&lt;script&gt;alert(1)" in home().text


def test_once_this_week_is_closed_a_project_shows_the_next_open_one(home, project, week):
    MilestoneFactory(
        project=project, number=2, starts_on=week.starts_on + timedelta(weeks=1), goal="Baseline"
    )
    week.closed_at = timezone.now()
    week.save()
    text = " ".join(home().text.split())
    assert "<b>Week 2 of 2</b> <bdi>Baseline</bdi>" in text
    assert "Begins Monday 14 September" in text


def test_only_who_may_begin_a_project_reads_what_one_begins_with(admin):
    assert "Start from the ten-week plan" not in client_for(UserFactory()).get("/").text
    assert "Start from the ten-week plan" in client_for(admin).get("/").text


def test_a_project_without_a_plan_says_what_is_for_later(home, member):
    empty = MembershipFactory(user=member, project=ProjectFactory(name="Empty")).project
    CardFactory(project=empty, milestone=None, estimate_minutes=27 * 60)
    assert "1 card (27 h) for later" in home().text


def test_of_which_weeks_there_is_a_demo_is_asked_for_those_that_are_on_alone(project, week, member):
    MilestoneFactory(project=project, number=2)
    with CaptureQueriesContext(connection) as captured:
        client_for(member).get("/")
    [asked] = [query["sql"] for query in captured if '"projects_demo"' in query["sql"]]
    assert f"IN ({week.pk})" in asked
