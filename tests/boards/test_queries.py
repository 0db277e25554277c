"""How many questions a page asks the database: a fixed number, however much there is to show."""

from functools import partial

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Card, Column
from boards.rendering import pages
from boards.rendering.cache import clear_caches
from projects.models import Project
from tests.conftest import client_for
from tests.factories import (
    CardFactory,
    CardFileFactory,
    LabelFactory,
    MembershipFactory,
    MilestoneFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/p/parcel-vision/board/"}
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@pytest.fixture(params=["cold", "warm"])
def cache(request):
    """Whether the cards and the parts of the page are cached already; the page itself never is."""
    return request.param


def fill(project, week, count):
    """So many cards in all columns, with people and labels; every project's first is among them."""
    last = Project.objects.get(pk=project.pk).last_number
    cards = Card.objects.bulk_create(
        CardFactory.build(
            project=project,
            milestone=week,
            number=last + 1 + place,
            column=Column.values[place % 3],
            estimate_minutes=60 * (place % 7) or None,
        )
        for place in range(count)
    )
    Project.objects.filter(pk=project.pk).update(last_number=last + count)
    MembershipFactory(project=project).cards.add(*cards)
    LabelFactory(project=project).cards.add(*cards)


def queries(send):
    """How many statements it takes, without those that begin and end a transaction."""
    with CaptureQueriesContext(connection) as captured:
        response = send()
    assert response.status_code == 200
    return len([query for query in captured if not query["sql"].startswith(TRANSACTION)])


def of_board(client, project, cache, address):
    send = partial(client.get, f"/p/{project.slug}/{address}")
    clear_caches()
    if cache == "warm":
        send()
        pages.cache.clear()
    return queries(send)


@pytest.mark.parametrize("address", ["board/", "board/?week=all", "board/?q=card&over=1&mine=1&label=label1"])
def test_a_board_of_300_cards_asks_as_often_as_one_of_10(as_member, project, week, cache, address):
    fill(project, week, 10)
    few = of_board(as_member, project, cache, address)
    fill(project, week, 290)
    assert of_board(as_member, project, cache, address) == few
    assert few <= 10


@pytest.mark.parametrize("address", ["board/", "board/?week=all", "board/?q=card&mine=1"])
def test_a_board_that_has_not_changed_asks_once(as_member, project, week, address):
    fill(project, week, 10)
    as_member.get(f"/p/{project.slug}/{address}")
    assert queries(lambda: as_member.get(f"/p/{project.slug}/{address}")) == 1


def test_a_plan_of_52_weeks_and_a_team_of_40_cost_the_board_no_query(as_member, project, week, cache):
    fill(project, week, 5)
    few = of_board(as_member, project, cache, "board/?week=1")
    for number in range(2, 53):
        MilestoneFactory(project=project, number=number)
    for _ in range(40):
        MembershipFactory(project=project)
    assert of_board(as_member, project, cache, "board/?week=1") == few


@pytest.mark.parametrize("stop", ["", "?stop=nobody", "?stop=wrap-up", "?stop={}", "text/"])
def test_a_standup_of_300_cards_and_40_people_asks_as_often_as_one_of_10(
    as_member, project, week, cache, stop
):
    fill(project, week, 10)
    MembershipFactory(project=project).cards.add(*project.cards.exclude(column=Column.DONE))
    Card.objects.filter(number__lte=5).update(blocked_reason="No quota")
    address = f"standup/{stop.format(project.memberships.last().pk)}"
    few = of_board(as_member, project, cache, address)
    for _ in range(38):
        MembershipFactory(project=project)
    fill(project, week, 290)
    Card.objects.filter(number__gt=8).update(blocked_reason="No quota")
    assert of_board(as_member, project, cache, address) == few
    assert few <= 13


def test_the_home_page_of_10_projects_asks_as_often_as_that_of_one(project, week, member):
    client = client_for(member)
    fill(project, week, 5)
    one = queries(lambda: client.get("/"))
    for _ in range(9):
        more = MembershipFactory(user=member, project=ProjectFactory()).project
        fill(more, MilestoneFactory(project=more), 5)
    assert queries(lambda: client.get("/")) == one
    assert one <= 11


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_page_of_a_card_with_everything_takes_eight_queries(as_member, project, week, member, headers):
    fill(project, week, 10)
    earlier = MilestoneFactory(project=project, number=2)
    Card.objects.filter(number=1).update(carried_from=earlier, carried_count=1, split_from=2)
    card = project.cards.get(number=1)
    for text in ("First", "Second"):
        card.comment(text, author=member, by=member)
    assert queries(lambda: as_member.get(f"/p/{project.slug}/cards/1/", headers=headers)) <= 8


@pytest.mark.parametrize("count", [1, 40])
def test_cards_that_texts_name_take_one_query_more(as_member, project, week, member, count):
    fill(project, week, 41)
    card, named = project.cards.get(number=1), " ".join(f"#{number}" for number in range(2, 2 + count))
    card.comment("Nobody", author=member, by=member)
    without = queries(lambda: as_member.get(f"/p/{project.slug}/cards/1/"))
    card.edit(description=named, by=member)
    for _ in range(count):
        card.comment(named, author=member, by=member)
    assert queries(lambda: as_member.get(f"/p/{project.slug}/cards/1/")) == without + 1


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize("text", ["", "![The curve](file:1)"])
def test_the_files_of_a_card_take_one_query_more(as_member, project, week, count, text):
    fill(project, week, 1)
    card = project.cards.get(number=1)
    without = queries(lambda: as_member.get(f"/p/{project.slug}/cards/1/"))
    CardFileFactory.create_batch(count, card=card)
    Card.objects.update(description=text)
    assert queries(lambda: as_member.get(f"/p/{project.slug}/cards/1/")) == without + 1


@pytest.mark.parametrize("query", ["for=add", "", "card=", "card=card+1"])
def test_names_of_300_cards_and_40_people_are_asked_for_as_often_as_those_of_3(
    as_member, project, week, query
):
    address = f"names/?{query}"
    fill(project, week, 3)
    few = of_board(as_member, project, "warm", address)
    fill(project, week, 297)
    for _ in range(40):
        MembershipFactory(project=project)
        LabelFactory(project=project)
    assert of_board(as_member, project, "warm", address) == few <= 3


def move(client, project, number, column, week):
    data = {
        "column": column,
        "milestone": week.pk,
        "week_shown": week.pk,
        "how": "drag",
        "request_id": f"r{column}",
    }
    return client.post(f"/p/{project.slug}/cards/{number}/move/", data, headers=HTMX)


@pytest.mark.parametrize("count", [10, 1000])
def test_a_move_takes_the_same_few_queries_among_10_and_1000_cards(as_member, project, week, cache, count):
    fill(project, week, count)
    if cache == "cold":
        ContentType.objects.clear_cache()
    else:
        move(as_member, project, 2, "done", week)
    assert queries(lambda: move(as_member, project, 1, "doing", week)) == MOVE
    assert MOVE <= 8


def test_a_done_card_that_becomes_open_takes_no_query_more(as_member, project, week):
    fill(project, week, 10)
    move(as_member, project, 1, "done", week)
    assert queries(lambda: move(as_member, project, 1, "todo", week)) == MOVE


MOVE = 8  # session with person and project; seq, card, survey, card, event; faces, figures


@pytest.mark.parametrize("count", [10, 1000])
def test_the_answer_to_a_move_is_short_whatever_the_number_of_cards(as_member, project, week, count):
    fill(project, week, count)
    assert len(move(as_member, project, 1, "done", week).content) <= 3 * 1024


def test_a_card_that_was_carried_over_is_moved_by_as_many_queries(as_member, project, week):
    CardFactory(project=project, milestone=week, carried_from=week)
    assert queries(lambda: move(as_member, project, 1, "done", week)) == MOVE


def test_a_move_to_another_week_takes_as_many_queries(as_member, project, week):
    fill(project, week, 10)
    later = MilestoneFactory(project=project, number=2)
    assert queries(lambda: move(as_member, project, 1, "todo", later)) == MOVE


def test_a_move_on_a_filtered_board_counts_what_the_filters_leave_in_few_queries_more(
    as_member, project, week
):
    fill(project, week, 30)
    filtered = HTMX | {"HX-Current-URL": "http://testserver/p/parcel-vision/board/?q=card&label=label1"}
    data = {"column": "done", "milestone": week.pk}
    assert queries(lambda: as_member.post("/p/parcel-vision/cards/1/move/", data, headers=filtered)) <= 14


def add(client, project, lines, week):
    data = {"lines": lines, "column": "todo", "milestone": week.pk, "week_shown": week.pk}
    return client.post(f"/p/{project.slug}/cards/", data, headers=HTMX)


def test_adding_a_card_takes_the_same_queries_among_10_and_300_cards(as_member, project, week):
    fill(project, week, 10)
    few = queries(lambda: add(as_member, project, "Train 3h", week))
    fill(project, week, 290)
    assert queries(lambda: add(as_member, project, "Train 3h", week)) == few
    assert few <= 25


@pytest.mark.parametrize("address", ["cards/read/?lines=Train+3h+%23gcp", "cards/1/move/"])
def test_the_small_pages_do_not_grow_with_the_cards(as_member, project, week, address):
    fill(project, week, 3)
    few = of_board(as_member, project, "warm", address)
    fill(project, week, 60)
    assert of_board(as_member, project, "warm", address) == few


# --- Several cards by one act ----------------------------------------------------------------------------------
ACTS = [
    ({"act": "move", "column": "done"}, 5),
    ({"act": "assign"}, 7),
    ({"act": "label", "label": "api"}, 8),
    ({"act": "archive"}, 4),
]


@pytest.mark.parametrize(("fields", "each"), ACTS)
def test_an_act_on_several_cards_asks_as_much_for_each_however_many(
    as_member, project, week, member, fields, each
):
    fill(project, week, 300)
    numbers = list(project.cards.filter(column="todo").values_list("number", flat=True))
    fields = fields | {"member": project.memberships.get(user=member).pk}
    as_member.get(f"/p/{project.slug}/board/")

    def asked(cards):
        sent = {"cards": cards, **fields}
        return queries(lambda: as_member.post(f"/p/{project.slug}/cards/several/", sent, headers=HTMX))

    asked(numbers[:2])  # makes the label
    ten, thirty = asked(numbers[2:12]), asked(numbers[12:42])
    assert thirty - ten == 20 * each
