"""The lists of the admin."""

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Membership, PlanTemplate
from tests.adminpages import names, page, queries
from tests.factories import MembershipFactory, MilestoneFactory, ProjectFactory, UserFactory

PROJECTS = reverse("admin:projects_project_changelist")


def test_the_list_of_projects_says_what_week_it_is(as_admin, plan, member, time_machine_at_week_2):
    row = as_admin.get(PROJECTS).content.decode()
    for cell in ('field-weeks">3<', 'field-people">1<', 'field-this_week">W2 · Goal 2<'):
        assert cell in row


@pytest.fixture
def time_machine_at_week_2(time_machine):
    time_machine.move_to("2026-09-15 12:00Z", tick=False)


def test_archived_projects_can_be_left_out(as_admin, plan):
    ProjectFactory(archived_at=timezone.now(), name="Old")
    assert names(as_admin.get(PROJECTS, {"archived": "no"})) == ["Parcel Vision"]
    assert names(as_admin.get(PROJECTS, {"archived": "yes"})) == ["Old"]


@pytest.mark.both_databases
@pytest.mark.parametrize("term", ["parcel", "PARCEL-VISION", "ada@example"])
def test_projects_are_found_by_name_address_and_people(as_admin, plan, term):
    ProjectFactory()
    MembershipFactory(project=plan, user__email="ada@example.org")
    assert names(as_admin.get(PROJECTS, {"q": term})) == ["Parcel Vision"]


def fill(number):
    for _ in range(number):
        project = ProjectFactory()
        MilestoneFactory(project=project)
        MembershipFactory(project=project)
        project.change(by=project.memberships.get().user, description="New")
        template = PlanTemplate.objects.create(name=project.name)
        template.weeks.create(number=1)


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["user", "project", "plantemplate", "event"])
def test_a_list_of_thirty_takes_as_many_queries_as_one_of_one(as_admin, name):
    address = reverse(f"admin:projects_{name}_changelist")
    fill(1)
    few = queries(as_admin, address)
    fill(29)
    assert queries(as_admin, address) == few


def test_a_page_of_a_project_takes_as_many_queries_for_thirty_people(as_admin, plan):
    MembershipFactory(project=plan)
    queries(as_admin, page(plan))  # what a process asks once: which models there are
    few = queries(as_admin, page(plan))
    Membership.objects.bulk_create(Membership(project=plan, user=UserFactory()) for _ in range(29))
    MilestoneFactory(project=plan, number=4)
    assert queries(as_admin, page(plan)) == few
