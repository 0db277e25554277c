"""The lists of the admin, where the installation has many rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from boards.models import Comment
from projects.admin import base
from projects.models import Project, searchable
from tests.factories import CardFactory, LabelFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LISTS = [
    "boards_card",
    "boards_comment",
    "boards_label",
    "projects_demo",
    "projects_event",
    "projects_plantemplate",
    "projects_project",
    "projects_user",
]


def address(name, page="changelist"):
    return reverse(f"admin:{name}_{page}")


def add_projects(count):
    Project.objects.bulk_create(
        ProjectFactory.build(name=f"Project {n}", slug=f"many-{n}") for n in range(count)
    )


@pytest.mark.parametrize("name", ["boards_card", "boards_comment", "boards_label"])
def test_a_filter_by_project_is_there_as_long_as_projects_are_few(as_admin, admin, name):
    card = CardFactory()
    LabelFactory(project=card.project)
    Comment.objects.create(card=card, author=admin, text="Hello")
    add_projects(base.OPTIONS - 1)
    assert "By project" in as_admin.get(address(name)).text
    add_projects_more = ProjectFactory(name="One more")
    page = as_admin.get(address(name)).text
    assert ("By project" in page, add_projects_more.name in page) == (False, False)


def test_the_form_of_a_label_lists_no_project(as_admin):
    ProjectFactory(name="Parcel Vision")
    page = as_admin.get(address("boards_label", "add")).text
    assert "admin-autocomplete" in page
    assert "Parcel Vision" not in page


@pytest.mark.parametrize("name", LISTS)
def test_no_list_counts_all_there_is(as_admin, name):
    CardFactory()
    with CaptureQueriesContext(connection) as captured:
        as_admin.get(address(name))
    counts = [query["sql"] for query in captured if "COUNT(*)" in query["sql"]]
    assert counts
    assert [sql for sql in counts if f"LIMIT {base.MOST}" not in sql] == []


def test_a_list_ends_after_the_rows_that_can_be_leafed_through(as_admin, monkeypatch):
    monkeypatch.setattr(base, "MOST", 150)
    add_projects(160)
    page = as_admin.get(address("projects_project"), {"p": 2})
    assert page.context["cl"].result_count == 150
    assert len(page.context["cl"].result_list) == 50


@pytest.mark.parametrize("name", LISTS)
def test_no_list_asks_which_values_there_are(as_admin, name):
    CardFactory()
    with CaptureQueriesContext(connection) as captured:
        as_admin.get(address(name))
    assert [query["sql"] for query in captured if "SELECT DISTINCT" in query["sql"]] == []


def test_events_of_a_kind_are_filtered(as_admin, admin):
    project = ProjectFactory()
    project.change(by=admin, name="New", description="Other")
    page = as_admin.get(address("projects_event"), {"kind": "renamed"})
    assert [event.kind for event in page.context["cl"].result_list] == ["renamed"]


def test_comments_are_found_by_their_project(as_admin, admin):
    card = CardFactory(project__name="Parcel Vision")
    comment = Comment.objects.create(card=card, author=admin, text="Hello")
    Comment.objects.create(card=CardFactory(), author=admin, text="Hello")
    page = as_admin.get(address("boards_comment"), {"q": "parcel"})
    assert list(page.context["cl"].result_list) == [comment]


@pytest.fixture
def early_card(monkeypatch):
    """A card before the latest rows."""
    card = CardFactory(title="Early")
    CardFactory.create_batch(2, project=card.project)
    monkeypatch.setattr(searchable, "LATEST", 2)
    return card


def cards_of(as_admin, **query):
    return list(as_admin.get(address("boards_card"), query).context["cl"].result_list)


@pytest.mark.parametrize("query", [{"q": "early"}, {"archived": "no"}, {"o": "2"}])
def test_what_is_searched_filtered_or_sorted_are_the_latest_rows(as_admin, early_card, query):
    assert early_card not in cards_of(as_admin, **query)
    assert early_card in cards_of(as_admin)


def test_within_a_project_all_rows_are_searched(as_admin, early_card):
    assert cards_of(as_admin, q="early", project__id__exact=early_card.project_id) == [early_card]


def test_what_is_found_comes_latest_first(as_admin):
    first, second = CardFactory.create_batch(2, title="Train")
    assert cards_of(as_admin, q="train") == [second, first]


def test_a_list_is_not_sorted_by_another_table(as_admin):
    a, b = CardFactory(project__name="B"), CardFactory(project__name="A")
    assert cards_of(as_admin, o="3") == cards_of(as_admin, o="-3") == [b, a]
