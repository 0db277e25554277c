"""Since when a standup tells, with the clock at moments that days and weeks make awkward."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from boards.standup.since import since_last_standup
from projects.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

BERLIN, KIRITIMATI, LOS_ANGELES = "Europe/Berlin", "Pacific/Kiritimati", "America/Los_Angeles"


def moment(zone, text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def happened(project, *moments, kind="moved"):
    """Events at these moments, oldest first."""
    for at in moments:
        project.seq += 1
        Event.objects.create(project=project, seq=project.seq, kind=kind, at=at)


# When it is asked, what happened before, and since when it tells; all on the project's clock.
DAYS = {
    "after a weekend": (
        "2026-10-05T09:30",
        ["2026-10-02T09:00", "2026-10-02T17:40"],
        "2026-10-02T00:00",
        "since Friday",
    ),
    "on a Saturday that somebody has worked on": (
        "2026-10-05T09:30",
        ["2026-10-02T17:40", "2026-10-03T11:00"],
        "2026-10-03T00:00",
        "since Saturday",
    ),
    "in a team that works from Sunday to Thursday": (
        "2026-10-04T09:30",
        ["2026-10-01T16:00", "2026-10-04T08:00"],
        "2026-10-01T00:00",
        "since Thursday",
    ),
    "after a week's break": (
        "2026-10-12T09:30",
        ["2026-10-02T16:00"],
        "2026-10-02T00:00",
        "since 2 October",
    ),
    "when nothing has happened for a month": (
        "2026-10-12T09:30",
        ["2026-09-10T16:00"],
        "2026-09-10T00:00",
        "since 10 September",
    ),
    "over the end of a year": (
        "2027-01-11T09:30",
        ["2026-12-22T16:00"],
        "2026-12-22T00:00",
        "since 22 December 2026",
    ),
    "a minute after midnight": (
        "2026-10-08T00:01",
        ["2026-10-07T23:59"],
        "2026-10-07T00:00",
        "since Wednesday",
    ),
    "a minute before midnight": (
        "2026-10-07T23:59",
        ["2026-10-06T00:00", "2026-10-07T00:00"],
        "2026-10-06T00:00",
        "since Tuesday",
    ),
    "on the day after clocks were put back": (
        "2026-11-02T09:30",
        ["2026-11-01T00:30"],
        "2026-11-01T00:00",
        "since Sunday",
    ),
    "on the day on which clocks were put forward": (
        "2026-03-29T09:30",
        ["2026-03-28T23:30"],
        "2026-03-28T00:00",
        "since Saturday",
    ),
    "in a project of today": ("2026-10-07T09:30", ["2026-10-07T09:00"], "2026-10-07T00:00", "today"),
    "where nothing has happened": ("2026-10-07T09:30", [], "2026-10-07T00:00", "today"),
}


@pytest.mark.parametrize("zone", [BERLIN, KIRITIMATI, LOS_ANGELES])
@pytest.mark.parametrize(("now", "events", "at", "words"), DAYS.values(), ids=DAYS)
def test_without_a_standup_it_tells_from_the_last_day_with_an_event(project, zone, now, events, at, words):
    project.time_zone = zone
    happened(project, *(moment(zone, text) for text in events))
    with time_machine.travel(moment(zone, now), tick=False):
        found = since_last_standup(project)
    assert (found.at, found.words) == (moment(zone, at), words)


@pytest.mark.parametrize(
    ("zone", "at", "words"),
    [
        (BERLIN, "2026-10-06T00:00", "since Tuesday"),
        (KIRITIMATI, "2026-10-06T00:00", "since Tuesday"),
        (LOS_ANGELES, "2026-10-05T00:00", "since Monday"),
    ],
)
def test_one_moment_is_of_another_day_in_another_zone(project, zone, at, words):
    project.time_zone = zone
    happened(project, datetime(2026, 10, 6, 5, 0, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 10, 7, 8, 0, tzinfo=UTC), tick=False):
        found = since_last_standup(project)
    assert (found.at, found.words) == (moment(zone, at), words)


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        (BERLIN, "2026-03-29", 23),
        (BERLIN, "2026-10-25", 25),
        (LOS_ANGELES, "2026-03-08", 23),
        ("America/Santiago", "2026-09-06", 23),  # where there is no midnight on that day
    ],
)
def test_the_day_of_a_clock_change_is_told_whole(project, zone, day, length):
    project.time_zone = zone
    night = moment(zone, f"{day}T23:59")
    happened(project, night)
    with time_machine.travel(night + timedelta(hours=10), tick=False):
        at = since_last_standup(project).at
    assert night.astimezone(UTC) + timedelta(minutes=1) - at.astimezone(UTC) == timedelta(hours=length)


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        ("2026-10-07T09:15", "since 09:15"),
        ("2026-10-06T09:15", "since Tuesday"),
        ("2026-09-28T09:15", "since 28 September"),
    ],
)
def test_it_tells_from_the_last_standup_that_was_finished(project, ended, words):
    project.time_zone = BERLIN
    happened(project, moment(BERLIN, "2026-09-21T09:10"), moment(BERLIN, ended), kind="standup_ended")
    happened(project, moment(BERLIN, "2026-10-07T09:20"))
    with time_machine.travel(moment(BERLIN, "2026-10-07T09:30"), tick=False):
        found = since_last_standup(project)
    assert (found.at, found.words) == (moment(BERLIN, ended), words)
