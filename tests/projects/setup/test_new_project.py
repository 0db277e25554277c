"""Setting a project up outside the admin."""

import html
import json
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Errand, Invitation, Membership, Project, Role
from projects.setup.new_project import NewProjectForm
from tests.conftest import client_for
from tests.factories import MembershipFactory, MilestoneFactory, ProjectFactory, UserFactory
from tests.planfiles import delimited, plan_as_found

pytestmark = pytest.mark.django_db
NEW = "/projects/new/"
FIELDS = {
    "name": "Cloud class",
    "starts_on": "2026-09-07",
    "time_zone": "Europe/Berlin",
    "demo_weekday": "4",
    "card_limit_minutes": "4",
    "weeks_from": "empty",
    "week_count": "3",
}


@pytest.fixture
def founder(stranger):
    """Somebody who may add projects, and is no admin."""
    stranger.user_permissions.add(Permission.objects.get(codename="add_project"))
    return stranger


@pytest.fixture
def client(founder):
    return client_for(founder)


def test_the_home_page_leads_there(client):
    assert f'href="{NEW}"' in client.get("/").text


def test_who_may_not_add_projects_is_refused(as_member):
    assert (as_member.get(NEW).status_code, as_member.post(NEW, FIELDS).status_code) == (403, 403)
    assert NEW not in as_member.get("/").text


def test_whoever_makes_it_owns_it_and_writes_its_first_goal_next(client, founder):
    response = client.post(NEW, FIELDS)
    project = Project.objects.get(slug="cloud-class")
    assert (project.milestones.count(), project.time_zone) == (3, "Europe/Berlin")
    assert Membership.objects.get(project=project, user=founder).role == Role.OWNER
    assert response["Location"] == f"/p/cloud-class/plan/#goal-{project.milestones.first().pk}"
    assert f'id="goal-{project.milestones.first().pk}"' in client.get("/p/cloud-class/plan/").text


def test_the_time_zone_is_in_view_and_open_to_a_proposal(client):
    page = client.get(NEW).text
    assert "data-propose-zone" in page
    assert page.index('name="time_zone"') < page.index("<details")


def test_a_time_zone_that_was_chosen_is_not_proposed_over(client):
    assert "data-propose-zone" not in client.post(NEW, FIELDS | {"name": ""}).text


def test_people_are_added_with_their_roles(client, founder):
    ana, bilal = colleague(founder, username="ana"), colleague(founder, username="bilal")
    client.post(
        NEW, FIELDS | {"people": f"ana owner\r\nbilal\r\n{founder.username} viewer"}
    )  # as browsers send lines
    roles = dict(Membership.objects.filter(project__slug="cloud-class").values_list("user", "role"))
    assert roles == {founder.pk: Role.OWNER, ana.pk: Role.OWNER, bilal.pk: Role.MEMBER}


def colleague(founder, **fields):
    """Somebody who shares a project with the founder."""
    project = MembershipFactory(user=founder).project
    return MembershipFactory(project=project, user=UserFactory(**fields)).user


def test_whoever_shares_no_project_with_the_founder_is_invited(client, founder):
    UserFactory(email="eve@example.org")
    client.post(NEW, FIELDS | {"people": "Eve <eve@example.org> viewer\r\ntom@depot.example"})
    project = Project.objects.get(slug="cloud-class")
    assert list(project.members.all()) == [founder]
    assert list(project.invitations.values_list("address", "name", "role", "invited_by")) == [
        ("eve@example.org", "Eve", Role.VIEWER, founder.pk),
        ("tom@depot.example", "", Role.MEMBER, founder.pk),
    ]


def test_the_invited_get_a_mail_where_there_is_a_mail_server(client, settings):
    settings.SENDS_MAIL = True
    client.post(NEW, FIELDS | {"people": "tom@depot.example"})
    assert Errand.objects.get().data["invitation"] == Invitation.objects.get().pk


def test_somebody_unknown_is_told_of_and_nothing_is_made(client):
    response = client.post(NEW, FIELDS | {"people": "zoe owner"})
    assert response.status_code == 422
    assert "Line 1: nobody in your projects is known as “zoe”" in response.text
    assert "zoe owner</textarea>" in response.text
    assert not Project.objects.filter(slug="cloud-class").exists()


def test_the_weeks_may_come_from_a_spreadsheet(client):
    plan = SimpleUploadedFile("plan.xlsx", plan_as_found())
    preview = client.post(NEW, FIELDS | {"weeks_from": "file", "plan_file": plan})
    client.post(NEW, FIELDS | {"weeks_from": "file", "plan": carried(preview)})
    assert Project.objects.get(slug="cloud-class").milestones.count() == 10


def carried(page):
    """The plan that a page carries along."""
    return html.unescape(re.search(r'<input type="hidden" name="plan" value="([^"]*)"', page.text)[1])


def chosen(goal="Wdrożenie ciągłe"):
    rows = delimited([["Week", "Goal", "Demo"], [1, goal, "x"]], ";", "cp1250")
    return {"weeks_from": "file", "plan_file": SimpleUploadedFile("plan.csv", rows)}


def test_the_weeks_in_a_file_are_shown_before_anything_is_made(client):
    page = client.post(NEW, FIELDS | chosen())
    assert page.status_code == 200
    assert "Nothing is made yet." in page.text
    assert "Read as Windows-1250." in page.text
    assert "<bdi>Wdrożenie ciągłe</bdi>" in page.text
    assert '<h2 id="readplan-title" tabindex="-1" autofocus>1 week in the file</h2>' in page.text
    assert not Project.objects.exists()


