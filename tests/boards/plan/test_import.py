"""A plan as a file, and pasted: what it would change is shown, then done as a whole, or not at all."""

import html
import io
import json
import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Role
from projects.models.weeks import plan_fingerprint
from projects.plans import FORMATS, PlannedWeek, write_plan
from tests.access.world import content_hash
from tests.conftest import client_for
from tests.factories import CardFactory, MembershipFactory, MilestoneFactory, ProjectFactory
from tests.planfiles import delimited, plan_as_found, weeks_in
from tests.projects.plans.test_refused import SPOILED

pytestmark = pytest.mark.django_db
PLAN = "/p/parcel-vision/plan/"
UPLOAD, PASTE, TAKE = f"{PLAN}upload/", f"{PLAN}paste/", f"{PLAN}take/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def real(project):
    """The project with the plan as it was found, ten weeks."""
    project.milestones.all().delete()
    project.plan(weeks_in(plan_as_found(), "plan.xlsx"), by=None)
    return project


def upload(client, data, name="plan.xlsx"):
    return client.post(UPLOAD, {"plan_file": SimpleUploadedFile(name, data)})


def confirm(client, preview, **more):
    """Press the button of a preview."""
    fields = dict(re.findall(r'<input type="hidden" name="(plan|seen|whole)" value="([^"]*)"', preview.text))
    return client.post(TAKE, {name: html.unescape(value) for name, value in fields.items()} | more)


def state(project):
    return list(project.milestones.values_list("pk", "number", "starts_on", "goal", "demo_task"))


def rows(*weeks):
    return delimited([["Week", "Goal", "Demo"], *weeks])


# --- Downloads ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_downloaded_and_uploaded_again_changes_nothing(as_member, real, kind):
    real.milestones.get(number=3).edit(goal="=1+1", demo_task="a | b", by=None)
    before, events = state(real), real.events.count()
    answer = as_member.get(f"{PLAN}download/{kind}/")
    assert "Nothing would change" in upload(as_member, answer.content, f"plan.{kind}").text
    assert (state(real), real.events.count()) == (before, events)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_download_is_a_file_of_its_kind(as_viewer, real, kind):
    answer = as_viewer.get(f"{PLAN}download/{kind}/")
    assert answer["Content-Type"] == FORMATS[kind].content_type
    assert answer["Content-Disposition"] == f'attachment; filename="parcel-vision-plan.{kind}"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_there_is_no_download_of_another_kind(as_viewer, real):
    assert as_viewer.get(f"{PLAN}download/exe/").status_code == 404


def test_a_download_holds_this_project_alone(as_member, real):
    MilestoneFactory(project=ProjectFactory(), goal="Theirs")
    assert b"Theirs" not in as_member.get(f"{PLAN}download/csv/").content


# --- Uploads --------------------------------------------------------------------------------------------------
@pytest.mark.both_databases
def test_the_real_plan_is_uploaded_shown_taken_and_downloaded(as_owner, project, week):
    preview = upload(as_owner, plan_as_found())
    assert "9 weeks would change" in preview.text
    assert project.milestones.count() == 1
    response = confirm(as_owner, preview)
    assert project.milestones.count() == 10
    [event] = project.events.all()
    assert response["Location"] == f"{PLAN}?undo={event.seq}"
    again = as_owner.get(f"{PLAN}download/xlsx/").content
    assert weeks_in(again, "plan.xlsx") == weeks_in(plan_as_found(), "plan.xlsx")
    as_owner.post(f"{PLAN}undo/", {"event": event.seq})
    assert [row[3] for row in state(project)] == ["Kickoff"]


def test_a_preview_says_what_was_and_what_would_be(as_owner, project, week):
    MilestoneFactory(project=project, number=2, starts_on="2026-09-14", goal="Deploy", demo_task="")
    page = upload(as_owner, rows([1, "Begin", "Kickoff (present plan)"])).text
    assert "<del><bdi>Kickoff</bdi></del>" in page
    assert "<ins><bdi>Begin</bdi></ins>" in page
    assert "present plan" not in page.partition('name="plan"')[0]
    assert re.search(r"Week 2 <em>taken out</em>", page)


