"""What is blocked and has not moved, and the wrap-up."""

from datetime import timedelta

import pytest
import time_machine
from django.http import QueryDict

from boards.models import Card, Column
from boards.standup.page import StandupPage
from projects.models import Project
from tests.boards.standup.conftest import WEDNESDAY
from tests.boards.standup.pages import shown, title, titles
from tests.conftest import client_for
from tests.factories import DemoFactory, MilestoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


# --- What is blocked, and has not moved ----------------------------------------------------------------------
def test_the_first_stop_has_everybodys_blocked_cards(as_member, project, member, emeka, card_of):
    later = MilestoneFactory(project=project, number=2, starts_on="2026-09-14")
    card_of(emeka, "Now", Column.DOING).block("No quota", by=member)
    card_of(None, "Later", milestone=later).block("No data", by=member)
    card_of(emeka, "Free", Column.DOING)
    html = shown(as_member)
    assert titles(html, "blocked") == ["Now", "Later"]
    assert title(html) == "Two cards are blocked"


def test_a_card_in_progress_since_before_has_not_moved(as_member, project, emeka, card_of):
    project.events.create(seq=1, kind="moved", at=WEDNESDAY - timedelta(days=1))
    card_of(emeka, "Stuck", Column.DOING, days=3)
    card_of(emeka, "Fresh", Column.DOING, days=0)
    card_of(emeka, "Waiting")
    html = shown(as_member)
    assert titles(html, "still") == ["Stuck"]
    assert "One card has not moved since Tuesday." in html


def test_a_card_that_came_back_from_done_has_moved(as_member, project, member, emeka, card_of):
    project.events.create(seq=1, kind="moved", at=WEDNESDAY - timedelta(days=1))
    Project.objects.update(seq=1)
    card = card_of(emeka, "Reopened", Column.DOING, days=3)
    for column in (Column.DONE, Column.DOING):
        Card(project=Project.objects.get(), number=card.number).move(
            column=column, milestone_id=card.milestone_id, by=member
        )
    assert titles(shown(as_member), "still") == []


def test_a_card_that_only_went_up_in_its_column_has_not_moved(as_member, project, member, emeka, card_of):
    project.events.create(seq=1, kind="moved", at=WEDNESDAY - timedelta(days=1))
    Project.objects.update(seq=1)
    card_of(emeka, "Other", Column.DOING)
    card = card_of(emeka, "Stuck", Column.DOING, days=3)
    Card(project=Project.objects.get(), number=card.number).move(
        column=Column.DOING, milestone_id=card.milestone_id, top=True, by=member
    )
    assert titles(shown(as_member), "still") == ["Stuck"]


def numbers_read(project, stop):
    return {row.number for row in StandupPage(project, QueryDict(f"stop={stop}")).rows}


def test_of_the_backlog_the_first_stop_reads_what_is_blocked_and_in_progress_alone(project, emeka, card_of):
    card_of(emeka, "Waiting")
    card_of(None, "Waiting for later", milestone=None, estimate_minutes=6000)
    told = [card_of(emeka, "Blocked", blocked_reason="No quota"), card_of(None, "Begun", Column.DOING)]
    assert numbers_read(project, "blocked") == {card.number for card in told}


# --- The wrap-up ---------------------------------------------------------------------------------------------
def test_the_wrap_up_says_what_is_left_against_the_days_there_are(as_member, card_of, emeka):
    card_of(emeka, "Done", Column.DONE, estimate_minutes=60)
    card_of(emeka, "To do", estimate_minutes=120)
    assert title(shown(as_member, "?stop=wrap-up")) == "2 h left, two days to Friday"


def test_the_wrap_up_names_what_is_blocked_and_too_big(as_member, project, member, emeka, card_of):
    later = MilestoneFactory(project=project, number=2, starts_on="2026-09-14")
    card_of(emeka, "Query", Column.DOING).block("No quota", by=member)
    card_of(None, "Notebook", estimate_minutes=360)
    card_of(None, "Epic", milestone=later, estimate_minutes=3600)
    html = " ".join(shown(as_member, "?stop=wrap-up").split())
    assert "<b><bdi>Emeka Obi</bdi></b>. <bdi>No quota</bdi>, since today" in html
    assert "Notebook" in html
    assert "Epic" not in html


def test_of_the_backlog_the_wrap_up_reads_what_is_blocked_and_too_big_alone(project, emeka, card_of):
    card_of(emeka, "Waiting")
    card_of(emeka, "Begun", Column.DOING)
    card_of(None, "Too big for later", milestone=None, estimate_minutes=6000)
    told = [card_of(emeka, "Blocked", blocked_reason="No quota"), card_of(None, "Big", estimate_minutes=6000)]
    assert numbers_read(project, "wrap-up") == {card.number for card in told}


def test_the_wrap_up_has_the_weeks_demo_and_who_shows_it(as_member, week, emeka):
    assert "Nobody has handed one in." in shown(as_member, "?stop=wrap-up")
    DemoFactory(milestone=week, person=emeka.user, shows="Parcels are counted.")
    html = shown(as_member, "?stop=wrap-up")
    assert "<bdi>Emeka Obi</bdi> shows <bdi>Parcels are counted.</bdi>" in html


def test_the_wrap_up_leads_to_the_weeks_demo_where_those_who_follow_come_along(as_member, week, emeka):
    link = 'href="/p/parcel-vision/demos/?week=1"'
    assert link not in shown(as_member, "?stop=wrap-up")
    DemoFactory(milestone=week, person=emeka.user)
    assert link in shown(as_member, "?stop=wrap-up")


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-09-01", "0 h left, week 1 starts Monday 7 September"),
        ("2026-09-11", "2 h left, the demo is today"),
        ("2026-09-30", "2 h left, the demo was due Friday 11 September"),
    ],
)
def test_before_and_after_the_plan_the_days_are_said_otherwise(project, member, card_of, now, said):
    hours = 0 if said.startswith("0") else 120
    card_of(None, "Done", Column.DONE, estimate_minutes=60)
    if hours:
        card_of(None, "To do", estimate_minutes=hours)
    with time_machine.travel(f"{now}T09:00Z"):
        assert title(shown(client_for(member), "?stop=wrap-up")) == said