def test_the_weeks_in_a_file_are_kept_when_something_else_is_wrong(client):
    page = client.post(NEW, FIELDS | chosen() | {"people": "zoe"})
    assert (page.status_code, "<bdi>Wdrożenie ciągłe</bdi>" in page.text) == (422, True)
    client.post(NEW, FIELDS | {"weeks_from": "file", "plan": carried(page)})
    assert Project.objects.get(slug="cloud-class").milestones.get().goal == "Wdrożenie ciągłe"


def test_a_file_that_was_chosen_beside_another_source_is_kept(client):
    page = client.post(NEW, FIELDS | chosen() | {"weeks_from": "empty"})
    assert page.status_code == 422
    client.post(NEW, FIELDS | {"weeks_from": "file", "plan": carried(page)})
    assert Project.objects.get(slug="cloud-class").milestones.get().goal == "Wdrożenie ciągłe"


def test_another_file_takes_the_place_of_the_one_before(client):
    page = client.post(NEW, FIELDS | chosen())
    page = client.post(NEW, FIELDS | chosen("Inny") | {"plan": carried(page)})
    assert json.loads(carried(page)) == [[1, "Inny", "x"]]
    bad = {
        "plan_file": SimpleUploadedFile("plan.csv", b"no plan"),
        "plan": carried(page),
        "weeks_from": "file",
    }
    assert 'name="plan"' not in client.post(NEW, FIELDS | bad).text


@pytest.mark.parametrize(
    "plan", ["x", '[[2, "a", "b"]]', "[" * 5000, '[[1, "a\\u0007", "b"]]', '[[1, "\\ud800", ""]]']
)
def test_a_plan_that_nobody_has_looked_at_makes_nothing(client, plan):
    page = client.post(NEW, FIELDS | {"weeks_from": "file", "plan": plan})
    assert (page.status_code, Project.objects.exists()) == (422, False)
    assert page.context["form"].errors["plan_file"]


def test_a_plan_that_is_carried_along_but_not_marked_is_not_looked_at(client):
    client.post(NEW, FIELDS | {"plan": "x"})
    assert Project.objects.get(slug="cloud-class").milestones.count() == 3


# --- What is wrong ------------------------------------------------------------------------------------------
def test_the_field_that_is_wrong_has_the_focus(client):
    page = client.post(NEW, FIELDS | {"people": "zoe\nkim"}).text
    assert page.count("autofocus") == 1
    assert "autofocus" in page.partition('<textarea name="people"')[2].partition(">")[0]


def test_each_sentence_about_a_field_has_a_line_of_its_own(client):
    page = client.post(NEW, FIELDS | {"people": "zoe\nkim"}).text
    sentences = re.findall(
        r'<p class="error">.*?<span>(.*?)</span></p>', page.partition('id="id_people_error"')[2]
    )
    assert [sentence[:7] for sentence in sentences[:2]] == ["Line 1:", "Line 2:"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("启动项目", "qidongxiangmu"),
        ("Запуск", "zapusk"),
        ("مشروع", "mshrw"),
        ("Größe", "groesse"),
        ("~", "project-1"),
    ],
)
def test_a_name_in_any_script_gets_an_address(client, name, slug):
    client.post(NEW, FIELDS | {"name": name})
    assert Project.objects.get().slug == slug


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 101),
        ("starts_on", "2026-02-30"),
        ("starts_on", "9999-12-31"),
        ("starts_on", "0001-01-01"),
        ("time_zone", "Mars/Olympus"),
        ("week_count", "53"),
        ("card_limit_minutes", "0"),
        ("slug", "with space"),
        ("weeks_from", "thin air"),
    ],
)
def test_what_does_not_hold_is_refused_and_not_lost(client, field, value):
    response = client.post(NEW, FIELDS | {field: value})
    assert response.status_code == 422
    assert response.context["form"].errors
    assert 'value="Cloud class"' in response.text or field == "name"
    assert not Project.objects.exists()


def test_a_plan_is_copied_into_a_new_project(client, founder):
    other = MembershipFactory(user=founder, role=Role.OWNER).project
    MilestoneFactory(project=other, goal="Deploy")
    page = client.get(f"{NEW}?plan_of={other.slug}")
    assert page.context["form"].initial["weeks_from"] == "project"
    assert f'<option value="{other.pk}" selected>' in page.text
    client.post(NEW, FIELDS | {"weeks_from": "project", "other_project": other.pk})
    assert Project.objects.get(slug="cloud-class").milestones.get().goal == "Deploy"


@pytest.mark.parametrize("slug", ["theirs", "\0", "'", "there-is-none"])
def test_a_plan_that_is_not_theirs_is_not_offered(client, slug):
    ProjectFactory(slug="theirs", name="Secret")
    page = client.get(NEW, {"plan_of": slug})
    assert (page.status_code, "Secret" in page.text) == (200, False)


@pytest.mark.both_databases
def test_whoever_was_slower_is_told_that_the_address_is_taken(as_admin, monkeypatch):
    set_up = NewProjectForm.set_up_with_people

    def too_late(form, founder):
        ProjectFactory(slug=form.instance.slug)
        return set_up(form, founder)

    monkeypatch.setattr(NewProjectForm, "set_up_with_people", too_late)
    response = as_admin.post(NEW, FIELDS | {"slug": "cloud"})
    assert response.status_code == 422
    assert "Another project has this address already." in response.text
    assert 'value="Cloud class"' in response.text
