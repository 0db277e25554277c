"""My projects, where they are more than a page has room for."""

import pytest
from django.utils import timezone

from boards.home import visible
from boards.home.page import PAGE
from projects.models import Membership, Milestone, Project, searchable
from tests.boards.test_queries import queries
from tests.factories import MONDAY, MembershipFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def add_projects(count, start=0, **fields):
    """So many projects, "Project 000" the first of them, with a week each and nobody in them."""
    made = Project.objects.bulk_create(
        ProjectFactory.build(name=f"Project {n:03}", slug=f"many-{n}", **fields)
        for n in range(start, start + count)
    )
    Milestone.objects.bulk_create(Milestone(project=each, number=1, starts_on=MONDAY) for each in made)
    return made


def names(response):
    return [item.project.name for item in response.context["home"].projects]


def join(user, projects):
    Membership.objects.bulk_create(Membership(project=each, user=user) for each in projects)


def test_a_home_of_300_projects_weighs_no_more_than_half_as_much_again_as_one_of_ten(as_admin):
    add_projects(10)
    ten = len(as_admin.get("/").content)
    add_projects(290, start=10)
    assert len(as_admin.get("/").content) <= 1.5 * ten


def test_a_home_of_300_projects_asks_as_often_as_one_of_ten(as_admin):
    add_projects(10)
    ten = queries(lambda: as_admin.get("/"))
    add_projects(290, start=10)
    assert queries(lambda: as_admin.get("/")) == ten


def test_projects_that_fit_on_one_page_have_neither_pages_nor_a_search(member, as_member, project):
    join(member, add_projects(PAGE - 1))
    text = as_member.get("/").text
    assert 'rel="next"' not in text
    assert "Search projects" not in text
    assert f"Project {PAGE - 2:03}" in text


def test_one_project_more_is_on_a_second_page(as_admin):
    add_projects(PAGE + 1)
    page = as_admin.get("/")
    assert names(page) == [f"Project {n:03}" for n in range(PAGE)]
    assert '<a class="button" rel="next" href="?page=2">' in page.text
    second = as_admin.get("/?page=2")
    assert names(second) == [f"Project {PAGE:03}"]
    assert '<a class="button" rel="prev" href="?page=1">' in second.text


def test_a_page_says_how_many_projects_there_are_and_which_it_shows(as_admin):
    add_projects(PAGE + 1)
    assert "<p>16 projects, 1 to 15 shown.</p>" in as_admin.get("/").text


def test_every_project_is_on_exactly_one_page(as_admin):
    add_projects(40)
    pages = [names(as_admin.get(f"/?page={n}")) for n in (1, 2, 3)]
    assert [name for page in pages for name in page] == [f"Project {n:03}" for n in range(40)]


def test_a_superuser_finds_their_own_projects_first(admin, as_admin):
    add_projects(40)
    MembershipFactory(user=admin, project=ProjectFactory(name="Zebra"))
    assert names(as_admin.get("/"))[:2] == ["Zebra", "Project 000"]


@pytest.mark.parametrize("words", ["project 033", "033 PROJECT", "many-33"])
def test_a_project_is_found_by_words_of_its_name_or_its_address(as_admin, words):
    add_projects(40)
    found = as_admin.get("/", {"q": words})
    assert names(found) == ["Project 033"]
    assert "<p>One project.</p>" in found.text


def test_a_name_of_another_script_is_found_in_any_case(as_admin):
    add_projects(40)
    ProjectFactory(name="Straße Ünal")
    assert names(as_admin.get("/", {"q": "STRASSE ünal"})) == ["Straße Ünal"]


def test_a_search_that_finds_nothing_says_so_and_leads_back(as_admin):
    add_projects(40)
    text = as_admin.get("/", {"q": "whale"}).text
    assert "No project has these words in its name." in text
    assert '<a class="button plain" href="/">Show all</a>' in text


def test_the_pages_of_a_search_keep_its_words(as_admin):
    add_projects(40)
    assert 'href="?q=project+0&amp;page=2"' in as_admin.get("/", {"q": "project 0"}).text


def test_nobody_finds_a_project_of_others(member, as_member, project):
    join(member, add_projects(PAGE))
    ProjectFactory(name="Secret")
    assert names(as_member.get("/", {"q": "secret"})) == []


@pytest.mark.parametrize("query", ["?page=0", "?page=99", "?page=x", "?q=%00", "?page=-1&q="])
def test_whatever_the_address_says_there_is_a_page(as_admin, query):
    add_projects(40)
    assert names(as_admin.get(f"/{query}"))


def test_many_finished_projects_are_a_list_of_their_own(as_admin):
    add_projects(2)
    add_projects(PAGE + 1, start=2, archived_at=timezone.now())
    page = as_admin.get("/")
    assert names(page) == ["Project 000", "Project 001"]
    assert '<a href="?archived=1">16 finished projects</a>' in page.text
    finished = as_admin.get("/?archived=1")
    assert names(finished) == [f"Project {n:03}" for n in range(2, PAGE + 2)]
    assert "<p>16 finished projects, 1 to 15 shown.</p>" in finished.text
    assert 'href="?archived=1&amp;page=2"' in finished.text


def test_finished_projects_are_searched_among_themselves(as_admin):
    add_projects(PAGE + 1, archived_at=timezone.now())
    page = as_admin.get("/?archived=1&q=project+003")
    assert names(page) == ["Project 003"]
    assert '<input type="hidden" name="archived" value="1">' in page.text


def test_projects_are_counted_as_far_as_they_can_be_leafed_through(as_admin, monkeypatch):
    monkeypatch.setattr(visible, "MOST", 20)
    add_projects(30)
    add_projects(30, start=30, archived_at=timezone.now())
    text = as_admin.get("/").text
    assert "<p>More than 20 projects, 1 to 15 shown.</p>" in text
    assert '<a href="?archived=1">More than 20 finished projects</a>' in text
    assert len(names(as_admin.get("/?page=99"))) == 6


def test_own_projects_of_a_superuser_fill_pages_before_those_of_others(admin, as_admin):
    join(admin, add_projects(PAGE + 3, start=100))
    add_projects(4)
    second = as_admin.get("/?page=2")
    assert names(second) == [f"Project {n:03}" for n in (*range(PAGE + 100, PAGE + 103), *range(4))]


def test_a_superuser_searches_the_latest_of_other_peoples_projects(as_admin, monkeypatch):
    monkeypatch.setattr(searchable, "LATEST", 2)
    add_projects(4)
    assert names(as_admin.get("/?q=project")) == ["Project 002", "Project 003"]
