"""The admin's pages of projects and people: what they say before, and what the cards tell after."""

import pytest
from django.urls import reverse

from boards.people.membership import deactivate, remove_member
from projects.models import PlanTemplate
from tests.adminpages import page, queries, save
from tests.factories import CardFactory, DemoFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LEFT = ["left", *(("unassigned", number) for number in (1, 2, 3, 4, 5))]


def confirmation(client, thing):
    meta = thing._meta
    return client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_delete", args=[thing.pk]))


def confirm(client, thing):
    meta = thing._meta
    return client.post(
        reverse(f"admin:{meta.app_label}_{meta.model_name}_delete", args=[thing.pk]), {"post": "yes"}
    )


# --- A project's page ------------------------------------------------------------------------------------
def test_the_page_says_beside_the_box_how_many_cards_somebody_is_taken_off(as_admin, project, ben, bens):
    assert ">4 cards</p>" in as_admin.get(page(project)).text


def test_the_page_of_a_project_takes_as_many_queries_for_people_with_many_cards(as_admin, project, ben, bens):
    few = queries(as_admin, page(project))
    for member in MembershipFactory.create_batch(20, project=project):
        CardFactory(project=project).assignees.add(member)
    assert queries(as_admin, page(project)) == few


def test_who_is_taken_out_on_the_page_is_taken_off_cards_that_tell_so(
    as_admin, admin, project, ben, bens, told
):
    save(as_admin, project, **{"memberships-1-DELETE": "on"})
    assert told() == LEFT
    assert set(project.events.values_list("actor", flat=True)) == {admin.pk}


def test_who_is_put_back_on_the_page_gets_their_cards(as_admin, project, ben, bens, theirs):
    remove_member(ben, by=None)
    save(as_admin, project, **{"memberships-1-user": ben.user_id, "memberships-1-role": 2})
    assert theirs() == [1, 2]


def test_a_page_that_is_refused_leaves_the_cards_as_they_were(as_admin, project, ben, bens, told, theirs):
    save(as_admin, project, name="", **{"memberships-1-DELETE": "on"})
    assert (told(), len(theirs())) == ([], 5)


# --- A person's page -------------------------------------------------------------------------------------
def test_the_page_says_what_somebody_is_taken_off_who_cannot_sign_in_any_more(as_admin, ben, bens):
    field = as_admin.get(page(ben.user)).context["adminform"].form.fields["is_active"]
    assert "and is taken off 3 unfinished cards." in field.help_text


def test_who_is_deactivated_on_the_page_is_taken_off_cards_that_tell_so(as_admin, ben, bens, told, theirs):
    save(as_admin, ben.user, is_active=False)
    assert told() == ["deactivated", *(("unassigned", number) for number in (1, 2, 4, 5))]
    ben.user.refresh_from_db()
    assert not ben.user.is_active


def test_who_is_let_in_again_on_the_page_gets_their_cards(as_admin, ben, bens, theirs):
    deactivate(ben.user, by=None)
    save(as_admin, ben.user, is_active="on", name="Ben")
    ben.user.refresh_from_db()
    assert (ben.user.is_active, theirs()) == (True, [1, 2, 3])


def test_before_somebody_is_deleted_it_says_how_many_cards_they_are_taken_off(as_admin, ben, bens):
    assert "Ben: member in Parcel Vision, taken off 4 cards" in confirmation(as_admin, ben.user).text


def test_before_somebody_is_deleted_it_says_what_stays_without_their_name(as_admin, ben, bens, week):
    bens[0].comment("Mine", author=ben.user, by=ben.user)
    DemoFactory(milestone=week, person=ben.user)
    said = confirmation(as_admin, ben.user).context["deleted_objects"]
    assert "Comments that stay, without a name: 1" in said
    assert "Demos that stay, without a name: 1" in said


def test_who_is_deleted_is_taken_off_cards_that_tell_so(as_admin, ben, bens, told):
    confirm(as_admin, ben.user)
    assert told() == LEFT


def test_those_who_are_marked_are_deleted_with_events_of_their_cards(as_admin, ben, bens, told):
    chosen = {"action": "delete_selected", "_selected_action": [ben.user_id], "post": "yes"}
    as_admin.post(reverse("admin:projects_user_changelist"), chosen)
    assert told() == LEFT


# --- Projects and templates ------------------------------------------------------------------------------
def test_before_a_project_is_deleted_it_says_what_goes_along(as_admin, project, ben, bens, week):
    bens[0].comment("Mine", author=ben.user, by=ben.user)
    DemoFactory(milestone=week)
    counts = dict(confirmation(as_admin, project).context["model_count"])
    assert counts == {
        "projects": 1, "cards": 5, "comments": 1, "demos": 1, "events": 1, "members": 2, "milestones": 1
    }  # fmt: skip


def test_before_a_template_is_deleted_it_says_that_projects_keep_their_weeks(as_admin):
    answer = confirmation(as_admin, PlanTemplate.objects.get())
    assert dict(answer.context["model_count"])["weeks"] == 10
    assert "Projects that began with it keep their weeks." in answer.text
