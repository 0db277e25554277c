"""What others do between a form that was found valid and the lock under which it is carried out."""

import pytest
from django.utils import timezone

from boards.models import Column
from projects.models import Membership, Project, Role
from tests.adminpages import form_on, page
from tests.factories import LabelFactory, MembershipFactory, MilestoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_card_for_a_week_that_was_taken_out_meanwhile_is_refused(as_member, project, week, meanwhile):
    second = MilestoneFactory(project=project, number=2)
    meanwhile(second.delete)
    sent = {"lines": "One", "column": "todo", "milestone": second.pk}
    response = as_member.post("/p/parcel-vision/cards/", sent)
    assert response.status_code == 422
    assert "This week is not in the plan" in response.text


def test_a_card_for_a_week_that_was_taken_out_before_is_refused_in_the_same_words(as_member, week):
    sent = {"lines": "One", "column": "todo", "milestone": week.pk + 1}
    response = as_member.post("/p/parcel-vision/cards/", sent)
    assert (response.status_code, "This week is not in the plan" in response.text) == (422, True)


def test_a_change_of_a_project_that_was_deleted_meanwhile_is_not_found(as_member, project, card, meanwhile):
    meanwhile(Project.objects.get().delete)
    assert as_member.post("/p/parcel-vision/cards/1/estimate/", {"hours": "3"}).status_code == 404


def test_a_card_for_somebody_who_has_left_meanwhile_is_refused(as_member, project, card, meanwhile):
    other = MembershipFactory(project=project)
    sent = {"member": other.pk}
    meanwhile(other.delete)
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/assign/", sent)
    assert response.status_code == 422
    assert "does not work on the project any more" in response.text


def test_a_card_written_for_somebody_who_has_left_meanwhile_is_nobodys(as_member, project, week, meanwhile):
    other = MembershipFactory(project=project, user__username="emeka")
    meanwhile(other.delete)
    sent = {"lines": "One @emeka", "column": "todo", "milestone": week.pk}
    assert as_member.post("/p/parcel-vision/cards/", sent).status_code == 302
    assert not project.cards.get(title="One").assignees.exists()


# --- Who may, by then -----------------------------------------------------------------------------------------
def archive(project):
    Project.objects.get(pk=project.pk).change(by=None, archived_at=timezone.now())


@pytest.fixture
def other_owner(project):
    """A project keeps an owner."""
    return MembershipFactory(project=project, role=Role.OWNER)


def give_role(user, role):
    Membership.objects.get(user=user).take_role(role, by=None)


def leave(user):
    Membership.objects.get(user=user).leave(by=None)


def move(client, card):
    return client.post(f"/p/parcel-vision/cards/{card.number}/move/", {"column": "done", "milestone": ""})


def test_a_move_in_a_project_that_was_archived_meanwhile_is_refused(as_member, project, card, meanwhile):
    meanwhile(lambda: archive(project))
    assert move(as_member, card).status_code == 403
    card.refresh_from_db()
    assert card.column == Column.TODO


def test_a_move_by_somebody_who_was_made_a_viewer_meanwhile_is_refused(as_member, member, card, meanwhile):
    meanwhile(lambda: give_role(member, Role.VIEWER))
    assert move(as_member, card).status_code == 403
    card.refresh_from_db()
    assert card.column == Column.TODO


def test_to_somebody_who_was_taken_out_meanwhile_the_project_is_not_there(as_member, member, card, meanwhile):
    meanwhile(lambda: leave(member))
    assert move(as_member, card).status_code == 404
    card.refresh_from_db()
    assert card.column == Column.TODO


def test_what_is_refused_under_the_lock_spends_no_number(as_member, project, member, card, meanwhile):
    meanwhile(lambda: give_role(member, Role.VIEWER))
    move(as_member, card)
    project.refresh_from_db()
    assert (project.seq, list(project.events.values_list("kind", flat=True))) == (1, ["role_changed"])


def test_an_owner_who_was_made_a_member_meanwhile_still_moves_cards(
    as_owner, owner, other_owner, card, meanwhile
):
    meanwhile(lambda: give_role(owner, Role.MEMBER))
    assert move(as_owner, card).status_code == 302


def test_an_owner_who_was_made_a_member_meanwhile_moves_no_weeks(
    as_owner, owner, other_owner, week, meanwhile
):
    meanwhile(lambda: give_role(owner, Role.MEMBER))
    sent = {"milestone": week.pk, "count": "1"}
    assert as_owner.post("/p/parcel-vision/weeks/move/", sent).status_code == 403


def test_what_only_owners_may_on_a_page_for_members_is_asked_again_too(
    as_owner, owner, other_owner, member, card, meanwhile
):
    card.comment("Mine", author=member, by=member)
    meanwhile(lambda: give_role(owner, Role.MEMBER))
    address = f"/p/parcel-vision/cards/{card.number}/comments/{card.comments.get().pk}/delete/"
    assert as_owner.post(address).status_code == 403
    assert card.comments.filter(deleted_at=None).exists()


def test_a_superuser_who_is_no_member_is_refused_by_the_archive_alone(as_admin, project, card, meanwhile):
    meanwhile(lambda: card.block("By somebody who was faster", by=None))
    assert move(as_admin, card).status_code == 302
    meanwhile(lambda: archive(project))
    assert move(as_admin, card).status_code == 403


@pytest.mark.parametrize("thing", ["card", "label"])
def test_what_was_archived_meanwhile_is_not_changed_in_the_admin(as_admin, project, card, meanwhile, thing):
    found = {"card": card, "label": LabelFactory(project=project)}[thing]
    sent = form_on(as_admin, found, title="Renamed", name="renamed")
    meanwhile(lambda: archive(project))
    assert as_admin.post(page(found), sent).status_code == 403
