"""No page walks a table that grows with the installation: SQLite's plans say so before there is a row.

PostgreSQL's depend on what is in the tables: `tests/bench/test_million.py` asks it among a million cards.
"""

import re

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.db import connection
from django.test import Client

from boards.models import Column
from projects.models import PlanTemplate, Role
from projects.people.tokens import Way
from projects.setup import named_choice
from tests import visits
from tests.conftest import client_for
from tests.factories import CardFactory, DemoFactory, MembershipFactory, ProjectFactory
from tests.visits import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

GROWING = {
    model._meta.db_table
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in ("projects", "boards", "sessions")
}
NAMED = re.compile(r'(?:FROM|JOIN|UPDATE) "?(\w+)"?(?: (?:AS )?"?(\w+)"?)?')


def walked(sql, plan):
    """The growing tables that a statement walks to their end, or may: one with a LIMIT ends where it has its rows."""
    tables = {alias or table: table for table, alias in NAMED.findall(sql)} | {name: name for name in GROWING}
    scanned = {tables.get(name) for line in plan for name in re.findall(r"^SCAN (\w+)", line)} & GROWING
    ends = " LIMIT " in sql and " LIKE " not in sql and "USE TEMP B-TREE FOR ORDER BY" not in plan
    return set() if ends else scanned


@pytest.fixture
def walks():
    """A function that makes a visit and returns which tables it walks, with the statements that do."""

    def walks(client, visit):
        found, asking = {}, []

        def ask(execute, sql, params, many, context):
            if not asking and not many and sql.lstrip().startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
                asking.append(sql)
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
                    for table in walked(sql, [row[3] for row in cursor.fetchall()]):
                        found.setdefault(table, sql)
                asking.clear()
            return execute(sql, params, many, context)

        with connection.execute_wrapper(ask):
            assert visit.by(client).status_code < 400, visit
        return found

    return walks


@pytest.fixture
def board(project, week, member):
    """A project with more than one of everything that the admin lists."""
    for column in Column.values:
        card = CardFactory(project=project, milestone=week, column=column)
        card.assignees.add(project.memberships.get(user=member))
        card.label(f"data {column}", by=member)
        card.comment("Well", author=member, by=member)
        DemoFactory(milestone=week)
        PlanTemplate.of(project, by=member)
        ProjectFactory()
    return project


def walked_by(them, client, walks):
    """What is walked, a line for each page, table and statement."""
    found = [(visit.path, *walk) for visit in them for walk in walks(client, visit).items()]
    return "\n".join(map(" ".join, found))


def test_no_page_of_a_member_walks_a_table(board, as_member, walks):
    assert walked_by(visits.of_member(board), as_member, walks) == ""


def test_no_page_of_whoever_may_join_walks_a_table(board, owner, stranger, walks):
    stranger.confirm_address()
    token = board.invite(address=stranger.email, role=Role.MEMBER, by=owner).token(Way.COPY)
    asked, new = client_for(stranger), Client()
    pages = [(asked, Visit("/")), (asked, Visit(f"/join/{token}/")), (new, Visit(f"/join/{token}/"))]
    assert [
        found
        for client, visit in [*pages, (asked, Visit(f"/join/{token}/", {}))]
        if (found := walks(client, visit))
    ] == []


@pytest.fixture
def many_pages(monkeypatch):
    """Lists that have more than one page, and choices that are too many to list, as with many rows."""
    monkeypatch.setattr(named_choice, "OPTIONS", 1)
    for each in site._registry.values():
        monkeypatch.setattr(each, "list_per_page", 1)


def test_no_list_of_a_superuser_walks_a_table(board, admin, walks, many_pages):
    MembershipFactory(project=board, user=admin)
    client = client_for(admin)
    assert walked_by(visits.of_superuser(admin), client, walks) == ""
