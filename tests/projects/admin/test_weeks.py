"""The table of weeks on a project's page, and on a template's."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.utils import timezone

from boards.models import Card
from projects.admin.weeks import DatedWeekTable
from projects.models import Milestone, PlanTemplate, Project
from projects.renumbering import renumbering_steps
from tests.adminpages import form_on, kinds, page, rows, save
from tests.factories import MONDAY, CardFactory, MilestoneFactory, ProjectFactory


def test_a_corrected_week_is_an_event_with_both_texts(as_admin, plan, week):
    save(as_admin, plan, **{"milestones-0-goal": "Begin"})
    event = plan.events.get()
    assert (event.kind, event.data["milestone"]) == ("week_changed", week.pk)
    assert (event.data["was"], event.data["now"]) == ({"goal": "Kickoff"}, {"goal": "Begin"})


@pytest.mark.both_databases
def test_two_weeks_swap_their_numbers(as_admin, plan):
    changed = {"milestones-1-number": 3, "milestones-1-starts_on": "2026-09-21"}
    changed |= {"milestones-2-number": 2, "milestones-2-starts_on": "2026-09-14"}
    assert save(as_admin, plan, **changed).status_code == 302
    assert list(plan.milestones.values_list("goal", flat=True)) == ["Kickoff", "Goal 3", "Goal 2"]


@pytest.mark.both_databases
def test_a_week_is_put_between_two(as_admin, plan):
    changed = {"milestones-1-number": 3, "milestones-1-starts_on": "2026-09-21"}
    changed |= {"milestones-2-number": 4, "milestones-2-starts_on": "2026-09-28"}
    changed |= {"milestones-3-number": 2, "milestones-3-starts_on": "2026-09-14", "milestones-3-goal": "New"}
    save(as_admin, plan, **changed)
    assert list(plan.milestones.values_list("goal", flat=True)) == ["Kickoff", "New", "Goal 2", "Goal 3"]
    assert kinds(plan) == ["week_changed", "week_changed", "week_added"]


def test_a_week_is_deleted_and_another_takes_its_number(as_admin, plan):
    changed = {"milestones-1-DELETE": "on", "milestones-2-number": 2}
    assert save(as_admin, plan, **changed).status_code == 302
    assert list(plan.milestones.values_list("number", "goal")) == [(1, "Kickoff"), (2, "Goal 3")]


@pytest.mark.django_db
def test_a_table_of_52_weeks_is_saved(as_admin):
    project = ProjectFactory()
    for number in range(1, 53):
        MilestoneFactory(project=project, number=number, starts_on=MONDAY + timedelta(weeks=number - 1))
    save(as_admin, project, **{f"milestones-{row}-goal": f"Goal {row}" for row in range(52)})
    assert project.milestones.filter(goal__startswith="Goal").count() == 52


@pytest.mark.parametrize(
    ("changed", "row", "errors"),
    [
        ({"milestones-1-number": 1}, 1, {"number": ["There are two weeks with the number 1."]}),
        ({"milestones-1-number": 0}, 1, {"number": ["Weeks have the numbers 1 to 52."]}),
        ({"milestones-2-number": 53}, 2, {"number": ["Weeks have the numbers 1 to 52."]}),
        (
            {"milestones-1-starts_on": "2026-09-13"},
            1,
            {"starts_on": ["The week before week 2 ends on 2026-09-13."]},
        ),
        (
            {"milestones-2-starts_on": "9999-12-31"},
            2,
            {"starts_on": ["Choose a day between the years 2000 and 2199."]},
        ),
        (
            {"milestones-0-starts_on": "0001-01-01"},
            0,
            {"starts_on": ["Choose a day between the years 2000 and 2199."]},
        ),
        ({"milestones-1-starts_on": "30 Feb"}, 1, {"starts_on": ["Enter a valid date."]}),
    ],
)
def test_a_wrong_row_gets_its_sentence(as_admin, plan, changed, row, errors):
    response = save(as_admin, plan, **changed)
    assert rows(response).errors[row] == errors
    assert kinds(plan) == []


def test_a_plan_keeps_at_least_one_week(as_admin, plan):
    response = save(as_admin, plan, **{f"milestones-{row}-DELETE": "on" for row in range(3)})
    assert rows(response).non_form_errors() == ["A plan has at least one week."]


def test_a_week_with_something_in_it_is_not_deleted(as_admin, plan, week):
    CardFactory(project=plan, milestone=week)
    response = save(as_admin, plan, **{"milestones-0-DELETE": "on"})
    [sentence] = rows(response).non_form_errors()
    assert sentence.startswith("W1 · Kickoff is not empty.")


def test_a_closed_week_is_not_deleted(as_admin, plan, week):
    plan.milestones.filter(pk=week.pk).update(closed_at=timezone.now())
    response = save(as_admin, plan, **{"milestones-0-DELETE": "on"})
    assert rows(response).non_form_errors() == ["W1 · Kickoff is closed, so it stays."]


def test_a_week_that_somebody_has_added_meanwhile_is_told_of(as_admin, plan):
    opened = form_on(as_admin, plan, **{"milestones-0-goal": "Begin"})
    MilestoneFactory(project=plan, number=4, starts_on=date(2026, 9, 28))
    [sentence] = rows(as_admin.post(page(plan), opened)).non_form_errors()
    assert sentence.startswith("Somebody has added a week meanwhile.")


@pytest.mark.both_databases
def test_rows_get_their_numbers_without_ever_sharing_one():
    was, to_be = {1: 1, 2: 2, 3: 3, 4: 4}, {1: 2, 2: 1, 3: 4, 4: 5}
    now = dict(was)
    for row, number in renumbering_steps(was, to_be):
        now[row] = number
        assert len(set(now.values())) == 4
    assert now == to_be


def test_52_rows_have_no_room_to_swap():
    full = {number: number for number in range(1, 53)}
    assert renumbering_steps(full, full | {1: 2, 2: 1}) is None


def test_a_full_plan_says_so_instead(as_admin):
    project = ProjectFactory()
    for number in range(1, 53):
        MilestoneFactory(project=project, number=number, starts_on=MONDAY + timedelta(weeks=number - 1))
    response = save(as_admin, project, **{"milestones-0-number": 2, "milestones-1-number": 1})
    assert any("All 52 numbers are taken" in error for error in rows(response).non_form_errors())


@pytest.mark.both_databases
def test_weeks_of_a_template_swap_their_numbers(as_admin):
    template = PlanTemplate.objects.get()
    save(as_admin, template, **{"weeks-0-number": 2, "weeks-1-number": 1})
    assert [week.goal for week in template.plan()[:2]] == ["Continuous Deployment", "Kickoff"]


@pytest.mark.parametrize("changed", [{"number": 7, "starts_on": "2026-10-19"}, {"starts_on": "2026-08-31"}])
def test_a_closed_week_stays_where_it_is(as_admin, plan, week, changed):
    Milestone.objects.filter(pk=week.pk).update(closed_at=timezone.now())
    response = save(as_admin, plan, **{f"milestones-0-{name}": value for name, value in changed.items()})
    assert "This week is closed: it keeps its number and its days." in response.text
    week.refresh_from_db()
    assert (week.number, week.starts_on) == (1, MONDAY)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_no_card_comes_into_a_week_between_the_look_at_it_and_its_end(as_admin, plan, monkeypatch):
    card = CardFactory(project=plan)
    week = plan.milestones.get(number=3)
    refusals = []

    def move():
        try:
            Card(project=Project.objects.get(), number=card.number).move(milestone_id=week.pk, by=None)
        except (
            ValidationError,
            OperationalError,
        ) as error:  # the week is gone; SQLite in memory does not wait
            refusals.append(error)
        connection.close()

    mover = threading.Thread(target=move)
    check = DatedWeekTable.check_deletions

    def look_and_be_overtaken(table):
        check(table)
        mover.start()
        mover.join(0.5)

    monkeypatch.setattr(DatedWeekTable, "check_deletions", look_and_be_overtaken)
    assert save(as_admin, plan, **{"milestones-2-DELETE": "on"}).status_code == 302
    mover.join()
    assert (len(refusals), kinds(plan)) == (1, ["week_removed"])
