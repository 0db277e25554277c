"""What staff may do in the admin, and superusers may not either."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from projects.models import Role
from tests.adminpages import allow, kinds, page, save

PEOPLE = reverse("admin:projects_user_changelist")


@pytest.mark.parametrize("name", ["user", "project", "plantemplate", "event"])
def test_staff_without_permissions_see_nothing(as_staff, name):
    assert as_staff.get(reverse(f"admin:projects_{name}_changelist")).status_code == 403


def test_staff_who_may_look_cannot_send_the_page(as_staff, staff, plan):
    allow(staff, "view_project", "view_milestone", "view_membership")
    assert '<div class="readonly">4 h</div>' in as_staff.get(page(plan)).content.decode()
    assert as_staff.post(page(plan), {"name": "Mine"}).status_code == 403
    plan.refresh_from_db()
    assert plan.name == "Parcel Vision"


def test_staff_who_may_only_look_at_weeks_and_people_change_neither(as_staff, staff, plan, member):
    allow(staff, "change_project", "view_milestone", "view_membership")
    week = plan.milestones.first()
    rows = {"milestones-TOTAL_FORMS": 2, "milestones-INITIAL_FORMS": 1, "milestones-0-id": week.pk}
    rows |= {"milestones-0-goal": "Mine", "milestones-0-number": 9, "milestones-0-DELETE": "on"}
    rows |= {"milestones-1-number": 8, "milestones-1-starts_on": "2030-01-01"}
    rows |= {"memberships-TOTAL_FORMS": 2, "memberships-INITIAL_FORMS": 1, "memberships-1-role": 3}
    rows |= {"memberships-0-id": plan.memberships.get().pk, "memberships-0-role": 3}
    rows |= {"memberships-0-DELETE": "on", "memberships-1-user": staff.pk}
    assert save(as_staff, plan, name="Letter Vision", **rows).status_code == 302
    assert kinds(plan) == ["renamed"]
    assert plan.memberships.get().role == Role.MEMBER


def test_staff_who_may_not_see_weeks_can_still_change_the_project(as_staff, staff, plan):
    allow(staff, "change_project")
    save(as_staff, plan, name="Letter Vision", starts_on="2026-09-14")
    assert kinds(plan) == ["renamed", "start_moved"]


def test_nothing_of_a_password_is_shown_to_anybody(as_admin, as_staff, staff, member):
    allow(staff, "view_user")
    _, salt, hashed = member.password.split("$")
    for client in (as_admin, as_staff):
        response = client.get(page(member))
        assert response.status_code == 200
        assert salt[:6] not in response.content.decode()
        assert hashed[:6] not in response.content.decode()


def test_a_password_is_set_anew(as_admin, client, member):
    assert 'href="../password/"' in as_admin.get(page(member)).content.decode()
    new = {"usable_password": "true", "password1": "engine of analysis", "password2": "engine of analysis"}
    as_admin.post(reverse("admin:auth_user_password_change", args=[member.pk]), new | {"set-password": "Set"})
    assert client.login(username=member.username, password="engine of analysis")


def test_a_password_cannot_be_guessed_by_filters(as_staff, staff):
    allow(staff, "view_user", "view_event")
    assert as_staff.get(PEOPLE, {"password__startswith": "md5"}).status_code == 400
    events = reverse("admin:projects_event_changelist")
    assert as_staff.get(events, {"actor__password__startswith": "md5"}).status_code == 400


def test_staff_cannot_make_themselves_superusers(as_staff, staff):
    allow(staff, "view_user", "change_user")
    save(as_staff, staff, is_superuser="on", name="Me")
    staff.refresh_from_db()
    assert (staff.is_superuser, staff.name) == (False, "Me")


def test_staff_do_not_touch_superusers(as_staff, staff, admin):
    allow(staff, "view_user", "change_user", "delete_user")
    password = reverse("admin:auth_user_password_change", args=[admin.pk])
    assert as_staff.post(page(admin), {"is_active": ""}).status_code == 403
    assert as_staff.get(password).status_code == 403
    assert as_staff.post(reverse("admin:projects_user_delete", args=[admin.pk])).status_code == 403


def test_nobody_deletes_themselves(as_admin, admin):
    assert as_admin.post(reverse("admin:projects_user_delete", args=[admin.pk])).status_code == 403


def test_nobody_writes_into_the_record(as_admin, plan, admin):
    plan.change(by=admin, name="Letter Vision")
    event = plan.events.get()
    assert as_admin.get(reverse("admin:projects_event_add")).status_code == 403
    assert as_admin.post(page(event), {"kind": "x"}).status_code == 403
    assert as_admin.post(reverse("admin:projects_event_delete", args=[event.pk])).status_code == 403


def test_the_log_of_the_admin_has_one_line_for_a_page(as_admin, plan):
    save(as_admin, plan, name="Letter Vision", **{"milestones-0-goal": "Begin"})
    assert LogEntry.objects.count() == 1
