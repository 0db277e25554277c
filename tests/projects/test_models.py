"""Projects, their weeks and their counters."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import modelform_factory
from django.utils import timezone

from projects.access.permissions import project_for
from projects.limits import FIRST_DAY, LAST_DAY
from projects.models import Milestone, Project, Role
from projects.plans import PlannedWeek
from tests.factories import MembershipFactory, MilestoneFactory, ProjectFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Australia/Lord_Howe"]
# Mondays: usual ones, after both changes of the clock in Berlin and in New York, of a year with 53 weeks.
MONDAYS = [
    date(2026, 9, 7),
    date(2026, 3, 30),
    date(2026, 10, 26),
    date(2026, 3, 9),
    date(2026, 11, 2),
    date(2026, 12, 28),
    date(2027, 1, 4),
]


def planned(first_day, *, weeks=3, **fields):
    project = ProjectFactory(starts_on=first_day, **fields)
    for number in range(1, weeks + 1):
        starts_on = first_day + timedelta(weeks=number - 1)
        MilestoneFactory(project=project, number=number, starts_on=starts_on)
    return project


def local(zone, day, hour, minute, second):
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo(zone)).astimezone(UTC)


# --- The current week --------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("monday", MONDAYS)
def test_a_week_begins_at_midnight_where_the_project_lives(zone, monday):
    project = planned(monday - timedelta(weeks=1), time_zone=zone)
    seen = []
    for moment in (local(zone, monday - timedelta(days=1), 23, 59, 59), local(zone, monday, 0, 0, 0)):
        with time_machine.travel(moment, tick=False):
            seen.append(project.current_milestone().number)
    assert seen == [1, 2]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("monday", MONDAYS)
def test_a_week_has_seven_days_whatever_the_clocks_do(zone, monday):
    project = planned(monday, weeks=1, time_zone=zone)
    week = project.milestones.get()
    for day in range(7):
        with time_machine.travel(local(zone, monday + timedelta(days=day), 12, 0, 0), tick=False):
            assert (project.today() - week.starts_on).days == day
    assert week.last_day == monday + timedelta(days=6)


@time_machine.travel("2026-12-31T12:00:00Z", tick=False)
def test_a_plan_of_twelve_weeks_runs_through_a_year_of_53():
    project = planned(date(2026, 11, 30), weeks=12)
    days = list(project.milestones.values_list("starts_on", flat=True))
    assert [day.isocalendar().week for day in days] == [49, 50, 51, 52, 53, 1, 2, 3, 4, 5, 6, 7]
    assert project.current_milestone().number == 5


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2026, 8, 1), 1), (date(2026, 9, 7), 1), (date(2026, 9, 21), 3), (date(2027, 9, 1), 3)],
)
def test_before_the_plan_the_first_week_is_the_current_one_and_after_it_the_last(day, number):
    project = planned(date(2026, 9, 7))
    with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False):
        assert project.current_milestone().number == number


@time_machine.travel("2026-09-16T12:00:00Z", tick=False)
def test_in_a_break_the_coming_week_is_the_current_one():
    project = ProjectFactory()
    MilestoneFactory(project=project, number=1, starts_on=date(2026, 9, 7))
    MilestoneFactory(project=project, number=2, starts_on=date(2026, 9, 21))
    assert project.current_milestone().number == 2


def test_a_project_without_a_plan_has_no_current_week():
    assert ProjectFactory().current_milestone() is None


@pytest.mark.parametrize(("weekday", "due"), [(0, 7), (4, 11), (6, 13)])
def test_the_demo_is_due_on_the_demo_day_of_the_week(weekday, due):
    assert Milestone(starts_on=date(2026, 9, 7)).demo_due(weekday) == date(2026, 9, due)


def test_a_week_that_begins_on_a_thursday_has_its_friday_the_day_after():
    assert Milestone(starts_on=date(2026, 9, 10)).demo_due(4) == date(2026, 9, 11)


@pytest.mark.parametrize(
    ("now", "days"), [("2026-09-11T21:59:59Z", 0), ("2026-09-11T22:00:00Z", -1), ("2026-09-08T22:00Z", 2)]
)
def test_days_to_the_demo_are_counted_where_the_project_lives(now, days):
    project = planned(date(2026, 9, 7), time_zone="Europe/Berlin")
    with time_machine.travel(now, tick=False):
        assert project.days_to_demo(project.milestones.get(number=1)) == days


# --- Setting up ------------------------------------------------------------------------------------------------


def set_up(**fields):
    weeks = fields.pop("weeks", [PlannedWeek(1, "Kickoff", "Present the plan")])
    fields = {"name": "Parcel Vision", "slug": "parcel", "starts_on": date(2026, 9, 7), **fields}
    return Project.objects.set_up(weeks=weeks, by=None, **fields)


@pytest.mark.parametrize(
    "day", [date(9999, 12, 31), date(1, 1, 1), FIRST_DAY - timedelta(days=1), LAST_DAY + timedelta(days=1)]
)
def test_a_start_date_that_no_plan_could_have_is_refused(day):
    with pytest.raises(ValidationError, match="between the years"):
        set_up(starts_on=day)


@pytest.mark.parametrize("day", ["2026-02-30", "soon", "", None])
def test_what_is_no_date_is_refused(day):
    form = modelform_factory(Project, fields=["starts_on"])({"starts_on": day})
    assert "starts_on" in form.errors


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_a_plan_of_52_weeks_can_begin_on_the_first_and_the_last_day_allowed(day):
    weeks = [PlannedWeek(number, "", "") for number in range(1, 53)]
    assert set_up(starts_on=day, weeks=weeks).milestones.count() == 52


@pytest.mark.parametrize("weeks", [0, 53])
def test_a_plan_of_no_week_or_too_many_makes_no_project(weeks):
    with pytest.raises(ValidationError, match="1 to 52 weeks"), transaction.atomic():
        set_up(weeks=[PlannedWeek(number, "", "") for number in range(1, weeks + 1)])
    assert not Project.objects.exists()


def test_a_week_that_does_not_hold_makes_no_project():
    with pytest.raises(ValidationError), transaction.atomic():
        set_up(weeks=[PlannedWeek(1, "x" * 201, "")])
    assert not Project.objects.exists()


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe/Berlin\x00"])
def test_a_time_zone_that_does_not_exist_is_refused(zone):
    with pytest.raises(ValidationError):
        set_up(time_zone=zone)


@pytest.mark.parametrize("minutes", [0, -1, 40 * 60 + 1])
def test_a_card_limit_that_makes_no_sense_is_refused(minutes):
    with pytest.raises(ValidationError):
        set_up(card_limit_minutes=minutes)


# --- Who sees what --------------------------------------------------------------------------------------------


def test_people_see_their_own_projects_with_their_role():
    mine, _ = MembershipFactory(role=Role.VIEWER), ProjectFactory()
    [found] = Project.objects.visible_to(mine.user)
    assert (found, found.role, found.membership_id) == (mine.project, Role.VIEWER, mine.pk)


def test_a_superuser_sees_every_project_once():
    MembershipFactory.create_batch(2, project=ProjectFactory())
    assert Project.objects.visible_to(UserFactory(is_superuser=True)).count() == 1


# --- Changing --------------------------------------------------------------------------------------------------


def test_a_change_that_records_nothing_spends_no_number(project):
    with project.changing():
        project.next_number()
    project.refresh_from_db()
    assert (project.seq, project.last_number) == (0, 0)


def test_two_events_of_one_change_have_numbers_in_a_row(project):
    with project.changing():
        project.record("one", by=None)
        project.record("two", by=None)
    assert list(project.events.values_list("seq", "kind")) == [(1, "one"), (2, "two")]


def test_a_change_within_a_change_is_a_part_of_it(project):
    with project.changing():
        project.join(UserFactory(), Role.MEMBER, by=None)
        with project.changing():
            pass
        project.change(by=None, name="Two")
    assert list(project.events.values_list("seq", "kind")) == [(1, "joined"), (2, "renamed")]
    assert (project.seq, project.is_changing) == (2, False)


def test_a_change_that_fails_within_another_takes_all_of_it_back(project):
    def rename_in_vain():
        project.change(by=None, name="Two")
        with project.changing():
            raise ValueError

    with pytest.raises(ValueError), project.changing():
        rename_in_vain()
    assert (project.events.count(), project.is_changing) == (0, False)


def test_a_project_that_was_deleted_meanwhile_cannot_be_changed(project):
    Project.objects.filter(pk=project.pk).delete()
    with pytest.raises(Project.DoesNotExist), project.changing():
        raise AssertionError("nothing may happen in here")


def test_an_archived_project_is_not_changed_but_taken_out_of_the_archive(project):
    project.change(by=None, archived_at=timezone.now())
    with pytest.raises(PermissionDenied):
        project.change(by=None, name="Renamed")
    project.change(by=None, archived_at=None, name="Renamed")
    assert Project.objects.get().name == "Renamed"


def test_the_role_is_asked_for_again_when_somebody_was_faster_and_only_then(project, member):
    mine = project_for(member, project.slug)
    member.memberships.update(role=Role.VIEWER)  # past the verbs: the number says that nothing has happened
    assert mine.has_role(Role.MEMBER)
    mine.change(by=member, name="By a member")
    project.change(by=None, name="Faster")
    with pytest.raises(PermissionDenied):
        mine.change(by=member, name="By a viewer")
