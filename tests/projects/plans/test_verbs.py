"""What people do with the weeks of a plan: what holds afterwards, and that it can be taken back."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from projects.models import Edited, Milestone, Project, Refused
from projects.models.weeks import is_about_texts, plan_fingerprint
from projects.plans import PlannedWeek
from projects.text import content_hash
from tests.examples import examples
from tests.factories import MONDAY, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def plan(db):
    """A project with four weeks, a week of break before the last."""
    project = ProjectFactory()
    project.plan([PlannedWeek(n, f"Goal {n}", f"Demo {n}") for n in range(1, 5)], by=None)
    project.move_weeks(week(project, 4).pk, 1, by=None)
    return project


def week(project, number):
    return project.milestones.get(number=number)


def close(project, number):
    project.milestones.filter(number=number).update(closed_at=timezone.now())


def state(project):
    """Every week with its id, and the start date."""
    rows = project.milestones.order_by("number").values_list(
        "pk", "number", "starts_on", "goal", "demo_task", "closed_at"
    )
    return [*rows, Project.objects.get(pk=project.pk).starts_on]


def days(project):
    """The first days, in weeks after the first Monday."""
    return [
        (day - MONDAY) / timedelta(weeks=1) for day in project.milestones.values_list("starts_on", flat=True)
    ]


def goals(project):
    return list(project.milestones.values_list("goal", flat=True))


# --- Adding and removing -----------------------------------------------------------------------------------------
def test_a_week_is_added_at_the_end(plan):
    plan.add_week(by=None)
    assert (goals(plan)[-2:], days(plan)) == (["Goal 4", ""], [0, 1, 2, 4, 5])


def test_a_week_is_added_before_another_and_those_after_it_move_on_with_their_ids(plan):
    ids = {goal: pk for pk, goal in plan.milestones.values_list("pk", "goal")}
    plan.add_week(before=week(plan, 2).pk, by=None)
    assert goals(plan) == ["Goal 1", "", "Goal 2", "Goal 3", "Goal 4"]
    assert days(plan) == [0, 1, 2, 3, 5]
    assert ids.items() <= {goal: pk for pk, goal in plan.milestones.values_list("pk", "goal")}.items()


def test_the_first_week_of_an_empty_plan_begins_with_the_project():
    project = ProjectFactory()
    project.add_week(by=None)
    assert (week(project, 1).starts_on, project.milestones.count()) == (MONDAY, 1)


def test_a_plan_of_52_weeks_is_full(db):
    project = ProjectFactory()
    project.plan([PlannedWeek(n) for n in range(1, 53)], by=None)
    with pytest.raises(ValidationError, match="1 to 52 weeks"):
        project.add_week(before=week(project, 1).pk, by=None)
    project.remove_week(week(project, 30).pk, by=None)
    project.add_week(before=week(project, 1).pk, by=None)
    assert list(project.milestones.values_list("number", flat=True)) == list(range(1, 53))


def test_a_week_is_taken_out_and_those_after_it_move_up(plan):
    plan.remove_week(week(plan, 2).pk, by=None)
    assert (goals(plan), days(plan)) == (["Goal 1", "Goal 3", "Goal 4"], [0, 1, 3])


def test_a_plan_without_its_first_week_begins_with_the_second(plan):
    plan.move_weeks(week(plan, 2).pk, 2, by=None)
    plan.remove_week(week(plan, 1).pk, by=None)
    assert days(plan)[0] == 2
    assert Project.objects.get(pk=plan.pk).starts_on == MONDAY + timedelta(weeks=2)


def test_the_last_week_there_is_stays(db):
    project = ProjectFactory()
    project.add_week(by=None)
    with pytest.raises(ValidationError):
        project.remove_week(week(project, 1).pk, by=None)


def test_cards_are_drawn_afresh_when_weeks_get_other_numbers(plan):
    look = plan.render_version
    plan.add_week(by=None)
    assert plan.render_version == look
    plan.add_week(before=week(plan, 1).pk, by=None)
    assert plan.render_version == look + 1
    plan.remove_week(week(plan, 6).pk, by=None)
    assert plan.render_version == look + 2


# --- Dates ---------------------------------------------------------------------------------------------------------
def test_a_break_moves_the_weeks_after_it(plan):
    plan.move_weeks(week(plan, 2).pk, 2, by=None)
    assert days(plan) == [0, 3, 4, 6]


def test_weeks_move_back_into_a_break_but_not_into_a_week(plan):
    plan.move_weeks(week(plan, 4).pk, -1, by=None)
    assert days(plan) == [0, 1, 2, 3]
    with pytest.raises(ValidationError, match="Week 4 would then begin before week 3 is over"):
        plan.move_weeks(week(plan, 4).pk, -1, by=None)


def test_moving_from_the_first_week_on_moves_the_start(plan):
    plan.move_weeks(week(plan, 1).pk, -3, by=None)
    assert days(plan) == [-3, -2, -1, 1]
    assert Project.objects.get(pk=plan.pk).starts_on == MONDAY - timedelta(weeks=3)


def test_the_start_may_be_any_day_also_a_past_one(plan):
    plan.move_start(date(2019, 12, 31), by=None)
    assert plan.milestones.first().starts_on == plan.starts_on == date(2019, 12, 31)


@pytest.mark.parametrize("day", [date.max, date(2200, 1, 1), date(1999, 12, 31), date(1, 1, 1)])
def test_a_start_beyond_the_calendar_is_refused(plan, day):
    before = state(plan)
    with pytest.raises(ValidationError):
        plan.move_start(day, by=None)
    assert state(plan) == before


@pytest.mark.parametrize("count", [10_000, -10_000, 10**9])
def test_weeks_do_not_leave_the_calendar(plan, count):
    with pytest.raises(ValidationError):
        plan.move_weeks(week(plan, 1).pk, count, by=None)


@pytest.mark.parametrize(
    "act",
    [
        lambda plan: plan.move_start(MONDAY + timedelta(days=1), by=None),
        lambda plan: plan.move_weeks(week(plan, 1).pk, 1, by=None),
        lambda plan: plan.move_weeks(week(plan, 2).pk, 1, by=None),
        lambda plan: plan.add_week(before=week(plan, 2).pk, by=None),
        lambda plan: plan.remove_week(week(plan, 1).pk, by=None),
        lambda plan: plan.remove_week(week(plan, 2).pk, by=None),
        lambda plan: plan.take_plan([PlannedWeek(1, "One")], by=None),
    ],
)
def test_a_closed_week_never_moves_and_is_never_taken_out(plan, act):
    close(plan, 1)
    close(plan, 2)
    before, events = state(plan), plan.events.count()
    with pytest.raises(Refused, match="is closed"):
        act(plan)
    assert (state(plan), plan.events.count()) == (before, events)


def test_what_comes_after_a_closed_week_may_move(plan):
    close(plan, 2)
    plan.move_weeks(week(plan, 3).pk, 1, by=None)
    plan.add_week(before=week(plan, 3).pk, by=None)
    assert days(plan) == [0, 1, 3, 4, 6]


@pytest.mark.parametrize("act", ["move_weeks", "add_week", "remove_week"])
def test_a_week_that_is_gone_meanwhile_is_refused(plan, act):
    pk = week(plan, 4).pk
    plan.remove_week(pk, by=None)
    calls = {
        "move_weeks": lambda: plan.move_weeks(pk, 1, by=None),
        "add_week": lambda: plan.add_week(before=pk, by=None),
        "remove_week": lambda: plan.remove_week(pk, by=None),
    }
    with pytest.raises(Refused, match="taken out of the plan"):
        calls[act]()


# --- Texts ---------------------------------------------------------------------------------------------------------
def test_a_goal_is_changed_with_one_event(plan, stranger):
    event = week(plan, 2).edit(goal="Deploy", by=stranger)
    pk = str(week(plan, 2).pk)
    assert week(plan, 2).goal == "Deploy"
    assert (event.kind, event.actor) == ("plan_edited", stranger)
    assert (event.data["was"], event.data["now"]) == ({pk: {"goal": "Goal 2"}}, {pk: {"goal": "Deploy"}})


def test_a_text_that_stays_as_it_is_writes_nothing(plan):
    events = plan.events.count()
    assert week(plan, 2).edit(goal="Goal 2", by=None) is None
    assert plan.events.count() == events


def test_a_text_that_somebody_else_has_changed_since_is_refused(plan):
    seen = {"goal": content_hash("Goal 2")}
    week(plan, 2).edit(goal="Theirs", by=None)
    with pytest.raises(Edited) as refusal:
        week(plan, 2).edit(goal="Mine", base_hashes=seen, by=None)
    assert (refusal.value.fields, week(plan, 2).goal) == (["goal"], "Theirs")


def test_two_people_may_change_goal_and_demo_task_of_one_week(plan):
    seen = {"goal": content_hash("Goal 2"), "demo_task": content_hash("Demo 2")}
    week(plan, 2).edit(goal="One", base_hashes=seen, by=None)
    week(plan, 2).edit(demo_task="Two", base_hashes=seen, by=None)
    assert (week(plan, 2).goal, week(plan, 2).demo_task) == ("One", "Two")


@pytest.mark.parametrize("text", ["x" * 201, "a\x00b", "\u200b"])
def test_a_text_that_does_not_hold_is_refused(plan, text):
    with pytest.raises(ValidationError):
        week(plan, 2).edit(goal=text, by=None)
    assert week(plan, 2).goal == "Goal 2"


def test_a_whole_plan_changes_adds_and_takes_out_with_one_event(plan):
    plan.take_plan([PlannedWeek(n, f"New {n}", f"Demo {n}") for n in (1, 2)], by=None)
    assert (goals(plan), days(plan)) == (["New 1", "New 2"], [0, 1])
    plan.take_plan([PlannedWeek(n, f"Goal {n}", "") for n in range(1, 6)], by=None)
    assert days(plan) == [0, 1, 2, 3, 4]
    assert plan.events.filter(kind="plan_uploaded").count() == 2


def test_a_part_of_a_plan_neither_adds_nor_takes_out(plan):
    plan.take_plan([PlannedWeek(2, "Deploy", "Demo 2"), PlannedWeek(9, "Too far", "")], by=None, whole=False)
    assert goals(plan) == ["Goal 1", "Deploy", "Goal 3", "Goal 4"]


def test_the_same_plan_with_fewer_spaces_changes_nothing(plan):
    week(plan, 1).edit(goal="Two  spaces", by=None)
    events = plan.events.count()
    assert plan.take_plan([PlannedWeek(1, "Two spaces", "Demo 1")], by=None, whole=False) is None
    assert (week(plan, 1).goal, plan.events.count()) == ("Two  spaces", events)


def test_a_plan_that_was_changed_since_it_was_looked_at_is_not_overwritten(plan):
    seen = plan_fingerprint(plan.milestones.all())
    week(plan, 3).edit(goal="Theirs", by=None)
    with pytest.raises(Edited):
        plan.take_plan([PlannedWeek(1, "Mine")], by=None, base_hash=seen)
    assert goals(plan)[0] == "Goal 1"


# --- The way back --------------------------------------------------------------------------------------------------
def test_a_week_comes_back_with_its_id_its_texts_and_its_days(plan):
    before = state(plan)
    event = plan.remove_week(week(plan, 2).pk, by=None)
    undone = plan.undo_plan(event, by=None)
    assert state(plan) == before
    assert (undone.kind, undone.data["of"], undone.data["what"]) == ("plan_undone", event.seq, event.kind)


def test_a_change_is_taken_back_once(plan):
    event = plan.add_week(by=None)
    plan.undo_plan(event, by=None)
    with pytest.raises(Refused, match="changed again since"):
        plan.undo_plan(event, by=None)


def test_what_was_changed_again_since_stays(plan):
    event = week(plan, 2).edit(goal="One", by=None)
    week(plan, 2).edit(goal="Two", by=None)
    with pytest.raises(Refused, match="changed again since"):
        plan.undo_plan(event, by=None)
    assert week(plan, 2).goal == "Two"


def test_another_field_that_was_changed_since_does_not_matter(plan):
    event = week(plan, 2).edit(goal="One", by=None)
    week(plan, 2).edit(demo_task="Other", by=None)
    plan.undo_plan(event, by=None)
    assert (week(plan, 2).goal, week(plan, 2).demo_task) == ("Goal 2", "Other")


def test_a_week_that_was_closed_since_is_not_moved_back(plan):
    event = plan.move_start(MONDAY + timedelta(days=2), by=None)
    close(plan, 1)
    with pytest.raises(Refused, match="is closed"):
        plan.undo_plan(event, by=None)


@pytest.mark.parametrize("kind", ["planned", "renamed", "plan_undone", "week_added"])
def test_other_events_are_not_taken_back(plan, kind):
    with plan.changing():
        event = plan.record(kind, by=None, was={}, now={})
    with pytest.raises(Refused, match="cannot be undone"):
        plan.undo_plan(event, by=None)


def test_what_touches_only_texts_is_told_apart(plan):
    assert is_about_texts(week(plan, 1).edit(goal="One", by=None))
    assert not is_about_texts(plan.add_week(by=None))
    assert not is_about_texts(plan.move_weeks(week(plan, 1).pk, 1, by=None))


# --- Whatever is done, in whatever order ---------------------------------------------------------------------------
number = st.integers(0, 7)
text = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=12).map(str.strip)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), number),
        st.tuples(st.just("remove"), number),
        st.tuples(st.just("move"), number, st.integers(-3, 3)),
        st.tuples(st.just("start"), st.integers(-30, 30)),
        st.tuples(st.just("edit"), number, text),
        st.tuples(st.just("take"), st.lists(text, min_size=1, max_size=6)),
        st.tuples(st.just("close")),
    ),
    max_size=12,
)


def act(project, step):
    """Carry a step out; the event, or None where it was refused or changed nothing."""
    weeks = list(project.milestones.order_by("number"))
    chosen = weeks[step[1] % len(weeks)] if len(step) > 1 and isinstance(step[1], int) else weeks[0]
    try:
        match step[0]:
            case "add":
                return project.add_week(before=chosen.pk if step[1] else None, by=None)
            case "remove":
                return project.remove_week(chosen.pk, by=None)
            case "move":
                return project.move_weeks(chosen.pk, step[2], by=None)
            case "start":
                return project.move_start(project.starts_on + timedelta(days=step[1]), by=None)
            case "edit":
                return chosen.edit(goal=step[2], by=None)
            case "take":
                planned = [PlannedWeek(n, goal, "") for n, goal in enumerate(step[1], start=1)]
                return project.take_plan(planned, by=None)
            case "close":
                close(
                    project,
                    project.milestones.filter(closed_at=None).values_list("number", flat=True).first(),
                )
    except (ValidationError, Refused):
        return None


class Whatever(TestCase):
    @examples(60, suppress_health_check=[HealthCheck.too_slow])
    @given(steps)
    def test_the_weeks_stay_in_a_row_and_each_step_can_be_taken_back(self, steps):
        project = ProjectFactory()
        project.plan([PlannedWeek(n, f"Goal {n}", "") for n in range(1, 5)], by=None)
        for step in steps:
            before, closed = state(project), closed_weeks(project)
            event = act(project, step)
            assert_in_a_row(project)
            assert step[0] == "close" or closed_weeks(project) == closed
            if event:
                after = state(project)
                project.undo_plan(event, by=None)
                assert state(project) == before
                again = act(project, step)
                assert (again and again.kind) == event.kind
                assert [row[1:] for row in state(project)[:-1]] == [row[1:] for row in after[:-1]]
        assert list(project.events.values_list("seq", flat=True)) == list(
            range(1, project.events.count() + 1)
        )


def closed_weeks(project):
    return list(project.milestones.exclude(closed_at=None).values_list("pk", "number", "starts_on"))


def assert_in_a_row(project):
    weeks = list(Milestone.objects.filter(project=project).order_by("number"))
    assert [week.number for week in weeks] == list(range(1, len(weeks) + 1))
    assert Project.objects.get(pk=project.pk).starts_on == weeks[0].starts_on
    for before, after in pairwise(weeks):
        assert after.starts_on > before.last_day
