"""What owners do to members on the people page, and what a member does to be gone."""

import re

import pytest
from django.utils import timezone

from boards.people.membership import add_member, remove_member
from projects.models import Membership, Role
from tests.conftest import client_for
from tests.factories import MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PAGE = "/p/parcel-vision/people/"
HTMX = {"HX-Request": "true"}


def role_of(member):
    return Membership.objects.get(pk=member.pk).role


def change(client, member, role, **headers):
    return client.post(f"{PAGE}{member.pk}/role/", {"role": role}, headers=headers)


def undo(client, project):
    return client.post(f"{PAGE}undo/", {"event": project.events.latest("seq").seq})


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", "", response.text).split())


# --- Another role ------------------------------------------------------------------------------------------
def test_an_owner_gives_another_role(as_owner, ben):
    change(as_owner, ben, Role.OWNER)
    assert role_of(ben) == Role.OWNER


def test_the_page_says_what_was_done_and_offers_to_undo_it(as_owner, project, ben):
    response = as_owner.get(change(as_owner, ben, Role.VIEWER)["Location"])
    assert "Ben is a viewer now" in text_of(response)
    assert undo(as_owner, project)["Location"] == PAGE
    assert role_of(ben) == Role.MEMBER


def test_with_scripts_the_answer_is_the_row_and_the_message(as_owner, ben):
    response = change(as_owner, ben, Role.VIEWER, **HTMX)
    assert f'hx-target="#member-{ben.pk}"' in response.text
    assert "Ben is a viewer now" in text_of(response)
    assert "<html" not in response.text


def test_the_same_role_again_is_no_change(as_owner, project, ben):
    assert change(as_owner, ben, Role.MEMBER)["Location"] == PAGE
    assert not project.events.exists()


@pytest.mark.parametrize("role", ["", "4", "owner", None])
def test_what_is_no_role_is_refused_with_a_sentence(as_owner, ben, role):
    response = as_owner.post(f"{PAGE}{ben.pk}/role/", {} if role is None else {"role": role})
    assert (response.status_code, "Choose" in response.text) == (422, True)
    assert role_of(ben) == Role.MEMBER


def test_the_only_owner_stays_one(as_owner, project, owner, ben):
    own = project.memberships.get(user=owner)
    response = change(as_owner, own, Role.MEMBER, **HTMX)
    assert response.status_code == 409
    assert response.text.endswith("is the only owner of Parcel Vision. Make somebody else an owner first.")
    assert role_of(own) == Role.OWNER


def test_an_owner_who_makes_themselves_a_member_is_led_to_the_page_of_members(as_owner, project, owner, ben):
    ben.take_role(Role.OWNER, by=None)
    own = project.memberships.get(user=owner)
    assert change(as_owner, own, Role.MEMBER, **HTMX)["HX-Redirect"] == PAGE
    assert "<select" not in as_owner.get(PAGE).text.partition("<main")[2]


def test_an_owner_who_was_demoted_meanwhile_changes_no_role(as_owner, project, owner, ben, meanwhile):
    MembershipFactory(project=project, role=Role.OWNER)
    meanwhile(lambda: project.memberships.get(user=owner).take_role(Role.MEMBER, by=None))
    assert change(as_owner, ben, Role.OWNER).status_code == 403
    assert role_of(ben) == Role.MEMBER


def test_a_role_that_somebody_else_changed_meanwhile_is_not_undone(as_owner, project, ben):
    seq = change(as_owner, ben, Role.VIEWER)["Location"].partition("=")[2]
    ben.take_role(Role.OWNER, by=None)
    assert as_owner.post(f"{PAGE}undo/", {"event": seq}).status_code == 409
    assert role_of(ben) == Role.OWNER


def test_ones_own_role_is_not_offered_to_be_undone(as_owner, project, owner, ben):
    ben.take_role(Role.OWNER, by=None)
    project.memberships.get(user=owner).take_role(Role.MEMBER, by=owner)
    project.memberships.get(user=owner).take_role(Role.OWNER, by=ben.user)
    assert "undo/" not in as_owner.get(f"{PAGE}?undo=2").text


def test_what_somebody_else_did_is_not_offered_to_be_undone(as_owner, project, ben):
    ben.take_role(Role.VIEWER, by=None)
    assert "undo/" not in as_owner.get(f"{PAGE}?undo=1").text


# --- Taken out ---------------------------------------------------------------------------------------------
def test_before_somebody_is_taken_out_the_page_says_how_many_cards_they_are_on(as_owner, ben, bens):
    text = text_of(as_owner.get(f"{PAGE}{ben.pk}/take-out/"))
    assert "Take Ben out of Parcel Vision?" in text
    assert "They are taken off 4 cards, which stay on the board." in text


