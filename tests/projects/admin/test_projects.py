"""The admin of projects: settings, the start date, deleting."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Event, Project, Role
from tests.adminpages import form_on, kinds, page, rows, save
from tests.factories import CardFactory, UserFactory


# --- Settings of a project -----------------------------------------------------------------------------
def test_saving_without_a_change_writes_no_event(as_admin, plan):
    assert save(as_admin, plan).status_code == 302
    assert kinds(plan) == []
    plan.refresh_from_db()
    assert plan.seq == 0


def test_a_new_name_is_an_event_by_whoever_gave_it(as_admin, admin, plan):
    save(as_admin, plan, name="Letter Vision")
    event = plan.events.get()
    assert (event.kind, event.actor, event.data) == (
        "renamed",
        admin,
        {"was": "Parcel Vision", "now": "Letter Vision"},
    )


def test_a_new_card_limit_has_the_cards_drawn_afresh(as_admin, plan):
    save(as_admin, plan, card_limit_minutes="6h")
    plan.refresh_from_db()
    assert (plan.card_limit_minutes, plan.render_version) == (360, 1)
    assert kinds(plan) == ["settings_changed"]


def test_the_minutes_of_a_standup_are_a_setting_like_others(as_admin, plan):
    save(as_admin, plan, standup_minutes="15")
    plan.refresh_from_db()
    event = plan.events.get()
    assert (plan.standup_minutes, event.kind) == (15, "settings_changed")
    assert event.data == {"was": {"standup_minutes": 10}, "now": {"standup_minutes": 15}}


@pytest.mark.parametrize("minutes", ["0", "121", "", "ten"])
def test_a_standup_of_no_or_too_many_minutes_is_refused(as_admin, plan, minutes):
    response = save(as_admin, plan, standup_minutes=minutes)
    assert "standup_minutes" in response.context["adminform"].form.errors


def test_a_setting_that_somebody_else_has_changed_meanwhile_stays(as_admin, admin, plan):
    opened = form_on(as_admin, plan, name="Letter Vision")
    plan.change(by=admin, time_zone="Asia/Tokyo", demo_weekday=2)
    as_admin.post(page(plan), opened)
    plan.refresh_from_db()
    assert (plan.name, plan.time_zone, plan.demo_weekday) == ("Letter Vision", "Asia/Tokyo", 2)


def test_an_archived_project_is_changed_only_on_its_way_out_of_the_archive(as_admin, plan, owner):
    plan.change(by=None, archived_at=timezone.now())
    response = save(as_admin, plan, name="Renamed")
    assert response.context["adminform"].form.errors["archived"][0].startswith("This project is archived.")
    assert save(as_admin, plan, name="Renamed", archived=False).status_code == 302
    plan.refresh_from_db()
    assert plan.name == "Renamed"


def test_weeks_and_people_of_an_archived_project_are_only_looked_at(as_admin, plan):
    plan.change(by=None, archived_at=timezone.now())
    text = as_admin.get(page(plan)).text
    assert 'name="milestones-0-goal"' not in text
    assert 'name="memberships-0-role"' not in text


def test_a_project_is_archived_and_taken_back(as_admin, plan):
    save(as_admin, plan, archived="on")
    plan.refresh_from_db()
    assert plan.archived_at
    save(as_admin, plan, archived=False)
    plan.refresh_from_db()
    assert plan.archived_at is None


def test_people_are_changed_on_the_way_into_the_archive(as_admin, plan, member):
    save(as_admin, plan, archived="on", **{"memberships-0-role": Role.OWNER})
    assert kinds(plan) == ["settings_changed", "role_changed"]


def test_an_older_name_of_a_time_zone_can_be_kept(as_admin, plan):
    Project.objects.update(time_zone="US/Pacific")
    assert save(as_admin, plan, name="Letter Vision").status_code == 302


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_the_numbers_of_events_have_no_gap_after_a_page_that_changes_everything(as_admin, plan):
    ben = UserFactory()
    changed = {"name": "Letter Vision", "card_limit_minutes": "6", "starts_on": "2026-09-14"}
    save(as_admin, plan, **changed, **{"milestones-1-goal": "Ship", "memberships-0-user": ben.pk})
    plan.refresh_from_db()
    assert kinds(plan) == ["renamed", "settings_changed", "start_moved", "week_changed", "joined"]
    assert list(plan.events.values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    assert plan.seq == 5


# --- The start date ------------------------------------------------------------------------------------
def test_all_weeks_move_with_the_start(as_admin, plan):
    save(as_admin, plan, starts_on="2026-09-15")
    days = plan.milestones.values_list("starts_on", flat=True)
    assert list(days) == [date(2026, 9, 15), date(2026, 9, 22), date(2026, 9, 29)]


def test_a_goal_can_be_changed_while_the_weeks_move(as_admin, plan):
    save(as_admin, plan, starts_on="2026-09-14", **{"milestones-2-goal": "Ship"})
    last = plan.milestones.last()
    assert (last.goal, last.starts_on) == ("Ship", date(2026, 9, 28))


def test_the_start_stays_once_a_week_is_closed(as_admin, plan, week):
    plan.milestones.filter(pk=week.pk).update(closed_at=timezone.now())
    response = save(as_admin, plan, starts_on="2026-09-14")
    [sentence] = response.context["adminform"].form.errors["starts_on"]
    assert sentence.startswith("A week of this plan is closed")


def test_a_plan_does_not_move_out_of_the_calendar(as_admin, plan):
    plan.milestones.filter(number=3).update(starts_on=date(2200, 1, 1))
    response = save(as_admin, plan, starts_on="2100-01-01")
    sentence = "The plan would then end after the year 2210."
    assert response.context["adminform"].form.errors == {"starts_on": [sentence]}


@pytest.mark.parametrize("day", ["9999-12-20", "9999-12-31"])
def test_a_start_that_no_calendar_reaches_with_its_weeks_is_refused(as_admin, plan, day):
    response = save(as_admin, plan, starts_on=day)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["starts_on"]


def test_start_and_first_days_are_not_changed_at_once(as_admin, plan):
    response = save(as_admin, plan, starts_on="2026-09-14", **{"milestones-2-starts_on": "2026-10-19"})
    [sentence] = rows(response).non_form_errors()
    assert sentence.startswith("Change either the start date")


def test_the_start_follows_the_first_week(as_admin, plan):
    save(as_admin, plan, **{"milestones-0-starts_on": "2026-09-02"})
    plan.refresh_from_db()
    assert plan.starts_on == date(2026, 9, 2)


# --- Deleting a project --------------------------------------------------------------------------------
@pytest.mark.both_databases
def test_a_project_goes_with_all_that_is_in_it(as_admin, plan, member, week):
    CardFactory(project=plan, milestone=week).archive(by=member)
    confirm = reverse("admin:projects_project_delete", args=[plan.pk])
    counted = dict(as_admin.get(confirm).context["model_count"])
    assert counted == {"projects": 1, "milestones": 3, "members": 1, "events": 1, "cards": 1}
    as_admin.post(confirm, {"post": "yes"})
    assert not Project.objects.exists()
    assert not Event.objects.exists()
