"""What the last finished weeks brought: the figure that a coming week is compared with."""

from datetime import timedelta

import pytest
import time_machine

from boards.closing import Decision
from boards.progress.page import ProgressPage
from boards.reporting.throughput import RecentThroughput
from boards.reporting.totals import ProjectTotals
from tests.boards.closing.weeks import MONDAY, close
from tests.factories import CardFactory, MilestoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WEEK_5 = "2026-10-07T10:00Z"


@pytest.fixture
def weeks(project, week):
    more = [
        MilestoneFactory(project=project, number=n, starts_on=MONDAY + timedelta(weeks=n - 1))
        for n in range(2, 7)
    ]
    return [week, *more]


def done(week, *hours):
    for each in hours:
        CardFactory(
            project=week.project, milestone=week, column="done", estimate_minutes=each and round(60 * each)
        )


def recent(project, instant=WEEK_5):
    with time_machine.travel(instant, tick=False):
        weeks = list(project.milestones.all())
        return RecentThroughput.of(ProjectTotals(project), weeks, project.today())


def test_three_weeks_are_looked_back_at(project, weeks):
    for week, hours in zip(weeks, (100, 10, 20, 21), strict=False):
        done(week, hours)
    assert str(recent(project)) == "the last three weeks brought 17 h each"


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        ("2026-09-10T10:00Z", ""),
        ("2026-09-17T10:00Z", "week 1 brought 12 h"),
        ("2026-09-24T10:00Z", "the last two weeks brought 16 h each"),
    ],
)
def test_with_fewer_finished_weeks_it_is_what_there_is(project, weeks, instant, said):
    done(weeks[0], 12)
    done(weeks[1], 20)
    assert str(recent(project, instant)) == said


def test_as_long_as_nothing_is_estimated_cards_are_counted(project, weeks):
    done(weeks[2], None, None, None)
    assert str(recent(project)) == "the last three weeks brought 1 card each"


def test_weeks_that_brought_nothing_say_so(project, weeks):
    assert str(recent(project)) == "the last three weeks brought nothing"


def test_what_was_archived_brought_nothing(project, weeks):
    done(weeks[3], 9)
    project.cards.update(archived_at="2026-10-02T10:00Z")
    assert recent(project).average == 0


def test_a_closed_week_brought_what_it_was_closed_with_and_is_finished_early(project, weeks):
    done(weeks[0], 6)
    with time_machine.travel("2026-09-11T12:00Z", tick=False):
        close(weeks[0], Decision.LATER)
        project.cards.update(estimate_minutes=60)
    assert str(recent(project, "2026-09-11T13:00Z")) == "week 1 brought 6 h"


def test_a_week_that_is_closed_after_one_that_goes_on_does_not_count_yet(project, weeks):
    weeks[1].closed_at = "2026-09-09T10:00Z"
    weeks[1].save()
    assert recent(project, "2026-09-10T10:00Z").weeks == ()


def test_the_progress_page_counts_the_same(project, weeks):
    for week, hours in zip(weeks, (5, 10, 20, 30), strict=False):
        done(week, hours)
    with time_machine.travel("2026-09-25T12:00Z", tick=False):
        for week in weeks[:3]:
            close(week, Decision.LATER)
        project.cards.filter(milestone=weeks[1]).update(archived_at="2026-09-25T12:00Z")
    with time_machine.travel(WEEK_5, tick=False):
        by_week = ProgressPage(project).series.done_by_week[-3:]
    assert recent(project).average == sum(by_week) / 3 == 20 * 60
