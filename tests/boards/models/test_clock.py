"""The server's clock is set back by an hour in the middle of the day (an administrator, a virtual machine)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from boards.models import Column
from tests.factories import CardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def set_back(project, week, member, as_member):
    """Three cards that were moved; then it is an hour earlier."""
    for _ in range(3):
        CardFactory(project=project, milestone=week).move(
            column=Column.DOING, milestone_id=week.pk, by=member
        )
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        yield


def move(client, week, number, column, **beside):
    return client.post(
        f"/p/parcel-vision/cards/{number}/move/",
        {"column": column, "milestone": week.pk, **beside},
        headers={"HX-Request": "true"},
    )


def numbers(project, column):
    return list(project.cards.on_board().filter(column=column).in_order().values_list("number", flat=True))


def test_moves_go_on_and_the_order_is_as_asked_for(set_back, project, week, as_member):
    assert move(as_member, week, 3, "doing", before=1).status_code == 200
    assert move(as_member, week, 1, "done").status_code == 200
    assert numbers(project, "doing") == [3, 2]
    assert numbers(project, "done") == [1]


def test_events_count_on(set_back, project, week, as_member):
    move(as_member, week, 1, "done")
    events = list(project.events.values_list("seq", "kind", "card_number"))
    assert events[-1] == (4, "moved", 1)
    assert [seq for seq, *_ in events] == [1, 2, 3, 4]


@pytest.mark.parametrize("page", ["board/", "board/?week=all", "cards/1/", "archive/", "plan/"])
def test_pages_with_times_that_are_yet_to_come_are_shown(set_back, project, as_member, page):
    assert as_member.get(f"/p/parcel-vision/{page}").status_code == 200


def test_what_happened_in_the_future_can_be_undone(set_back, project, as_member):
    undone = as_member.post("/p/parcel-vision/cards/2/undo/", {"event": 2})
    assert undone.status_code == 302
    assert numbers(project, "todo") == [2]
