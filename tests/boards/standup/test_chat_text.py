"""The standup as a text for a chat."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from boards.models import Column
from boards.standup.chat_text import plain
from tests.factories import CardFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(datetime(2026, 9, 9, 9, 30, tzinfo=UTC), tick=False):
        yield


def text(client):
    response = client.get("/p/parcel-vision/standup/text/")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode()


def person(project, name):
    return MembershipFactory(project=project, user=UserFactory(name=name))


def test_it_says_by_person_what_is_done_in_progress_blocked_and_too_big(as_viewer, project, week):
    yesterday = timezone.now() - timedelta(days=1)
    project.events.create(seq=1, kind="moved", at=yesterday)
    ana, chen = person(project, "Ana Lopes"), person(project, "Chen Wei")
    for member, title, column, fields in [
        (ana, "Export parcels", Column.DONE, {"done_at": yesterday, "estimate_minutes": 180}),
        (ana, "Train baseline", Column.DOING, {"started_at": yesterday}),
        (ana, "Nightly query", Column.DOING, {"started_at": yesterday, "blocked_reason": "No account"}),
        (chen, "Compare trees", Column.TODO, {"estimate_minutes": 540}),
        (chen, "Small", Column.TODO, {"estimate_minutes": 60}),
    ]:
        CardFactory(project=project, milestone=week, title=title, column=column, **fields).assignees.add(
            member
        )
    CardFactory(project=project, milestone=week, title="Ask support", column=Column.DOING)
    assert text(as_viewer) == (
        "**Standup, Wednesday 9 September**, week 1\n"
        "\n"
        "**Ana Lopes**\n"
        "- Done since Tuesday: Export parcels (3 h)\n"
        "- In progress: Train baseline\n"
        "- Blocked: Nightly query: No account\n"
        "\n"
        "**Chen Wei**\n"
        "- Over 4 h: Compare trees (9 h)\n"
        "\n"
        "**Nobody’s**\n"
        "- In progress: Ask support\n"
    )


def test_where_nothing_is_to_be_said_there_is_the_day(as_viewer, project):
    assert text(as_viewer) == "**Standup, Wednesday 9 September**, week 1\n"


def test_two_people_of_one_name_are_two(as_viewer, project, week):
    for title in ("One", "Other"):
        card = CardFactory(project=project, milestone=week, title=title, column=Column.DOING)
        card.assignees.add(person(project, "Ana Lopes"))
    assert text(as_viewer).count("**Ana Lopes**") == 2


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Fill late_risk_daily", "Fill late_risk_daily"),
        ("_very_ late", r"\_very\_ late"),
        ("2 * 3 * 4", r"2 \* 3 \* 4"),
        ("Use `x` | <b> [1](y) ~a~ \\", r"Use \`x\` \| \<b\> \[1\](y) \~a\~ \\"),
        ("Tell @here and a@b.org", "Tell @\u200bhere and a@\u200bb.org"),
    ],
)
def test_what_people_wrote_reads_as_they_wrote_it(title, written):
    assert plain(title) == written


def test_a_list_ends_and_says_how_much_more_there_is(as_viewer, project, week):
    cards = [CardFactory(project=project, milestone=week, column=Column.DOING) for _ in range(52)]
    person(project, "Ana Lopes").cards.add(*cards)
    lines = [line for line in text(as_viewer).splitlines() if line.startswith("- In progress")]
    assert len(lines) == 51
    assert lines[-1] == "- In progress: 2 more on the board"
