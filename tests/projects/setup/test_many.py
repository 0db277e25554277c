"""A new project, where there are more projects and templates than a list has room for."""

import pytest

from projects.models import PlanTemplate, Project
from projects.setup.named_choice import OPTIONS
from tests.factories import MilestoneFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NEW = "/projects/new/"
FIELDS = {
    "name": "Cloud class",
    "starts_on": "2026-09-07",
    "time_zone": "UTC",
    "demo_weekday": "4",
    "card_limit_minutes": "4",
}


@pytest.fixture
def other(db):
    """A project with a week, among more than a list has room for."""
    Project.objects.bulk_create(
        ProjectFactory.build(name=f"Project {n:03}", slug=f"many-{n}") for n in range(OPTIONS)
    )
    return MilestoneFactory(project=ProjectFactory(name="Straße", slug="street"), goal="Deploy").project


def copy(client, other_project):
    return client.post(NEW, FIELDS | {"weeks_from": "project", "other_project": other_project})


def test_as_many_projects_as_a_list_has_room_for_are_a_list(as_admin):
    Project.objects.bulk_create(ProjectFactory.build(slug=f"many-{n}") for n in range(OPTIONS))
    assert '<select name="other_project"' in as_admin.get(NEW).text


def test_the_page_of_a_new_project_does_not_grow_with_those_there_are(as_admin, other):
    few = len(as_admin.get(NEW).content)
    Project.objects.bulk_create(ProjectFactory.build(slug=f"more-{n}") for n in range(200))
    assert len(as_admin.get(NEW).content) == few


def test_the_page_of_a_new_project_does_not_grow_with_the_templates_there_are(as_admin):
    PlanTemplate.objects.bulk_create(PlanTemplate(name=f"Plan {n}") for n in range(OPTIONS))
    few = len(as_admin.get(NEW).content)
    PlanTemplate.objects.bulk_create(PlanTemplate(name=f"More {n}") for n in range(200))
    assert len(as_admin.get(NEW).content) == few


@pytest.mark.parametrize("typed", ["street", "STRASSE", " Straße "])
def test_a_plan_is_copied_by_the_name_or_the_address_of_its_project(as_admin, other, typed):
    copy(as_admin, typed)
    assert Project.objects.get(slug="cloud-class").milestones.get().goal == "Deploy"


@pytest.mark.parametrize("typed", ["stree", "whale", "\0", "100%"])
def test_a_name_that_no_project_has_is_refused_in_a_sentence(as_admin, other, typed):
    assert "There is no project of this name or address that you can see." in copy(as_admin, typed).text


def test_a_name_that_two_projects_have_is_asked_for_more(as_admin, other):
    ProjectFactory(name="straße")
    assert "More than one has this name." in copy(as_admin, "Straße").text


def test_the_plan_of_which_a_copy_is_wanted_is_filled_in(as_admin, other):
    assert 'value="street"' in as_admin.get(f"{NEW}?plan_of=street").text


def test_a_template_is_named_where_there_are_many_and_the_first_is_filled_in(as_admin):
    PlanTemplate.objects.bulk_create(PlanTemplate(name=f"Plan {n}") for n in range(OPTIONS))
    template = PlanTemplate.objects.create(name="Own")
    template.weeks.create(number=1, goal="Begin")
    assert f'value="{PlanTemplate.objects.first().name}"' in as_admin.get(NEW).text
    as_admin.post(NEW, FIELDS | {"weeks_from": "template", "template": "own"})
    assert Project.objects.get(slug="cloud-class").milestones.get().goal == "Begin"


def test_the_admins_page_of_a_new_project_has_an_end_too(as_admin, other):
    page = as_admin.get("/admin/projects/project/add/").text
    assert '<input type="text" name="other_project"' in page
