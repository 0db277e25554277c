"""Leading a standup: who leads, what a step writes, how it ends. (Who presses Lead at once: test_concurrency.)"""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from boards.models import Refused, Standup, standup_state, with_standup
from boards.people import deletion, membership
from projects.models import Membership, Project, Role
from tests.factories import DemoFactory, MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PLAN = {"address": "plan/"}


@pytest.fixture
def standup(project, owner):
    """One that the owner leads."""
    standup = Standup(project=project)
    standup.lead(by=owner)
    return standup


def state(project, **how):
    return standup_state(
        with_standup(Project.objects.all()).get(pk=project.pk), **{"check_place": True} | how
    )


def leave_untouched(project, time):
    Standup.objects.filter(project=project).update(touched_at=timezone.now() - time, version=F("version"))


# --- Leading ---------------------------------------------------------------------------------------------
def test_whoever_presses_lead_leads_from_the_first_stop(project, owner, standup):
    told = state(project)
    assert (told["leader"], told["by"], told["place"]) == (owner.pk, str(owner), {"address": "standup/"})


def test_who_presses_lead_second_is_told_who_leads(project, owner, member, standup):
    with pytest.raises(Refused, match=f"{owner} leads already"):
        Standup(project=project).lead(by=member)
    assert state(project)["leader"] == owner.pk


@pytest.mark.django_db(transaction=True)
def test_who_waited_for_a_faster_one_is_told_who_leads(project, owner, member, standup):
    """The row changes while the second one waits for it, and what was joined to it is of before."""
    standup.finish(by=owner)
    refusals = []

    def lead():
        try:
            Standup(project=Project.objects.get(pk=project.pk)).lead(by=member)
        except (Refused, OperationalError) as refusal:  # SQLite in memory does not wait
            refusals.append(refusal)
        connection.close()

    second = threading.Thread(target=lead)
    with transaction.atomic():
        standup.lead(by=owner)
        second.start()
        second.join(0.5)
    second.join()
    assert (len(refusals), state(project)["leader"]) == (1, owner.pk)


def test_the_leader_who_presses_lead_again_goes_on(project, owner, standup):
    began = standup.started_at
    standup.lead(by=owner)
    assert standup.started_at == began


def test_a_member_takes_the_lead_and_the_clock_goes_on(project, member, standup):
    began = state(project)["started"]
    Standup(project=project).take(by=member)
    assert (state(project)["leader"], state(project)["started"]) == (member.pk, began)


def test_the_first_one_takes_it_back(project, owner, member, standup):
    Standup(project=project).take(by=member)
    standup.take(by=owner)
    assert state(project)["leader"] == owner.pk


def test_before_anybody_led_there_is_no_standup(project):
    assert state(project) == {"version": 0, "started": None}


# --- A step ----------------------------------------------------------------------------------------------
def test_a_step_is_no_event(project, owner, standup):
    standup.step(PLAN, by=owner)
    project.refresh_from_db()
    assert (project.seq, project.events.count(), state(project)["place"]) == (0, 0, PLAN)


def test_each_step_is_a_version(project, owner, standup):
    before = state(project)["version"]
    standup.step(PLAN, by=owner)
    assert state(project)["version"] == before + 1


def test_a_step_to_where_the_leader_is_makes_no_version(project, owner, standup):
    standup.step(PLAN, by=owner)
    before = state(project)
    standup.step(PLAN, by=owner)
    assert state(project) == before


def test_a_member_who_does_not_lead_takes_nobody_along(project, owner, member, standup):
    with pytest.raises(Refused, match=f"{owner} leads now"):
        Standup(project=project).step(PLAN, by=member)


def test_without_a_standup_there_is_no_step(project, owner):
    with pytest.raises(Refused, match="There is no standup"):
        Standup(project=project).step(PLAN, by=owner)


def test_who_became_a_viewer_meanwhile_cannot_step(project, member):
    Standup(project=project).lead(by=member)
    seen = Project.objects.visible_to(member).get(pk=project.pk)
    seen.let_in(member)
    assert seen.has_role(Role.MEMBER)
    project.memberships.get(user=member).take_role(Role.VIEWER, by=None)
    with pytest.raises(PermissionDenied):
        Standup(project=seen).step(PLAN, by=member)