def test_who_is_taken_out_is_gone_and_their_cards_tell_so(as_owner, project, ben, bens, told):
    as_owner.post(f"{PAGE}{ben.pk}/take-out/")
    assert told() == ["left", *(("unassigned", number) for number in (1, 2, 3, 4, 5))]
    assert project.events.get(kind="left").data["cards"] == 5


def test_reading_the_page_takes_nobody_out(as_owner, project, ben):
    as_owner.get(f"{PAGE}{ben.pk}/take-out/")
    assert not project.events.exists()


def test_who_was_taken_out_is_brought_back_by_the_message_with_what_is_open(
    as_owner, project, ben, bens, theirs
):
    ben.take_role(Role.OWNER, by=None)
    address = as_owner.post(f"{PAGE}{ben.pk}/take-out/")["Location"]
    assert "Ben was taken out" in text_of(as_owner.get(address))
    as_owner.post(f"{PAGE}undo/", {"event": address.partition("=")[2]})
    assert theirs() == [1, 2]
    assert project.memberships.get(user=ben.user).role == Role.OWNER
    assert not project.removals.exists()


def test_who_is_back_already_is_not_brought_back_again(as_owner, project, owner, ben):
    event = remove_member(ben, by=owner)
    add_member(project, ben.user, Role.VIEWER, by=owner)
    assert as_owner.post(f"{PAGE}undo/", {"event": event.seq}).status_code == 409


def test_two_owners_who_take_somebody_out_at_once_do_so_once(as_owner, project, ben, meanwhile):
    meanwhile(lambda: remove_member(Membership.objects.get(pk=ben.pk), by=None))
    assert as_owner.post(f"{PAGE}{ben.pk}/take-out/").status_code == 404
    assert project.events.filter(kind="left").count() == 1


def test_an_owner_takes_themselves_out_by_leaving(as_owner, project, owner):
    own = project.memberships.get(user=owner)
    assert as_owner.post(f"{PAGE}{own.pk}/take-out/")["Location"] == f"{PAGE}leave/"
    assert project.memberships.count() == 1


# --- Leaving -----------------------------------------------------------------------------------------------
def test_before_one_leaves_the_page_says_how_many_cards_one_is_on(owner, ben, bens):
    text = text_of(client_for(ben.user).get(f"{PAGE}leave/"))
    assert "You are taken off your 4 cards, which stay on the board." in text


def test_who_leaves_is_gone_and_led_to_their_projects(owner, project, ben):
    response = client_for(ben.user).post(f"{PAGE}leave/")
    assert (response["Location"], project.memberships.count()) == ("/", 1)
    assert not project.removals.exists()


def test_the_only_owner_does_not_leave(as_owner, project):
    assert as_owner.post(f"{PAGE}leave/").status_code == 409
    assert project.memberships.count() == 1


def test_the_only_owner_is_offered_no_way_to_leave(as_owner, ben):
    assert "leave/" not in as_owner.get(PAGE).text
    assert 'type="submit">Leave<' not in as_owner.get(f"{PAGE}leave/").text


def test_an_owner_beside_others_who_cannot_sign_in_is_the_only_one(as_owner, project):
    MembershipFactory(project=project, role=Role.OWNER, user=UserFactory(is_active=False))
    assert "You are the only owner" in text_of(as_owner.get(PAGE))


def test_somebody_who_only_looks_on_can_leave(as_viewer, owner):
    assert f'href="{PAGE}leave/"' in as_viewer.get(PAGE).text


def test_a_superuser_who_is_no_member_is_offered_no_way_to_leave(as_admin, project):
    assert "leave/" not in as_admin.get(PAGE).text


def test_an_archived_project_offers_no_change_of_people(as_owner, project, ben):
    project.change(archived_at=timezone.now(), by=None)
    main = as_owner.get(PAGE).text.partition("<main")[2]
    assert not re.search(r"<select|take-out/|leave/", main)


def test_who_has_left_by_themselves_is_not_brought_back_unasked(as_owner, project, ben):
    event = remove_member(ben, by=ben.user)
    assert as_owner.post(f"{PAGE}undo/", {"event": event.seq}).status_code == 404
    assert not project.memberships.filter(user=ben.user).exists()


def test_what_somebody_else_did_is_undone_by_nobody_else(as_owner, project, ben):
    other = MembershipFactory(project=project, role=Role.OWNER).user
    event = ben.take_role(Role.VIEWER, by=other)
    assert as_owner.post(f"{PAGE}undo/", {"event": event.seq}).status_code == 404
    assert role_of(ben) == Role.VIEWER