def test_a_preview_says_what_was_read_as_what(as_owner, week):
    page = upload(
        as_owner, delimited([["Week", "Goal", "Demo"], [1, "Wdrożenie ciągłe", "x"]], ";", "cp1250")
    ).text
    assert "Read as Windows-1250." in page
    assert "<ins><bdi>Wdrożenie ciągłe</bdi></ins>" in page


@pytest.mark.one_database
@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_file_gets_its_sentence_and_changes_nothing(as_owner, week, name):
    data, sentence = SPOILED[name]
    as_owner.get(UPLOAD)
    before, begun = content_hash(), time.monotonic()
    response = upload(as_owner, data, "plan")
    assert time.monotonic() - begun < 5
    assert (response.status_code, content_hash() == before) == (422, True)
    [said] = response.context["form"].errors["plan_file"]
    assert said == (sentence if data else "This file is empty.")
    assert html.escape(said) in response.text


def test_at_least_40_spoiled_files_are_tried():
    assert len(SPOILED) >= 40


def test_a_mistake_in_row_7_is_named_and_nothing_is_taken(as_owner, real):
    before = state(real)
    weeks = [[n, f"New {n}", ""] for n in range(1, 10)]
    weeks[5][1] = "x" * 201
    response = upload(as_owner, rows(*weeks))
    assert (response.status_code, state(real) == before) == (422, True)
    assert "Row 7, cell B7: the goal has 201 characters" in response.text


def test_a_file_of_more_than_2_mb_is_refused(as_owner, week):
    assert upload(as_owner, b"x" * (2 * 1024 * 1024 + 1)).status_code == 422


def test_nothing_at_all_is_asked_for_again(as_owner, week):
    response = as_owner.post(UPLOAD)
    assert response.status_code == 422
    assert "Choose a file, or paste a table below." in response.text


def test_the_field_at_fault_has_the_focus(as_owner, week):
    page = as_owner.post(UPLOAD, {"plan_text": "no table"}).text
    assert page.count("autofocus") == 1
    assert "autofocus" in page.partition('<textarea name="plan_text"')[2].partition(">")[0]


def test_a_table_may_be_pasted_instead_of_a_file(as_owner, week):
    text = "Week\tGoal\tDemo\n1\tBegin\tShow"
    assert "1 week would change" in as_owner.post(UPLOAD, {"plan_text": text}).text
    response = as_owner.post(UPLOAD, {"plan_text": "no table"})
    assert response.status_code == 422
    assert "no table</textarea>" in response.text


# --- Taking it over -------------------------------------------------------------------------------------------
def test_a_plan_that_was_changed_since_is_shown_again_and_not_overwritten(as_owner, week, owner):
    preview = upload(as_owner, rows([1, "Mine", "x"]))
    week.edit(goal="Theirs", by=owner)
    response = confirm(as_owner, preview)
    assert response.status_code == 409
    assert "<del><bdi>Theirs</bdi></del>" in response.text
    assert confirm(as_owner, response).status_code == 302
    week.refresh_from_db()
    assert week.goal == "Mine"


def test_a_member_may_change_texts_but_not_which_weeks_there_are(as_member, project, week):
    texts = upload(as_member, rows([1, "Mine", "x"]))
    assert confirm(as_member, texts).status_code == 302
    more = upload(as_member, rows([1, "Mine", "x"], [2, "More", "x"]))
    assert "Only an owner" in more.text
    assert "Change the plan" not in more.text
    seen = plan_fingerprint(project.milestones.all())
    data = {"plan": json.dumps([[1, "Mine", "x"], [2, "More", "x"]]), "seen": seen, "whole": "1"}
    assert as_member.post(TAKE, data).status_code == 403
    assert project.milestones.count() == 1


def test_cards_of_weeks_that_go_are_asked_for(as_owner, project, week):
    second = MilestoneFactory(project=project, number=2, starts_on="2026-09-14")
    card = CardFactory(project=project, milestone=second)
    preview = upload(as_owner, rows([1, "Kickoff", "Kickoff (present plan)"]))
    assert "1 card in this week goes to" in preview.text
    confirm(as_owner, preview, cards_to=str(week.pk))
    card.refresh_from_db()
    assert card.milestone == week