# --- A place that has gone -------------------------------------------------------------------------------
def test_the_stop_of_somebody_who_was_taken_out_is_the_first_stop(project, owner, standup):
    member = MembershipFactory(project=project)
    standup.step({"address": f"standup/?stop={member.pk}", "member": member.pk, "name": "Ben"}, by=owner)
    assert state(project)["place"] == {"address": f"standup/?stop={member.pk}", "name": "Ben"}
    membership.remove_member(member, by=None)
    assert state(project)["place"] == {"address": "standup/"}


def test_a_demo_that_was_deleted_is_the_first_stop(project, week, owner, standup):
    demo = DemoFactory(milestone=week, person=owner)
    standup.step({"address": f"demos/?demo={demo.pk}", "demo": demo.pk}, by=owner)
    assert state(project)["place"] == {"address": f"demos/?demo={demo.pk}"}
    demo.delete()
    assert state(project)["place"] == {"address": "standup/"}


def test_a_step_is_read_with_the_project_by_one_statement(project, owner, standup, django_assert_num_queries):
    standup.step({"address": "standup/?stop=1", "member": 1}, by=owner)
    with django_assert_num_queries(1):
        assert state(project, check_place=False)["leader"] == owner.pk


# --- Without a leader ------------------------------------------------------------------------------------
def leave(project, leader):
    membership.remove_member(project.memberships.get(user=leader), by=None)


def deactivate(project, leader):
    membership.deactivate(leader, by=None)


def only_look_on(project, leader):
    project.memberships.get(user=leader).take_role(Role.VIEWER, by=None)


def delete(project, leader):
    deletion.delete_people([leader], by=None)


@pytest.mark.parametrize("go", [leave, deactivate, only_look_on, delete])
def test_nobody_leads_a_standup_whose_leader_has_gone_and_who_presses_lead_goes_on_with_it(
    project, owner, member, go
):
    Standup(project=project).lead(by=member)
    began = state(project)["started"]
    go(project, member)
    assert (state(project)["leader"], state(project)["started"]) == (None, began)
    Standup(project=project).lead(by=owner)
    assert (state(project)["leader"], state(project)["started"]) == (owner.pk, began)


def test_a_superuser_who_is_no_member_leads(project):
    boss = UserFactory(is_superuser=True)
    Standup(project=project).lead(by=boss)
    assert not Membership.objects.filter(user=boss).exists()
    assert state(project)["leader"] == boss.pk


# --- The end ---------------------------------------------------------------------------------------------
def test_finishing_writes_one_event_with_who_led_and_for_how_long(project, owner, member, standup):
    Standup.objects.update(started_at=timezone.now() - timedelta(minutes=9))
    event = standup.finish(by=member)
    assert (event.kind, event.actor) == ("standup_ended", member)
    assert event.data == {"leader": owner.pk, "name": str(owner), "minutes": 9}
    assert state(project)["started"] is None
    assert list(project.events.values_list("kind", flat=True)) == ["standup_ended"]


def test_one_that_nobody_touched_for_an_hour_is_over_and_leaves_no_event(project, owner, standup):
    leave_untouched(project, timedelta(minutes=61))
    assert state(project)["started"] is None
    assert standup.finish(by=owner) is None
    assert not project.events.exists()


def test_one_that_was_touched_within_the_hour_goes_on(project, owner, standup):
    leave_untouched(project, timedelta(minutes=59))
    standup.step({"address": "standup/"}, by=owner)
    leave_untouched(project, timedelta(minutes=59))
    assert state(project)["leader"] == owner.pk


def test_after_one_that_ended_by_itself_anybody_begins_another(project, member, standup):
    leave_untouched(project, timedelta(minutes=61))
    began = Standup.objects.get().started_at
    Standup(project=project).lead(by=member)
    assert state(project)["leader"] == member.pk
    assert Standup.objects.get().started_at > began


def test_the_next_one_goes_on_counting_versions(project, owner, standup):
    standup.finish(by=owner)
    before = state(project)["version"]
    standup.lead(by=owner)
    assert state(project)["version"] == before + 1


def test_finishing_twice_writes_one_event(project, owner, standup):
    standup.finish(by=owner)
    assert Standup(project=project).finish(by=owner) is None
    assert project.events.count() == 1


def test_in_an_archived_project_no_standup_is_told_of(project, standup):
    Project.objects.filter(pk=project.pk).update(archived_at=timezone.now())
    assert state(project)["started"] is None
