"""Writing what a week says: one text by a script, both by the week's own form; and taking it back."""

import pytest

from projects.models import Role
from projects.text import content_hash
from tests.conftest import client_for
from tests.factories import MembershipFactory, MilestoneFactory, ProjectFactory, UserFactory

pytestmark = pytest.mark.django_db
PLAN = "/p/parcel-vision/plan/"
EDIT = "/p/parcel-vision/weeks/1/edit/"
UNDO = "/p/parcel-vision/plan/undo/"
HTMX = {"HX-Request": "true"}
NAMES = ["goal", "demo_task"]


def texts(week):
    week.refresh_from_db()
    return week.goal, week.demo_task


# --- The week's own form --------------------------------------------------------------------------------------
def test_the_form_shows_what_the_week_says(as_member, week):
    page = as_member.get(EDIT).text
    assert 'value="Kickoff"' in page
    assert f'name="seen_goal" value="{content_hash("Kickoff")}"' in page


def test_both_texts_are_saved_and_the_plan_offers_to_take_it_back(as_member, week):
    response = as_member.post(EDIT, {"milestone": week.pk, "goal": "Begin", "demo_task": "Show"})
    assert texts(week) == ("Begin", "Show")
    event = week.project.events.get()
    assert response["Location"] == f"{PLAN}?undo={event.seq}#week-{week.pk}"
    assert f'name="event" value="{event.seq}"' in as_member.get(response["Location"]).text


def test_a_text_that_is_not_sent_stays(as_member, week):
    as_member.post(EDIT, {"demo_task": "Show"})
    assert texts(week) == ("Kickoff", "Show")


def test_a_form_that_changes_nothing_writes_nothing(as_member, week):
    response = as_member.post(EDIT, {"goal": "Kickoff"})
    assert (response["Location"], week.project.events.count()) == (f"{PLAN}#week-{week.pk}", 0)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{7*7}}", "a\u202eb", "עברית", "é" * 200])
