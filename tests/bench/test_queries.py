"""How often the database is asked; BEGIN, COMMIT and SAVEPOINT are no questions."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from boards.models import Column
from tests.asking import page_of
from tests.bench.boards import board_of, team

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Nothing has collected them for the test runner."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def boards():
    """A board of 10 cards and one of 1,000."""
    people = team()
    return [board_of(size, people) for size in (10, 1000)]


def asked(call):
    with CaptureQueriesContext(connection) as queries:
        assert call().status_code == 200
    return sum(1 for query in queries if not query["sql"].startswith(FRAME))


def board_page(project):
    """A call for the board, by somebody who is signed in."""
    client = Client()
    client.force_login(project.members.first())
    return lambda: client.get(f"/p/{project.slug}/board/")


def move_on(project):
    """A call that drops the first card of To Do below the first one of Done."""
    person, week = project.members.first(), project.current_milestone()
    client = Client(headers=page_of(person.pk))
    client.force_login(person)
    first, below = (
        project.cards.filter(milestone=week, column=column).first().number
        for column in (Column.TODO, Column.DONE)
    )
    body = {"column": Column.DONE, "milestone": week.pk, "after": below, "week_shown": week.pk}
    return lambda: client.post(f"/p/{project.slug}/cards/{first}/move/", body, headers={"HX-Request": "true"})


def test_a_board_page_takes_at_most_12_queries_whatever_the_number_of_cards(boards, table):
    calls = [board_page(project) for project in boards]
    cold, warm = [asked(call) for call in calls], [asked(call) for call in calls]
    table.at_most("queries, board page of 1,000 cards never drawn before", cold[1], 12)
    table.at_most("queries, board page of 1,000 cards", warm[1], 12)
    table.at_most("... more than with 10 cards", max(cold[1] - cold[0], warm[1] - warm[0]), 0)


def test_a_move_takes_at_most_10_queries_whatever_the_number_of_cards(boards, table):
    few, many = (asked(move_on(project)) for project in boards)
    table.at_most("queries, move among 1,000 cards", many, 10)
    table.at_most("... more than among 10 cards", many - few, 0)
