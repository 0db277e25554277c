"""The page that records a demo: what it may ask the browser for, and what it says without it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects import limits
from projects.demos.cue_sheet import cue_sheet
from tests.factories import DemoFactory, MembershipFactory, MilestoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PAGE = "/p/parcel-vision/weeks/1/record/"


def capture_policy(response):
    """What a page may be given of screen, microphone and camera."""
    parts = response["Permissions-Policy"].split(", ")
    return {part for part in parts if part.startswith(("camera", "display-capture", "microphone"))}


def test_only_the_recorder_may_ask_for_a_screen_and_a_microphone(as_member):
    assert capture_policy(as_member.get(PAGE)) == {"camera=()", "display-capture=(self)", "microphone=(self)"}
    for path in ["/", "/p/parcel-vision/board/", "/p/parcel-vision/demos/", "/p/parcel-vision/weeks/1/demo/"]:
        closed = {"camera=()", "display-capture=()", "microphone=()"}
        assert capture_policy(as_member.get(path)) == closed, path


def test_whoever_may_not_record_is_not_given_the_policy_either(as_viewer):
    refused = as_viewer.get(PAGE)
    assert (refused.status_code, "display-capture=()" in refused["Permissions-Policy"]) == (403, True)


def test_a_week_that_is_not_in_the_plan_cannot_be_recorded(as_member):
    assert as_member.get("/p/parcel-vision/weeks/9/record/").status_code == 404


def test_what_was_recorded_follows_its_week_when_the_plan_changes(as_member, week):
    link = f"{PAGE}?recording=abc&milestone={week.pk}"
    assert as_member.get(link).status_code == 200
    MilestoneFactory(project=week.project, number=2, starts_on="2026-09-14")
    other = link.replace("weeks/1", "weeks/2")
    assert as_member.get(other)["Location"] == link


@pytest.mark.parametrize("milestone", ["x", "0", "-1", "9" * 30])
def test_a_recording_of_a_week_that_is_gone_leads_to_the_week_of_its_number(as_member, week, milestone):
    assert as_member.get(f"{PAGE}?recording=abc&milestone={milestone}").status_code == 200


def test_without_scripts_the_page_leads_to_the_form_for_a_film_or_a_link(as_member):
    page = as_member.get(PAGE).text
    assert "switch\n    JavaScript on" in page
    for path in ("demo/", "demo/?camera=1", "demo/#link"):
        assert f'<a class="button" href="/p/parcel-vision/weeks/1/{path}">' in page


def test_the_cue_sheet_begins_with_what_the_plan_says(project, week):
    later = MilestoneFactory(project=project, number=2, starts_on="2026-09-14", goal="Labels on the photos")
    sheet = [(cue.text, cue.start, cue.end) for cue in cue_sheet(week, later)]
    assert sheet == [(week.goal, 0, 5), (week.demo_task, 5, 25), ("Labels on the photos", 25, 30)]


def test_after_the_last_week_nothing_is_next(week):
    assert cue_sheet(week, None)[-1].text == ""


def test_its_length_is_the_limit_of_a_demo(as_member, monkeypatch):
    monkeypatch.setattr(limits, "DEMO_SECONDS", 3)
    assert 'data-seconds="3"' in as_member.get(PAGE).text


def test_whoever_has_handed_one_in_already_is_told_that_it_is_replaced(as_member, member, week):
    DemoFactory(milestone=week)
    assert "takes the place of the demo" not in as_member.get(PAGE).text
    DemoFactory(milestone=week, person=member)
    assert "takes the place of the demo" in as_member.get(PAGE).text


def queries(client):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(PAGE).status_code == 200
    return len(captured)


def test_the_page_takes_as_many_queries_with_a_hundred_demos_as_with_none(as_member, project, week):
    few = queries(as_member)
    DemoFactory.create_batch(100, milestone=week)
    MembershipFactory.create_batch(5, project=project)
    assert queries(as_member) == few == 5