def test_a_text_is_kept_as_typed_and_shown_literally(as_member, week, name, text):
    assert as_member.post(EDIT, {name: text}).status_code == 302
    assert text in texts(week)
    assert "<script>alert" not in as_member.get(PLAN).text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("é" * 201, "This has 201 characters; 200 are allowed."),
        ("a\x00b", "character that cannot be shown"),
        ("\u200b", "only invisible characters"),
    ],
)
def test_a_text_that_does_not_hold_is_refused_and_not_lost(as_member, week, name, text, sentence):
    response = as_member.post(EDIT, {name: text})
    assert response.status_code == 422
    assert sentence in response.text
    assert text in response.text
    by_script = as_member.post(EDIT, {name: text}, headers=HTMX)
    assert (by_script.status_code, by_script["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert texts(week) == ("Kickoff", "Kickoff (present plan)")


def test_line_ends_that_were_pasted_become_spaces(as_member, week):
    as_member.post(EDIT, {"goal": "One\r\ntwo"})
    assert texts(week)[0] == "One two"


def test_the_week_that_was_meant_is_changed_whatever_its_number_is_by_now(as_member, week):
    new = week.project.add_week(before=week.pk, by=None)
    as_member.post(EDIT, {"milestone": week.pk, "goal": "Mine"})
    assert (texts(week)[0], new.data["now"][str(week.pk)]["number"]) == ("Mine", 2)


def test_a_week_that_was_taken_out_meanwhile_is_told_of(as_member, project, week):
    gone = MilestoneFactory(project=project, number=2, starts_on="2026-09-14")
    project.remove_week(gone.pk, by=None)
    response = as_member.post(EDIT, {"milestone": gone.pk, "goal": "Mine"})
    assert (response.status_code, texts(week)[0]) == (422, "Kickoff")
    assert "not in the plan" in response.text
    assert 'value="Mine"' in response.text


def test_who_changed_a_text_in_the_admin_is_named_as_well(as_member, project, week, owner):
    week.edit(by=owner, goal="First")
    admin = UserFactory(name="Bo Admin")
    with project.changing():
        now = {"goal": "Theirs"}
        project.record("week_changed", by=admin, milestone=week.pk, was={"goal": "First"}, now=now)
        project.milestones.filter(pk=week.pk).update(goal="Theirs")
    sent = {"milestone": week.pk, "goal": "Mine", "seen_goal": content_hash("Kickoff")}
    response = as_member.post(EDIT, sent)
    assert "Bo Admin" in response.text


def test_a_number_that_the_plan_does_not_have_is_not_found(as_member, week):
    assert as_member.get("/p/parcel-vision/weeks/2/edit/").status_code == 404


# --- A text at a time, by a script ----------------------------------------------------------------------------
def test_a_script_gets_the_cell_anew_and_a_toast(as_member, week):
    data = {"milestone": week.pk, "goal": "Begin", "seen_goal": content_hash("Kickoff")}
    response = as_member.post(EDIT, data, headers=HTMX)
    assert f'hx-target="#goal-{week.pk}"' in response.text
    assert f'data-seen="{content_hash("Begin")}"' in response.text
    assert f"#demo_task-{week.pk}" not in response.text
    assert f'action="{UNDO}"' in response.text


# --- Two people -----------------------------------------------------------------------------------------------
@pytest.fixture
def theirs(week, owner):
    """Somebody else has written meanwhile."""
    return week.edit(goal="Theirs", by=owner)


def send(client, goal, seen, **headers):
    return client.post(EDIT, {"goal": goal, "seen_goal": content_hash(seen)}, headers=headers)


def test_who_writes_second_sees_the_first_text_and_may_write_over_it(as_member, week, theirs, owner):
    response = send(as_member, "Mine", "Kickoff")
    assert response.status_code == 409
    assert f"<bdi>{owner.name}</bdi>" in response.text
    assert "<bdi>Theirs</bdi>" in response.text
    assert 'value="Mine"' in response.text
    assert f'name="seen_goal" value="{content_hash("Theirs")}"' in response.text
    assert send(as_member, "Mine", "Theirs").status_code == 302
    assert texts(week)[0] == "Mine"


def test_a_script_gets_the_other_text_alone(as_member, week, theirs):
    response = send(as_member, "Mine", "Kickoff", **HTMX)
    assert response.status_code == 409
    assert response.text.strip().startswith(
        f'<div class="theirs" role="alert" data-seen="{content_hash("Theirs")}">'
    )
    assert texts(week)[0] == "Theirs"


def test_two_who_write_the_same_agree(as_member, week, theirs):
    assert send(as_member, "Theirs", "Kickoff").status_code == 302


# --- The way back ---------------------------------------------------------------------------------------------
def test_a_text_is_taken_back(as_member, week, theirs):
    response = as_member.post(UNDO, {"event": theirs.seq})
    assert (response["Location"], texts(week)[0]) == (PLAN, "Kickoff")


def test_a_script_gets_the_plan_anew(as_member, week, theirs):
    response = as_member.post(UNDO, {"event": theirs.seq}, headers=HTMX)
    assert 'hx-target="#plan" hx-swap="outerHTML"' in response.text
    assert "Taken back." in response.text


def test_what_was_written_over_since_stays(as_member, week, theirs):
    week.edit(goal="Again", by=None)
    assert as_member.post(UNDO, {"event": theirs.seq}).status_code == 409
    by_script = as_member.post(UNDO, {"event": theirs.seq}, headers=HTMX)
    assert by_script.text == "The plan has been changed again since, so this was not undone."
    assert texts(week)[0] == "Again"


def test_a_member_does_not_take_back_what_only_an_owner_may_do(as_member, as_owner, project, week):
    event = project.add_week(by=None)
    assert as_member.post(UNDO, {"event": event.seq}).status_code == 403
    assert as_owner.post(UNDO, {"event": event.seq}).status_code == 302
    assert project.milestones.count() == 1


@pytest.mark.parametrize("event", ["", "x", "0", "-1", str(2**63)])
def test_what_is_no_event_is_refused(as_member, project, event):
    assert as_member.post(UNDO, {"event": event}).status_code in (404, 422)


def test_the_toast_is_for_whoever_did_it_and_still_may(project, week, member):
    event = week.edit(goal="Mine", by=member)
    other = MembershipFactory(project=project, role=Role.OWNER).user
    shown = [
        f'name="event" value="{event.seq}"' in client_for(p).get(f"{PLAN}?undo={event.seq}").text
        for p in (member, other)
    ]
    project.memberships.filter(user=member).update(role=Role.VIEWER)
    shown.append("data-undo" in client_for(member).get(f"{PLAN}?undo={event.seq}").text)
    assert shown == [True, False, False]


@pytest.mark.parametrize("text", ["x", "0", "999", "9" * 30, "١"])
def test_a_toast_for_nothing_is_passed_over(as_member, project, text):
    assert as_member.get(f"{PLAN}?undo={text}").status_code == 200


# --- Who may --------------------------------------------------------------------------------------------------
def test_a_viewer_sees_no_link_to_a_form(as_viewer, week):
    assert "/edit/" not in as_viewer.get(PLAN).text


def test_a_week_of_another_project_is_not_changed(as_member, week):
    foreign = MilestoneFactory(project=ProjectFactory(), goal="Theirs")
    assert as_member.post(EDIT, {"milestone": foreign.pk, "goal": "Mine"}).status_code == 422
    assert texts(foreign)[0] == "Theirs"
