"""The menu at a project's name: one's projects, those last opened first."""

import re
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from boards.home.project_menu import FEW, MOST
from tests.boards.home.test_many import add_projects, join
from tests.boards.test_queries import queries
from tests.factories import DemoFactory, MilestoneFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ADDRESS = reverse("project-menu")
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel("2026-09-09T10:00:00Z", tick=False):
        yield


def menu(client, **query):
    return ask(client, **query).text


def ask(client, **query):
    return client.get(ADDRESS, query, headers=HTMX)


def lines(html):
    """Of each line its name and what is said below."""
    found = re.findall(r'class="two"><b><bdi>(.*?)</bdi></b><span>(.*?)</span>', html)
    return [(unescape(name), text) for name, text in found]


def names(html):
    return [name for name, _ in lines(html)]


def test_one_sees_ones_projects_and_those_of_nobody_else(member, as_member, project):
    join(member, add_projects(2))
    add_projects(1, start=2)
    assert names(menu(as_member)) == sorted([project.name, "Project 000", "Project 001"])


def test_those_opened_last_come_first_and_the_one_that_one_is_at_before_all(member, as_member, project):
    made = add_projects(4)
    join(member, made)
    html = menu(as_member, here=project.pk, opened=[made[3].pk, project.pk, made[1].pk])
    assert names(html) == [project.name, "Project 003", "Project 001", "Project 000", "Project 002"]
    assert html.count('aria-current="true"') == 1


def test_what_one_has_opened_before_and_may_not_see_any_more_is_not_there(as_member, project):
    [other] = add_projects(1)
    assert names(menu(as_member, here=other.pk, opened=[other.pk, 0, "x", "9" * 40])) == [project.name]


def test_a_finished_project_is_there_only_while_one_is_at_it(member, as_member, project):
    [done] = add_projects(1, archived_at=timezone.now())
    join(member, [done])
    assert names(menu(as_member, here=project.pk, opened=[done.pk])) == [project.name]
    assert lines(menu(as_member, here=done.pk))[0] == ("Project 000", "Finished")


def test_a_line_says_where_the_project_stands(as_member, project, week):
    MilestoneFactory(project=project, number=2)
    assert lines(menu(as_member)) == [(project.name, "Week 1 of 2, demo due Friday")]
    for when, text in [
        ("2026-09-11T10:00Z", "Week 1 of 2, demo due today"),
        ("2026-09-12T10:00Z", "Week 1 of 2, demo overdue"),
        ("2026-09-01T10:00Z", "Begins Monday 7 September"),
    ]:
        with time_machine.travel(when, tick=False):
            assert lines(menu(as_member)) == [(project.name, text)]


def test_a_line_says_that_the_demo_is_there(as_member, project, week):
    DemoFactory(milestone=week)
    assert lines(menu(as_member)) == [(project.name, "Week 1 of 1, demo delivered")]


def test_a_project_without_weeks_says_so(member, as_member):
    join(member, [ProjectFactory(name="Empty")])
    assert ("Empty", "No plan yet") in lines(menu(as_member))


def test_there_is_a_field_from_eight_projects_on(member, as_member, project):
    join(member, add_projects(FEW - 1))
    assert "<input" not in menu(as_member)
    join(member, add_projects(1, start=FEW))
    assert "Find a project" in menu(as_member)


def test_a_word_finds_a_project_that_is_not_among_the_first(member, as_member, project):
    join(member, add_projects(MOST + 20))
    html = menu(as_member, here=project.pk)
    assert len(lines(html)) == MOST
    assert "There" in html
    assert "type a name to find them" in html
    html = menu(as_member, here=project.pk, q="PROJECT 038")
    assert names(html) == ["Project 038"]
    assert "type a name" not in html


def test_a_word_that_no_project_has_is_said(member, as_member, project):
    assert "No project has these words in its name." in menu(as_member, q="nowhere")


def test_a_new_project_is_offered_to_those_who_may_make_one(as_member, as_admin, project):
    assert reverse("new-project") not in menu(as_member)
    assert reverse("new-project") in menu(as_admin)


def test_500_projects_ask_as_often_as_two_and_come_to_an_end(member, as_member, as_admin, project):
    for client in (as_member, as_admin):
        menu(client)
    few = queries(lambda: ask(as_member, here=project.pk))
    few_of_admin = queries(lambda: ask(as_admin, here=project.pk))
    made = add_projects(500)
    join(member, made)
    assert queries(lambda: ask(as_member, here=project.pk, opened=[made[3].pk])) == few
    assert queries(lambda: ask(as_admin, here=project.pk)) == few_of_admin
    assert len(lines(menu(as_admin))) == MOST


def test_a_name_is_escaped(member, as_member):
    join(member, [ProjectFactory(name="<b>Bold")])
    assert "<b>Bold" not in menu(as_member)
    assert "<b>Bold" in names(menu(as_member))


def test_without_a_script_the_address_leads_to_all_projects(as_member):
    response = as_member.get(ADDRESS)
    assert (response.status_code, response["Location"]) == (302, reverse("home"))


def test_every_page_with_the_name_of_a_project_has_the_menu(as_owner, project):
    for name in ("board", "plan", "demos", "progress", "people", "settings", "archive"):
        html = as_owner.get(reverse(name, args=[project.slug])).text
        assert f'data-projects="{ADDRESS}"' in html, name
        assert f'href="{reverse("home")}"' in html
