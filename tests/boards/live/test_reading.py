"""What a hub reads after a change: news and standups of all its projects."""

import pytest

from boards.live.messages import json_event
from boards.live.reading import NO_STANDUP, read_changes, read_standup
from boards.models import Standup
from boards.people.membership import remove_member
from boards.standup.place import PlaceForm
from projects import limits
from projects.models import Project
from tests.factories import MembershipFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def led(project, owner):
    standup = Standup(project=project)
    standup.lead(by=owner)
    return standup


def read(project, told=NO_STANDUP, seq=None):
    """The standup as it is told again; None where nothing is new."""
    seq = Project.objects.get(pk=project.pk).seq if seq is None else seq
    return read_changes({project.pk: seq}, {project.pk: told}, {})[1].get(project.pk)


def test_a_step_is_one_query_however_many_projects_and_people(project, owner, led, django_assert_num_queries):
    others = [ProjectFactory() for _ in range(3)]
    told = {each.pk: NO_STANDUP for each in (project, *others)}
    with django_assert_num_queries(1):
        news, standups, reasons = read_changes(dict.fromkeys(told, 0), told, {})
    assert (news, list(standups), reasons) == ({}, [project.pk], {})


def test_what_was_told_is_not_told_again(project, led):
    assert read(project, told=read(project)) is None


def test_an_event_alone_tells_nothing_of_the_standup(project, card, led):
    told = read(project)
    card.move(column="done", milestone_id=card.milestone_id, by=None)
    assert read(project, told=told, seq=0) is None


def test_the_place_of_somebody_who_was_taken_out_stays_the_first_stop(project, owner, led):
    ben = MembershipFactory(project=project)
    led.step({"address": f"standup/?stop={ben.pk}", "member": ben.pk}, by=owner)
    seq, told = project.seq, read(project)
    remove_member(ben, by=None)
    told = read(project, told=told, seq=seq)
    assert told["place"] == {"address": "standup/"}
    assert read(project, told=told) is None


def test_the_first_page_of_a_project_is_told_how_it_stands(project, owner, led):
    assert read_standup(project.pk)["leader"] == owner.pk


def test_a_project_that_was_deleted_has_no_standup(project):
    pk = project.pk
    project.delete()
    assert read_standup(pk) == NO_STANDUP


def test_the_longest_step_is_under_three_kilobytes(project, owner, led):
    owner.name = "\N{STEAM LOCOMOTIVE}" * limits.NAME
    owner.save()
    form = PlaceForm(
        {"address": "/p/parcel-vision/board/?q=" + "x" * 200 + "&label=" + "é" * 180}, project=project
    )
    assert form.is_valid(), form.errors
    led.step(form.place(), by=owner)
    assert len(json_event("standup", read_standup(project.pk))) < 3000
