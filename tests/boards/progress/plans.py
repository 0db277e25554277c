"""Plans, the cards in them, and moments to look at them."""

from datetime import UTC, date, datetime, timedelta

import time_machine

from boards.models import Column
from tests.factories import CardFactory, MilestoneFactory

MONDAY = date(2026, 9, 7)
PAGE = "/p/parcel-vision/progress/"
WEEK_4 = "2026-09-30T10:00Z"  # Wednesday of the fourth week
WRITTEN = datetime(2026, 9, 1, tzinfo=UTC)


def plan(project, count):
    return [
        MilestoneFactory(
            project=project, number=n + 1, starts_on=MONDAY + timedelta(weeks=n), goal=f"Goal {n + 1}"
        )
        for n in range(count)
    ]


def card(week, hours=None, column=Column.TODO, **more):
    """A card that was written before the plan began."""
    minutes = hours and round(60 * hours)
    fields = {"created_at": WRITTEN, "estimate_minutes": minutes, "column": column} | more
    return CardFactory(project=week.project, milestone=week, **fields)


def at(instant):
    return time_machine.travel(instant, tick=False)
