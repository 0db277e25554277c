"""Leaving a project and coming back: each card tells what becomes of it, in one change with the person's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Card, Column
from boards.people.deletion import delete_people
from boards.people.membership import (
    add_member,
    deactivate,
    reactivate,
    record_new_name,
    remove_member,
)
from projects.models import Project, Refused, Role, User
from tests.factories import CardFactory, MembershipFactory, MilestoneFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OFF = [("unassigned", number) for number in (1, 2, 3, 4, 5)]


def test_another_name_is_told_to_every_project_and_drawn_on_those_cards_that_show_it(project, ben, bens):
    other = CardFactory(project=project)
    record_new_name(ben.user, by=None)
    versions = dict(project.cards.values_list("number", "version"))
    assert versions == {card.number: 2 for card in bens} | {other.number: 1}
    assert [event.kind for event in project.events.all()] == ["person_renamed"]


# --- Taken out -------------------------------------------------------------------------------------------
def test_who_is_taken_out_is_taken_off_every_card_with_an_event_of_its_own(owner, ben, bens, told):
    remove_member(ben, by=owner)
    assert told() == ["left", *OFF]


def test_the_events_of_one_who_left_are_numbered_without_a_gap(project, owner, ben, bens):
    remove_member(ben, by=owner)
    assert list(project.events.values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert Project.objects.get().seq == 6


def test_a_card_that_somebody_was_taken_off_is_drawn_anew(owner, ben, bens):
    other = CardFactory(project=bens[0].project)
    remove_member(ben, by=owner)
    assert {card.number: card.version for card in Card.objects.all()} == {
        1: 2,
        2: 2,
        3: 2,
        4: 2,
        5: 2,
        other.number: 1,
    }


def test_who_left_with_their_cards_is_named_in_the_history_of_each(as_owner, owner, ben, bens):
    remove_member(ben, by=owner)
    page = as_owner.get("/p/parcel-vision/cards/1/").text
    assert "took <bdi>Ben</bdi> off it, who left the project" in page


def test_500_cards_take_as_many_queries_as_one(project, owner, ben):
    def queries(member, cards):
        for card in CardFactory.create_batch(cards, project=project):
            card.assignees.add(member)
        with CaptureQueriesContext(connection) as captured:
            remove_member(member, by=owner)
        return len(captured)

    assert queries(MembershipFactory(project=project), 500) == queries(ben, 1)


def test_the_only_owner_keeps_their_cards_with_the_project(project, owner, card):
    member = project.memberships.get(user=owner)
    card.assignees.add(member)
    with pytest.raises(Refused, match="is the only owner of Parcel Vision"):
        remove_member(member, by=owner)
    assert list(card.assignees.all()) == [member]
    assert project.events.count() == 0


# --- Back again ------------------------------------------------------------------------------------------
def test_who_comes_back_gets_what_is_still_open(project, owner, ben, bens, told, theirs):
    remove_member(ben, by=owner)
    add_member(project, ben.user, Role.MEMBER, by=owner)
    assert theirs() == [1, 2]
    assert told()[6:] == ["joined", ("assigned", 1), ("assigned", 2)]


def test_a_card_that_is_somebody_elses_by_then_stays_theirs(project, owner, ben, bens, theirs):
    remove_member(ben, by=owner)
    bens[0].assign(project.memberships.get(user=owner), by=owner)
    add_member(project, ben.user, Role.MEMBER, by=owner)
    assert theirs() == [2]


def test_a_card_that_was_finished_by_then_stays_nobodys(project, owner, ben, bens, theirs):
    remove_member(ben, by=owner)
    bens[1].move(column=Column.DONE, milestone_id=None, by=owner)
    add_member(project, ben.user, Role.MEMBER, by=owner)
    assert theirs() == [1]


def test_what_somebody_was_taken_off_before_is_not_given_back(project, owner, ben, bens, theirs):
    bens[0].unassign(ben, by=owner)
    remove_member(ben, by=owner)
    add_member(project, ben.user, Role.MEMBER, by=owner)
    assert theirs() == [2]


def test_only_the_last_absence_counts(project, owner, ben, bens, theirs):
    remove_member(ben, by=owner)
    back = add_member(project, ben.user, Role.MEMBER, by=owner)
    bens[0].unassign(back, by=owner)
    remove_member(back, by=owner)
    add_member(project, ben.user, Role.MEMBER, by=owner)
    assert theirs() == [2]


def test_who_comes_back_to_look_on_gets_no_card(project, owner, ben, bens, theirs):
    remove_member(ben, by=owner)
    add_member(project, ben.user, Role.VIEWER, by=owner)
    assert theirs() == []


def test_somebody_new_gets_no_card(project, owner, ben, bens, stranger):
    remove_member(ben, by=owner)
    member = add_member(project, stranger, Role.MEMBER, by=owner)
    assert not member.cards.exists()


def test_a_card_that_was_given_back_tells_so(as_owner, project, owner, ben, bens):
    remove_member(ben, by=owner)
    add_member(project, ben.user, Role.MEMBER, by=owner)
    assert "gave it to <bdi>Ben</bdi> again, who is back" in as_owner.get("/p/parcel-vision/cards/1/").text


# --- Who cannot sign in any more -------------------------------------------------------------------------
def test_who_cannot_sign_in_is_taken_off_what_is_not_done(owner, ben, bens, told, theirs):
    deactivate(ben.user, by=owner)
    assert told() == ["deactivated", *(("unassigned", number) for number in (1, 2, 4, 5))]
    assert theirs() == [3]


def test_who_can_sign_in_again_gets_what_is_still_open_and_nobodys(owner, ben, bens, told, theirs):
    deactivate(ben.user, by=owner)
    reactivate(ben.user, by=owner)
    assert told()[5:] == ["reactivated", ("assigned", 1), ("assigned", 2)]
    assert theirs() == [1, 2, 3]


def test_who_was_deactivated_and_then_taken_out_gets_all_of_it_back(project, owner, ben, bens, theirs):
    deactivate(ben.user, by=owner)
    remove_member(ben, by=owner)
    reactivate(ben.user, by=owner)
    add_member(project, User.objects.get(pk=ben.user_id), Role.MEMBER, by=owner)
    assert theirs() == [1, 2]


def test_somebody_in_two_projects_is_taken_off_cards_in_both(owner, ben, bens):
    other = MembershipFactory(user=ben.user, project=MilestoneFactory().project)
    CardFactory(project=other.project).assignees.add(other)
    deactivate(ben.user, by=owner)
    assert list(other.project.events.values_list("kind", flat=True)) == ["deactivated", "unassigned"]


def test_the_only_owner_of_another_project_is_deactivated_in_none(owner, ben, bens, told):
    MembershipFactory(user=ben.user, role=Role.OWNER, project=ProjectFactory(name="Letter Vision"))
    with pytest.raises(Refused, match="Ben is the only owner of Letter Vision"):
        deactivate(ben.user, by=owner)
    assert told() == []
    assert User.objects.get(pk=ben.user_id).is_active


def test_nobody_who_cannot_sign_in_is_given_a_card_meanwhile(as_owner, card, ben, meanwhile):
    meanwhile(lambda: User.objects.filter(pk=ben.user_id).update(is_active=False))
    response = as_owner.post(f"/p/parcel-vision/cards/{card.number}/assign/", {"member": ben.pk})
    assert (response.status_code, card.assignees.count()) == (422, 0)


# --- Deleted ---------------------------------------------------------------------------------------------
def test_who_is_deleted_is_taken_off_every_card(owner, ben, bens, told):
    delete_people([ben.user], by=owner)
    assert told() == ["left", *OFF]
    assert User.objects.get(pk=ben.user_id).is_deleted


def test_people_who_are_all_owners_of_a_project_are_not_deleted_together(project, owner, ben):
    ben.take_role(Role.OWNER, by=owner)
    with pytest.raises(Refused, match="are the only owners of Parcel Vision"):
        delete_people([owner, ben.user], by=None)
    assert project.memberships.count() == 2