def test_a_closed_week_cannot_be_left_out(as_owner, project, week):
    MilestoneFactory(project=project, number=2, starts_on="2026-09-14", closed_at="2026-09-21T10:00Z")
    preview = upload(as_owner, rows([1, "Kickoff", "x"]))
    assert "Week 2 is closed, so a plan without it cannot be taken." in preview.text
    assert "Change the plan" not in preview.text


@pytest.mark.parametrize(
    "plan",
    [
        "",
        "x",
        "[]",
        "{}",
        "[1]",
        "[[1]]",
        '[[0, "a", "b"]]',
        '[[53, "a", "b"]]',
        '[[true, "a", "b"]]',
        '[[1, "a", 2]]',
        '[[1, "a", "b"], [1, "c", "d"]]',
        '[[1, "a\\u0000", "b"]]',
        '[[1, "\\ud800", "b"]]',
        json.dumps([[1, "x" * 201, ""]]),
        "[" * 5000,
        "[" * 200_000,
        "[[" + "1" * 5000 + ', "a", "b"]]',
    ],
)
def test_a_plan_that_nobody_has_looked_at_is_refused(as_owner, project, week, plan):
    before = state(project)
    response = as_owner.post(TAKE, {"plan": plan, "seen": plan_fingerprint(project.milestones.all())})
    assert (response.status_code, state(project)) == (422, before)


@pytest.mark.parametrize("text", ["\ud800", "x" * 201])
def test_a_text_that_cannot_be_shown_is_refused_before_it_is_shown_again(as_owner, week, text):
    response = as_owner.post(TAKE, {"plan": json.dumps([[1, text, ""]]), "seen": "0" * 16, "whole": "1"})
    assert response.status_code == 422


# --- Pasting --------------------------------------------------------------------------------------------------
def paste(client, week, text, name="goal", **headers):
    return client.post(PASTE, {"milestone": week.pk, "name": name, "text": text}, headers=headers)


def test_a_column_is_shown_taken_with_one_event_and_taken_back(as_member, real):
    before, events = state(real), real.events.count()
    third = real.milestones.get(number=3)
    preview = paste(as_member, third, "One\nTwo", **HTMX)
    assert "2 weeks would change" in preview.text
    assert "<!doctype" not in preview.text
    response = confirm(as_member, preview)
    assert [row[3] for row in state(real)][2:4] == ["One", "Two"]
    assert real.events.count() == events + 1
    seq = response["Location"].partition("undo=")[2]
    as_member.post(f"{PLAN}undo/", {"event": seq})
    assert state(real) == before


def test_a_table_fills_both_columns_and_says_what_is_left_out(as_member, real):
    last = real.milestones.get(number=10)
    preview = paste(as_member, last, "One\tShow\nTwo\tShow", "demo_task")
    assert "1 row beyond the last week is left out." in preview.text
    confirm(as_member, preview)
    assert state(real)[-1][3:] == ("One", "Show")
    assert real.milestones.count() == 10


def test_what_cannot_be_pasted_gets_a_sentence(as_member, week):
    response = paste(as_member, week, "a\tb\tc\td")
    assert (response.status_code, response["Content-Type"]) == (422, "text/plain; charset=utf-8")


def test_a_paste_into_a_week_of_another_project_is_refused(as_member, week):
    foreign = MilestoneFactory(project=ProjectFactory(), goal="Theirs")
    response = paste(as_member, foreign, "a\nb")
    assert (response.status_code, "Theirs" in response.text) == (422, False)


# --- Who may --------------------------------------------------------------------------------------------------
def test_a_viewer_downloads_and_no_more(project, week):
    client = client_for(MembershipFactory(project=project, role=Role.VIEWER).user)
    data = io.BytesIO(write_plan([PlannedWeek(1, "Mine")], "csv")).getvalue()
    assert (upload(client, data).status_code, paste(client, week, "a\nb").status_code) == (403, 403)
    assert client.get(UPLOAD).status_code == 403
    assert UPLOAD not in client.get(PLAN).text


def test_what_is_carried_along_is_read_as_if_it_were_typed(as_owner, project, week):
    plan = json.dumps([[1, " a\nb ", "Show"]])
    as_owner.post(TAKE, {"plan": plan, "seen": plan_fingerprint(project.milestones.all())})
    week.refresh_from_db()
    assert week.goal == "a b"
